package org.chancery.authentication.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.mail.Parsed;

/// A DMARC policy record (RFC 9989 section 4.7). Unknown tags are ignored, unreadable values give way to the defaults.
/// A tag that stands twice counts once, the first time.
///
/// `isUsable` is false when `p`, `sp` or `np` is there but not one of the three words and nobody is named in `rua` who
/// would hear of it: then DMARC does not apply (section 4.10.1). With such a `rua` the record reads as `p=none`.
///
/// Example: `DmarcRecord.parse("v=DMARC1; p=reject; sp=none")` has `p` REJECT and `subdomains` NONE.
record DmarcRecord(
        Disposition p,
        Optional<Disposition> subdomains,
        Optional<Disposition> nonExistent,
        PublicSuffix publicSuffix,
        boolean isTesting,
        boolean isStrictForDkim,
        boolean isStrictForSpf,
        boolean isUsable) {

    /// `psd`: does the name belong to a registry, is it an organisation, or is that left to the tree walk?
    enum PublicSuffix {
        YES,
        NO,
        UNKNOWN
    }

    /// In characters. Real records have some hundred; all that a DNS message could hold is not worth reading.
    static final int MAX_LENGTH = 8192;

    /// Malformed is text that is no DMARC record at all: `v=DMARC1` must come first, in these letters.
    static Parsed<DmarcRecord> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Parsed.malformed(MAX_LENGTH, "a DMARC record of more than " + MAX_LENGTH + " characters");
        }
        String[] fields = text.split(";", -1);
        Optional<Tag> version = tag(fields[0]);
        if (version.isEmpty() || !version.get().equals(new Tag("v", "DMARC1"))) {
            return Parsed.malformed(0, "a DMARC record begins with v=DMARC1");
        }
        Map<String, String> tags = new HashMap<>();
        Arrays.stream(fields).skip(1).flatMap(field -> tag(field).stream())
                .forEach(tag -> tags.putIfAbsent(tag.name, tag.value));
        return Parsed.of(of(tags));
    }

    private record Tag(String name, String value) {}

    private static Optional<Tag> tag(String field) {
        int equals = field.indexOf('=');
        return equals < 0
                ? Optional.empty()
                : Optional.of(new Tag(trim(field.substring(0, equals)).toLowerCase(Locale.ROOT), trim(field.substring(equals + 1))));
    }

    /// Blanks and tabs, which the format allows anywhere (WSP); other invisible characters belong to the value and spoil it.
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static DmarcRecord of(Map<String, String> tags) {
        boolean spoilt = !isReadable(tags, "p") || !isReadable(tags, "sp") || !isReadable(tags, "np");
        Map<String, String> wishes = spoilt ? Map.of() : tags;
        return new DmarcRecord(
                disposition(wishes, "p").orElse(Disposition.NONE),
                disposition(wishes, "sp"),
                disposition(wishes, "np"),
                publicSuffix(tags),
                has(tags, "t", "y"),
                has(tags, "adkim", "s"),
                has(tags, "aspf", "s"),
                !spoilt || hasReader(tags.getOrDefault("rua", "")));
    }

    private static boolean isReadable(Map<String, String> tags, String name) {
        return !tags.containsKey(name) || disposition(tags, name).isPresent();
    }

    private static Optional<Disposition> disposition(Map<String, String> tags, String name) {
        String word = tags.getOrDefault(name, "");
        return Arrays.stream(Disposition.values()).filter(wish -> wish.name().equalsIgnoreCase(word)).findFirst();
    }

    private static PublicSuffix publicSuffix(Map<String, String> tags) {
        return has(tags, "psd", "y") ? PublicSuffix.YES : has(tags, "psd", "n") ? PublicSuffix.NO : PublicSuffix.UNKNOWN;
    }

    private static boolean has(Map<String, String> tags, String name, String value) {
        return tags.getOrDefault(name, "").equalsIgnoreCase(value);
    }

    /// Section 4.10.1: at least one syntactically valid reporting URI.
    private static boolean hasReader(String addresses) {
        return Arrays.stream(addresses.split(",")).map(DmarcRecord::trim).anyMatch(DmarcRecord::isAbsoluteUri);
    }

    private static boolean isAbsoluteUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException notUri) {
            return false;
        }
    }
}
