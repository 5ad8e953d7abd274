package org.chancery.protection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.chancery.mail.HeaderField;

/// Writes multipart/signed (RFC 1847 section 2.1). Its boundary comes from a hash over both parts, so the same parts give the same octets,
/// and nobody can write a part that has the boundary in it.
public final class MultipartSigned {
    private MultipartSigned() {}

    /// `signaturePart` begins with its header and ends with a line end.
    public static byte[] of(String protocol, String micalg, byte[] entity, byte[] signaturePart) {
        String boundary = boundary(entity, signaturePart);
        byte[] header = HeaderField.structured("Content-Type",
                "multipart/signed; micalg=\"" + micalg + "\"; protocol=\"" + protocol + "\"; boundary=\"" + boundary + "\"").bytes();
        return Octets.joined(header, ascii("\r\n--" + boundary + "\r\n"), entity, ascii("\r\n--" + boundary + "\r\n"), signaturePart, ascii("\r\n--" + boundary + "--\r\n"));
    }

    private static String boundary(byte[] entity, byte[] signaturePart) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(entity);
            hash.update(signaturePart);
            return "=_" + HexFormat.of().formatHex(Arrays.copyOf(hash.digest(), 16));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is in every JDK", impossible);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
