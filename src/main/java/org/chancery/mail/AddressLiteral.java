package org.chancery.mail;

import java.util.Locale;

/// `[192.0.2.1]` and `[IPv6:2001:db8::1]` (RFC 5321 section 4.1.3). Other tags are refused: none is registered.
final class AddressLiteral {
    private static final String IPV6 = "[IPv6:";

    private AddressLiteral() {}

    static Parsed<String> read(String text) {
        if (!text.endsWith("]")) {
            return Parsed.malformed(text.length(), "an address literal ends with a square bracket");
        }
        if (text.regionMatches(true, 0, IPV6, 0, IPV6.length())) {
            String address = text.substring(IPV6.length(), text.length() - 1);
            return isIpv6(address)
                    ? Parsed.of(IPV6 + address.toLowerCase(Locale.ROOT) + "]")
                    : Parsed.malformed(IPV6.length(), "not an IPv6 address");
        }
        return isIpv4(text.substring(1, text.length() - 1))
                ? Parsed.of(text)
                : Parsed.malformed(1, "not an IPv4 address");
    }

    private static boolean isIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    /// RFC 4291 section 2.2: eight groups, one run of zeros as `::`, the last two groups also as IPv4.
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        String tail = text.substring(gap + 2);
        int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
        int after = tail.isEmpty() ? 0 : groups(tail, true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /// How many 16-bit groups, or -100 when one of them is none.
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (mayEndInIpv4 && i == groups.length - 1 && isIpv4(groups[i])) {
                count += 2;
            } else if (groups[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else {
                return -100;
            }
        }
        return count;
    }
}
