package org.chancery.authentication.spf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Macros with an upper-case letter stand in URLs: all but the unreserved characters of RFC 3986 section 2.3 is escaped
/// (RFC 7208 section 7.3).
final class UrlEscape {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlEscape() {}

    static String of(String text) {
        var escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved((char) (octet & 0xff))) {
                escaped.append((char) octet);
            } else {
                escaped.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return escaped.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }
}
