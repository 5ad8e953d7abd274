package org.chancery.authentication.dkim;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.Parsed;

/// A tag list (RFC 6376 section 3.2): `name=value` pairs between semicolons, in the order in which they stand. The text is
/// one character U+0000 to U+00FF per octet, folding included.
///
/// Refused: a tag without `=`, a name that is not one, a name twice, control characters, an empty place between two
/// semicolons, more than 100 tags.
///
/// Example: `TagList.parse("v=1; d=example.org").orThrow().value("d")` is `example.org`.
public final class TagList {
    private static final int MAX_NAME = 31;
    /// The standards name about twenty; a list of thousands is an attack.
    private static final int MAX_TAGS = 100;
    private static final Pattern ESCAPE = Pattern.compile("=([0-9A-F]{2})");

    private final Map<String, Tag> tags;

    /// `value` without blanks at its ends; `from` and `to` enclose all that stands between `=` and the next semicolon.
    public record Tag(String name, String value, int from, int to) {}

    private TagList(Map<String, Tag> tags) {
        this.tags = tags;
    }

    public static Parsed<TagList> parse(String text) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf(';', at);
            int to = end < 0 ? text.length() : end;
            boolean closing = end < 0 && isBlank(text, at, to) && !tags.isEmpty();
            if (!closing) {
                switch (tag(text, at, to)) {
                    case Parsed.Malformed<Tag> fault -> {
                        return fault.as();
                    }
                    case Parsed.Value<Tag>(Tag tag) -> {
                        if (tags.put(tag.name(), tag) != null) {
                            return Parsed.malformed(at, "the tag " + tag.name() + "= stands there twice");
                        }
                    }
                }
            }
            if (tags.size() > MAX_TAGS) {
                return Parsed.malformed(at, "more than " + MAX_TAGS + " tags");
            }
            at = to + 1;
        }
        return tags.isEmpty() ? Parsed.malformed(0, "no tags at all") : Parsed.of(new TagList(tags));
    }

    private static Parsed<Tag> tag(String text, int from, int to) {
        int equals = text.indexOf('=', from);
        if (equals < 0 || equals >= to) {
            return Parsed.malformed(from, "a tag without =");
        }
        String name = stripped(text, from, equals);
        if (!isName(name)) {
            return Parsed.malformed(from, "not a tag name");
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && !isBlank(c)) || c == 0x7F) {
                return Parsed.malformed(i, "a control character in the tag " + name + "=");
            }
        }
        return Parsed.of(new Tag(name, stripped(text, equals + 1, to), equals + 1, to));
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) { // some twenty tags for each message: no expression
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_'))) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_NAME;
    }

    private static String stripped(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    public boolean has(String name) {
        return tags.containsKey(name);
    }

    public Optional<Tag> tag(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /// One character per octet.
    public Optional<String> value(String name) {
        return tag(name).map(Tag::value);
    }

    /// The octets read as UTF-8 (RFC 8616 section 3); empty also if they are not that.
    public Optional<String> text(String name) {
        return value(name).flatMap(TagList::utf8);
    }

    private static Optional<String> utf8(String octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /// All blanks taken out, as base64 and numbers may be folded anywhere (RFC 6376 section 3.2).
    public Optional<String> compact(String name) {
        return value(name).map(TagList::withoutBlanks);
    }

    private static String withoutBlanks(String value) {
        StringBuilder left = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (!isBlank(value.charAt(i))) {
                left.append(value.charAt(i));
            }
        }
        return left.length() == value.length() ? value : left.toString();
    }

    /// A dkim-quoted-printable value (RFC 6376 section 2.11): blanks mean nothing, `=` and two digits are one octet. Other `=` stay, as they are often
    /// written into local parts.
    public Optional<String> unquoted(String name) {
        return compact(name).flatMap(value -> {
            String octets = ESCAPE.matcher(value).replaceAll(found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
            return utf8(octets);
        });
    }

    /// The name that stands first.
    public String firstName() {
        return tags.keySet().iterator().next();
    }

    /// The parts of a value between colons, without the blanks around them.
    public static List<String> atColons(String value) {
        return List.of(value.split(":", -1)).stream().map(part -> stripped(part, 0, part.length())).toList();
    }
}
