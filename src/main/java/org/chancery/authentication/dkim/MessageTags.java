package org.chancery.authentication.dkim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.mail.Parsed;

/// The tags by which a signature covers a message: `c=`, `h=`, `bh=`, `l=` (RFC 6376 section 3.5, RFC 8617 section 4.1.2).
///
/// Refused: an unknown form in `c=`, no `h=` (an empty name in it covers nothing; DKIM refuses it besides), a `bh=` that is not base64, a `l=` that is no number.
public record MessageTags(Canonicalization header, Canonicalization body, List<String> names, byte[] bodyHash, OptionalLong limit) {
    /// As many fields as a message may have; each of them can be named once and oversigned once.
    private static final int MAX_NAMES = 2_000;

    public MessageTags {
        names = List.copyOf(names);
    }

    public static Parsed<MessageTags> read(TagList tags) {
        String[] forms = tags.value("c").orElse("simple/simple").split("/", -1);
        Optional<Canonicalization> header = Canonicalization.of(forms[0]);
        Optional<Canonicalization> body = forms.length == 1 ? Optional.of(Canonicalization.SIMPLE) : Canonicalization.of(forms[1]);
        if (forms.length > 2 || header.isEmpty() || body.isEmpty()) {
            return Parsed.malformed(0, "an unknown form in c=");
        }
        List<String> names = tags.value("h").map(TagList::atColons).orElse(List.of());
        if (names.isEmpty() || names.size() > MAX_NAMES || !names.stream().allMatch(MessageTags::isFieldName)) {
            return Parsed.malformed(0, "there is no h=, or a name in it is none");
        }
        Optional<byte[]> hash = tags.compact("bh").filter(text -> !text.isEmpty()).flatMap(KeyRecord::decoded);
        if (hash.isEmpty()) {
            return Parsed.malformed(0, "there is no bh=, or it is not base64");
        }
        Optional<String> limit = tags.compact("l");
        if (limit.isPresent() && !limit.get().matches("[0-9]{1,15}")) { // RFC 6376 allows 76 digits; 15 say more than any message has
            return Parsed.malformed(0, "l= is no length");
        }
        OptionalLong octets = limit.isPresent() ? OptionalLong.of(Long.parseLong(limit.get())) : OptionalLong.empty();
        return Parsed.of(new MessageTags(header.get(), body.get(), names, hash.get(), octets));
    }

    private static boolean isFieldName(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':' && c != ';');
    }

    /// The same with both forms relaxed.
    public MessageTags relaxed() {
        return new MessageTags(Canonicalization.RELAXED, Canonicalization.RELAXED, names, bodyHash, limit);
    }

    public boolean signs(String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
