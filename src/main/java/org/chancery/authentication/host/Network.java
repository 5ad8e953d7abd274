package org.chancery.authentication.host;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The addresses that share their first `prefix` bits with one (RFC 7208 section 5.6). Families do not mix: an IPv4 address in
/// the clothes of IPv6 is an IPv4 address. `prefix` is 0 to 32, or 0 to 128.
///
/// Example: `Network.parse("192.0.2.0/24")` contains 192.0.2.200.
public record Network(InetAddress address, int prefix) {

    private static final String OCTET = "(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";

    private static final Pattern FOUR =
            Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})(?:/(0|[1-9]|[12][0-9]|3[0-2]))?");

    private static final Pattern SIX = Pattern.compile(
            "([0-9A-Fa-f:]*:(?:[0-9A-Fa-f]{0,4}|" + OCTET + "(?:\\." + OCTET + "){3}))(?:/(0|[1-9][0-9]?|1[01][0-9]|12[0-8]))?");

    /// `ip4-network` with or without a length, such as `192.0.2.0/24`. Empty for anything else.
    public static Optional<Network> parseFour(String text) {
        return parse(FOUR, text, 32);
    }

    /// `ip6-network` (RFC 4291 section 2.2) with or without a length, such as `2001:db8::/32`.
    public static Optional<Network> parseSix(String text) {
        return parse(SIX, text, 128);
    }

    /// Of either family.
    public static Optional<Network> parse(String text) {
        return parseFour(text).or(() -> parseSix(text));
    }

    private static Optional<Network> parse(Pattern form, String text, int max) {
        Matcher parts = form.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int prefix = parts.group(2) == null ? max : Integer.parseInt(parts.group(2));
        try {
            return Optional.of(new Network(InetAddress.ofLiteral(parts.group(1)), prefix));
        } catch (IllegalArgumentException tooManyGroups) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress other) {
        byte[] one = address.getAddress();
        byte[] two = other.getAddress();
        if (one.length != two.length) {
            return false;
        }
        // The JDK turns an IPv4-mapped address into IPv4, so a prefix for IPv6 can be longer than the address.
        int bits = Math.min(prefix, one.length * 8);
        for (int i = 0; i < bits / 8; i++) {
            if (one[i] != two[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((one[bits / 8] ^ two[bits / 8]) & 0xff) >> (8 - rest) == 0;
    }
}
