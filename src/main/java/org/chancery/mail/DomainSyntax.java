package org.chancery.mail;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a domain into its one canonical spelling (RFC 5321 sections 4.1.2 and 4.1.3, RFC 5890).
final class DomainSyntax {
    /// RFC 1035 section 2.3.4: 255 octets on the wire leave 253 characters.
    private static final int MAX_NAME = 253;
    /// RFC 1035 section 2.3.4.
    private static final int MAX_LABEL = 63;

    private DomainSyntax() {}

    static Parsed<String> read(String text) {
        return isCanonicalName(text) ? Parsed.of(text) : readAny(text);
    }

    /// A name in its canonical spelling already, as nearly every one is that we stored ourselves: one pass, no allocation.
    /// What it does not know for sure it leaves to the long way.
    private static boolean isCanonicalName(String text) {
        int start = 0;
        boolean digits = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == start || i - start > MAX_LABEL || text.charAt(i - 1) == '-') {
                    return false;
                }
                start = i + 1;
                digits = true;
            } else if ((c >= 'a' && c <= 'z') || (c == '-' && i > start)) {
                digits = false;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        int last = text.length() - start;
        return text.length() <= MAX_NAME && last > 0 && last <= MAX_LABEL && !digits
                && text.charAt(text.length() - 1) != '-' && !text.startsWith("0x", start);
    }

    private static Parsed<String> readAny(String text) {
        if (text.startsWith("[")) {
            return AddressLiteral.read(text);
        }
        if (text.length() > MAX_NAME) {
            return Parsed.malformed(MAX_NAME, "a domain has at most 253 characters");
        }
        List<String> labels = new ArrayList<>();
        int at = 0;
        for (String label : text.split("\\.", -1)) {
            switch (label(label, at)) {
                case Parsed.Value<String>(String read) -> labels.add(read);
                case Parsed.Malformed<String> fault -> {
                    return fault;
                }
            }
            at += label.length() + 1;
        }
        return whole(labels);
    }

    private static Parsed<String> whole(List<String> labels) {
        String name = String.join(".", labels);
        if (name.length() > MAX_NAME) {
            return Parsed.malformed(MAX_NAME, "a domain has at most 253 characters");
        }
        if (looksLikeNumber(labels.getLast())) {
            return Parsed.malformed(0, "an IP address stands in square brackets");
        }
        return Parsed.of(name);
    }

    /// Resolvers take `0x7f000001` and `127.1` for addresses; a mail domain is neither.
    private static boolean looksLikeNumber(String label) {
        return label.chars().allMatch(c -> c >= '0' && c <= '9')
                || (label.startsWith("0x") && label.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0));
    }

    private static Parsed<String> label(String label, int at) {
        if (label.isEmpty()) {
            return Parsed.malformed(at, "an empty label in the domain");
        }
        return label.chars().allMatch(c -> c < 0x80) ? asciiLabel(label, at) : unicodeLabel(label, at);
    }

    private static Parsed<String> asciiLabel(String label, int at) {
        for (int i = 0; i < label.length(); i++) {
            if (!isLetterDigitHyphen(label.charAt(i))) {
                return Parsed.malformed(at + i, "a character that no domain has");
            }
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            return Parsed.malformed(at, "a label of a domain neither begins nor ends with a hyphen");
        }
        if (label.length() > MAX_LABEL) {
            return Parsed.malformed(at + MAX_LABEL, "a label of a domain has at most 63 characters");
        }
        return Parsed.of(label.toLowerCase(Locale.ROOT));
    }

    private static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private static Parsed<String> unicodeLabel(String label, int at) {
        for (int i = 0; i < label.length(); i++) {
            if ("\u00DF\u1E9E\u03C2\u200C\u200D".indexOf(label.charAt(i)) >= 0) {
                // IDNA2003 maps these away, IDNA2008 keeps them: one name, two owners (RFC 5894 section 7.2).
                return Parsed.malformed(
                        at + i, "sharp s, final sigma and the joiners mean different domains to different software;"
                                + " write the label in its xn-- form");
            }
        }
        return switch (SafeUnicode.read(label, at)) {
            case Parsed.Malformed<String> fault -> fault;
            case Parsed.Value<String>(String composed) -> toAsciiLabel(composed, at);
        };
    }

    private static Parsed<String> toAsciiLabel(String label, int at) {
        try {
            return asciiLabel(IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES), at);
        } catch (IllegalArgumentException notALabel) {
            return Parsed.malformed(at, "not a label of an internationalised domain");
        }
    }
}
