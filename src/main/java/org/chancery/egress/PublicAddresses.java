package org.chancery.egress;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Which addresses belong to the public Internet (IANA special-purpose registries, RFC 6890): everything else may be a machine that trusts
/// us because of where we stand.
///
/// Example: `PublicAddresses.has(InetAddress.ofLiteral("169.254.169.254"))` is false.
final class PublicAddresses {
    private PublicAddresses() {}

    static boolean has(InetAddress address) {
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(octets) : isPublic6(octets);
    }

    private static boolean isPublic4(byte[] octets) {
        int a = octets[0] & 0xFF;
        int b = octets[1] & 0xFF;
        int c = octets[2] & 0xFF;
        return switch (a) {
            case 0, 10, 127 -> false;
            case 100 -> (b & 0xC0) != 64; // shared by customers of one provider, RFC 6598
            case 169 -> b != 254; // link-local, and where clouds keep their secrets
            case 172 -> (b & 0xF0) != 16;
            case 192 -> b != 168 && !(b == 0 && (c == 0 || c == 2)) && !(b == 88 && c == 99);
            case 198 -> (b & 0xFE) != 18 && !(b == 51 && c == 100);
            case 203 -> !(b == 0 && c == 113);
            default -> a < 224; // multicast and what nobody has
        };
    }

    /// Global unicast (RFC 4291), without the ranges that carry other addresses inside or are for documents.
    private static boolean isPublic6(byte[] octets) {
        int first = (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
        int second = (octets[2] & 0xFF) << 8 | (octets[3] & 0xFF);
        boolean isSpecial = first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xDB8)) || (first == 0x3FFF && second < 0x1000);
        return (first & 0xE000) == 0x2000 && !isSpecial;
    }
}
