package org.chancery.protection.smime;

import java.util.Arrays;
import java.util.HexFormat;

/// What a CMS structure is by its content type (RFC 5652 section 3); smime-type in the header is a hint that anybody can change.
enum CmsType {
    SIGNED,
    ENVELOPED,
    AUTH_ENVELOPED,
    OTHER;

    private static final int SEQUENCE = 0x30;
    private static final int OBJECT_IDENTIFIER = 0x06;

    /// Reads the first few octets only.
    static CmsType of(byte[] octets) {
        int at = 1;
        if (octets.length < 4 || octets[0] != SEQUENCE) {
            return OTHER;
        }
        int length = octets[at++] & 0xFF;
        at += length > 0x80 ? length - 0x80 : 0;
        if (at + 2 > octets.length || octets[at] != OBJECT_IDENTIFIER || at + 2 + octets[at + 1] > octets.length || octets[at + 1] < 0) {
            return OTHER;
        }
        return switch (HexFormat.of().formatHex(Arrays.copyOfRange(octets, at + 2, at + 2 + octets[at + 1]))) {
            case "2a864886f70d010702" -> SIGNED;
            case "2a864886f70d010703" -> ENVELOPED;
            case "2a864886f70d0109100117" -> AUTH_ENVELOPED;
            default -> OTHER;
        };
    }
}
