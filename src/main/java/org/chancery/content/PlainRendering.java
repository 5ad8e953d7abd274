package org.chancery.content;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.ContentType;
import org.chancery.mail.Header;
import org.chancery.mail.Headers;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// The readable text of a message, for a plain digest, a moderator, an answer by mail.
///
/// Texts are decoded from any charset; HTML becomes text; of alternatives (RFC 2046 section 5.1.4) the plain one is
/// taken if it says anything; what is no text becomes one line `[attachment NAME, TYPE, SIZE]`; a message inside has its
/// heads before it. Lines end with LF and hold no control characters but tabs; the text ends with one line end, unless it is
/// empty. Encrypted parts are named, never opened.
///
/// Nothing is refused. A text of an unknown charset is shown octet by octet below a line that says so; past
/// 500,000 characters the rest is left out, and a line says so.
///
/// Example: `PlainRendering.of(post)` is `Hello\n\n[attachment plan.pdf, application/pdf, 12 KB]\n`.
public final class PlainRendering {
    /// What a person may still read and a mail still carry, per message.
    static final int MAX_CHARACTERS = 500_000;
    /// Octets of one text part that are decoded: the longest encoding needs four for a character.
    private static final int MAX_OCTETS = 4 * MAX_CHARACTERS;
    /// A message inside a message inside a message: deeper ones are only named.
    private static final int MAX_MESSAGES = 8;
    /// Its blank counts: by it a reader tells where a signature begins.
    private static final String SIGNATURE_MARK = "-- ";
    private static final int MAX_NAME = 100;
    private static final List<String> HEADS = List.of("From", "To", "Cc", "Date", "Subject");
    /// Types of text that people write and read as it is; others (calendars, cards) are for programs.
    private static final List<String> READABLE = List.of("plain", "markdown", "x-patch", "x-diff", "x-markdown", "rfc822-headers");

    private final StringBuilder out = new StringBuilder();

    private PlainRendering() {}

    public static String of(Message message) {
        return of(message.root());
    }

    static String of(Part part) {
        var rendering = new PlainRendering();
        rendering.add(part, 0);
        return rendering.out.toString();
    }

    private void add(Part part, int messages) {
        ContentType type = part.type();
        if (out.length() > MAX_CHARACTERS) {
            return;
        }
        if (type.is("multipart", "encrypted")) {
            section("[encrypted content]");
        } else if (type.is("multipart", "alternative") && !part.parts().isEmpty()) {
            addAlternatives(part.parts(), messages);
        } else if (type.isMultipart() && !part.parts().isEmpty()) {
            part.parts().forEach(child -> add(child, messages));
        } else if (type.isMessage() && !part.parts().isEmpty()) {
            addMessage(part, messages);
        } else if (!part.isAttachment() && (isReadable(type) || type.isMultipart())) {
            addText(part);
        } else {
            section(attachment(part));
        }
    }

    /// What is read of one of them; files that hang in another one (Apple Mail puts them there) are still named.
    private void addAlternatives(List<Part> alternatives, int messages) {
        Part preferred = preferred(alternatives);
        add(preferred, messages);
        alternatives.stream().filter(other -> other != preferred).forEach(this::nameFiles);
    }

    private void nameFiles(Part part) {
        if (part.parts().isEmpty() && part.isAttachment()) {
            section(attachment(part));
        } else if (!part.type().is("multipart", "related") && part.type().isMultipart()) {
            part.parts().forEach(this::nameFiles);
        }
    }

    /// The plain text if it says anything, else the last one: alternatives stand in rising order of what they can show.
    private static Part preferred(List<Part> alternatives) {
        return alternatives.stream()
                .filter(part -> part.type().is("text", "plain") && !DecodedText.of(part, MAX_OCTETS).text().isBlank())
                .findFirst()
                .or(() -> alternatives.stream().filter(PlainRendering::showsText).reduce((first, last) -> last))
                .orElse(alternatives.getLast());
    }

    private static boolean showsText(Part part) {
        return isReadable(part.type()) || part.parts().stream().anyMatch(PlainRendering::showsText);
    }

    private static boolean isReadable(ContentType type) {
        return type.is("message", "delivery-status")
                || (type.isText() && (READABLE.contains(type.subtype()) || type.subtype().equals("html")));
    }

    private void addText(Part part) {
        DecodedText decoded = DecodedText.of(part, MAX_OCTETS);
        decoded.unknownCharset().ifPresent(name ->
                section("[text in the unknown charset " + shortened(name) + "]"));
        section(part.type().is("text", "html") ? HtmlText.of(decoded.text()) : decoded.text());
    }

    private void addMessage(Part part, int messages) {
        if (messages == MAX_MESSAGES) {
            section(attachment(part));
            return;
        }
        Part inside = part.parts().getFirst();
        section("[message]\n" + heads(inside.headers()));
        add(inside, messages + 1);
        section("[end of message]");
    }

    /// The fields that tell whose message it is, decoded, each on its line.
    static String heads(Headers headers) {
        var heads = new StringBuilder();
        for (String name : HEADS) {
            Optional<Header> field = headers.first(name);
            field.ifPresent(header -> heads.append(name).append(": ").append(header.text()).append('\n'));
        }
        return heads.toString();
    }

    private static String attachment(Part part) {
        String name = part.filename().map(String::strip).filter(text -> !text.isEmpty()).orElse("without a name");
        return "[attachment " + shortened(name) + ", " + shortened(part.type().toString()) + ", " + size(part.decodedSize()) + "]";
    }

    private static String size(long octets) {
        return octets < 1024 ? octets + " octets" : (octets + 1023) / 1024 + " KB";
    }

    private static String shortened(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "...";
    }

    /// Adds a piece below what is there, an empty line between.
    private void section(String text) {
        String clean = clean(text);
        int room = MAX_CHARACTERS - out.length();
        if (clean.isEmpty() || room < 0) {
            return;
        }
        out.append(out.isEmpty() ? "" : "\n");
        if (clean.length() <= room) {
            out.append(clean).append('\n');
        } else {
            out.append(clean, 0, room).append("\n[the rest is left out]\n");
        }
    }

    /// LF line ends, no blanks behind lines, no empty lines around, no controls that could steer a terminal.
    private static String clean(String text) {
        String unified = text.replace("\r\n", "\n").replace('\r', '\n').replace('\f', '\n');
        var clean = new StringBuilder(unified.length());
        for (String line : unified.split("\n", -1)) {
            String kept = line.equals(SIGNATURE_MARK) ? line : line.stripTrailing();
            clean.append(kept.codePoints().collect(StringBuilder::new, PlainRendering::append, StringBuilder::append))
                    .append('\n');
        }
        return withoutEmptyEdges(clean.toString());
    }

    private static void append(StringBuilder line, int c) {
        boolean control = Character.getType(c) == Character.CONTROL && c != '\t';
        boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        boolean endsLine = c == 0x2028 || c == 0x2029;
        boolean half = Character.getType(c) == Character.SURROGATE;
        line.appendCodePoint(endsLine ? ' ' : control || turnsDirection || half ? 0xFFFD : c);
    }

    private static String withoutEmptyEdges(String lines) {
        int start = 0;
        while (start < lines.length() && lines.charAt(start) == '\n') {
            start++;
        }
        return lines.substring(start).stripTrailing();
    }
}
