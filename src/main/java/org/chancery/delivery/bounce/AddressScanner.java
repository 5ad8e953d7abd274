package org.chancery.delivery.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds what looks like a mail address in a line of prose. Laxer than RFC 5321 section 4.1.2, since it is to give what was
/// meant by somebody who wrote `<ann@example.org>...User unknown`. Each character is looked at a bounded number of times.
///
/// Example: `AddressScanner.addresses("SMTP=ann@example.org; on Fri")` is `[ann@example.org]`.
final class AddressScanner {
    /// RFC 5321 section 4.5.3.1.1 says 64; return paths with tags are longer.
    private static final int MAX_LOCAL_PART = 200;

    /// RFC 1035 section 2.3.4.
    private static final int MAX_DOMAIN = 255;

    private static final String LOCAL_SPECIALS = "!#$%&'*+-/=?^_`{|}~.";

    /// What servers put before an address without a blank, as in X.400 (`dda:SMTP=`).
    private static final List<String> LABELS = List.of("smtp=", "to=", "rcpt=", "for=", "recipient=", "address=", "email=", "addr=");

    private AddressScanner() {}

    static List<String> addresses(String line) {
        List<String> found = new ArrayList<>();
        int from = 0;
        for (int at = line.indexOf('@'); at >= 0; at = line.indexOf('@', Math.max(at + 1, from))) {
            int start = localPartStart(line, at, from);
            int end = domainEnd(line, at + 1);
            if (start < at && !isMasked(line.substring(start, at)) && isDomain(line.substring(at + 1, end))) {
                found.add(cleaned(line.substring(start, end)));
                from = end;
            }
        }
        found.removeIf(address -> address.startsWith("@"));
        return found;
    }

    /// The address that the line begins with, after bullets and quotes; empty text if it begins with something else.
    static String leading(String line) {
        List<String> all = addresses(line);
        if (all.isEmpty()) {
            return "";
        }
        int at = line.indexOf(all.getFirst());
        boolean first = line.substring(0, Math.max(at, 0)).chars().allMatch(c -> Character.isWhitespace(c) || "<>*-'\"([:=.#".indexOf(c) >= 0);
        return first ? all.getFirst() : "";
    }

    /// The addresses in angle brackets, also those of one word (`<root@relay>`).
    static List<String> bracketed(String line) {
        List<String> found = new ArrayList<>();
        for (int open = line.indexOf('<'); open >= 0; open = line.indexOf('<', open + 1)) {
            int close = line.indexOf('>', open);
            if (close < 0) {
                break;
            }
            String inner = withoutType(line.substring(open + 1, close).strip());
            if (isBare(inner)) {
                found.add(inner);
                open = close;
            }
        }
        return found;
    }

    /// Is the whole text one address?
    static boolean isBare(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && !isMasked(text.substring(0, at)) && text.length() <= MAX_LOCAL_PART + MAX_DOMAIN
                && (text.startsWith("\"") || text.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == ';' || c == ','));
    }

    /// `ann...@example.org`: web archives show addresses so, and where one of these was written to there is no telling whose it was.
    private static boolean isMasked(String localPart) {
        return localPart.endsWith("...");
    }

    /// `rfc822;ann@example.org`, `SMTP:ann@example.org`, `mailto:ann@example.org` without what stands before the address.
    static String withoutType(String text) {
        int mark = Math.max(text.lastIndexOf(';'), text.lastIndexOf(':'));
        boolean typed = mark >= 0 && mark < text.indexOf('@') && !text.startsWith("\"");
        return typed ? text.substring(mark + 1).strip() : text;
    }

    private static int localPartStart(String line, int at, int from) {
        int least = Math.max(from, at - MAX_LOCAL_PART);
        int start = at;
        if (start > least && line.charAt(start - 1) == '"') {
            int quote = line.lastIndexOf('"', start - 2);
            return quote >= least ? quote : at;
        }
        while (start > least && isLocalPart(line.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isLocalPart(char c) {
        return isWordCharacter(c) || LOCAL_SPECIALS.indexOf(c) >= 0;
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 0xA1 && Character.isLetterOrDigit(c));
    }

    private static int domainEnd(String line, int start) {
        if (start < line.length() && line.charAt(start) == '[') {
            int close = line.indexOf(']', start);
            return close < 0 || close - start > MAX_DOMAIN ? start : close + 1;
        }
        int end = start;
        int most = Math.min(line.length(), start + MAX_DOMAIN);
        while (end < most && (isWordCharacter(line.charAt(end)) || isInner(line, end))) {
            end++;
        }
        return end;
    }

    /// A dot or hyphen belongs to the domain only between its characters: `host...User unknown` ends at the first dot.
    private static boolean isInner(String line, int at) {
        char c = line.charAt(at);
        return (c == '.' || c == '-' || c == '_')
                && at + 1 < line.length()
                && (isWordCharacter(line.charAt(at + 1)) || (c != '.' && line.charAt(at + 1) == '-'));
    }

    private static boolean isDomain(String text) {
        return text.startsWith("[") || (text.indexOf('.') > 0 && !Character.isDigit(text.charAt(text.length() - 1)));
    }

    private static String cleaned(String found) {
        String address = found;
        String lower = address.toLowerCase(Locale.ROOT);
        for (String label : LABELS) {
            if (lower.startsWith(label)) {
                address = address.substring(label.length());
                break;
            }
        }
        int start = 0;
        while (start < address.length() && "'*`=/.|&-".indexOf(address.charAt(start)) >= 0) {
            start++;
        }
        return decoded(address.substring(start));
    }

    /// Exchange wraps the address of another mail system: `IMCEASMTP-ann+40example+2Eorg@gateway.example`.
    private static String decoded(String address) {
        String prefix = "IMCEASMTP-";
        if (!address.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return address;
        }
        String wrapped = address.substring(prefix.length(), address.lastIndexOf('@'));
        var plain = new StringBuilder();
        for (int i = 0; i < wrapped.length(); i++) {
            if (wrapped.charAt(i) == '+' && i + 2 < wrapped.length() && isHex(wrapped.charAt(i + 1)) && isHex(wrapped.charAt(i + 2))) {
                plain.append((char) Integer.parseInt(wrapped, i + 1, i + 3, 16));
                i += 2;
            } else {
                plain.append(wrapped.charAt(i));
            }
        }
        return isBare(plain.toString()) ? plain.toString() : address;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }
}
