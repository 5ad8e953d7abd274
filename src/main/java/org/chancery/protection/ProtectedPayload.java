package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// A post as it goes into the encryption, and the header that stays outside (RFC 9788 with its policy hcp_baseline).
///
/// Inside stands what the author wrote, octet for octet, so that his signature still holds; around it, where the list signs, a
/// multipart/mixed with the header fields under protection, and the signature of the list. Outside, Subject reads `[...]` and Comments
/// and Keywords are left out.
///
/// Example: `ProtectedPayload.of(post, Optional.of(signature), random).outerHeader()`.
public record ProtectedPayload(byte[] outerHeader, byte[] entity) {
    /// What readers see in an inbox (RFC 9788 section 3.2.1).
    private static final String OUTER_SUBJECT = "[...]";
    private static final List<String> DROPPED = List.of("comments", "keywords");
    /// Written by each server on the way; nobody's to protect.
    private static final List<String> OF_THE_WAY = List.of(
            "received", "return-path", "dkim-signature", "authentication-results", "arc-seal", "arc-message-signature", "arc-authentication-results");

    public static ProtectedPayload of(Message post, Optional<EntitySigner> signer, SecureRandom random) {
        List<Header> fields = post.headers().all().stream().filter(field -> !isStructural(field)).toList();
        var outer = new ByteArrayOutputStream();
        var outside = new ByteArrayOutputStream();
        for (Header field : fields) {
            Optional<byte[]> written = outside(field);
            written.ifPresent(outer::writeBytes);
            if (written.isPresent() && !isOfTheWay(field)) {
                outside.writeBytes(hpOuter(field));
            }
        }
        byte[] inner = payload(post, fields, outside.toByteArray(), signer.isPresent() || isSigned(post), random);
        return new ProtectedPayload(outer.toByteArray(), signer.map(by -> signed(by, inner, random)).orElse(inner));
    }

    private static boolean isSigned(Message post) {
        return post.root().type().is("multipart", "signed") || post.root().type().subtype().endsWith("pkcs7-mime");
    }

    /// RFC 9788 section 1.3: what describes the body goes with the body.
    private static boolean isStructural(Header field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        return name.startsWith("content-") || name.equals("mime-version");
    }

    private static boolean isOfTheWay(Header field) {
        return OF_THE_WAY.contains(field.name().toLowerCase(Locale.ROOT));
    }

    private static Optional<byte[]> outside(Header field) {
        if (field.isNamed("Subject")) {
            return Optional.of(HeaderField.unstructured("Subject", OUTER_SUBJECT).bytes());
        }
        return DROPPED.contains(field.name().toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of(lines(field));
    }

    private static byte[] lines(Header field) {
        return CanonicalText.crlf(field.bytes());
    }

    private static byte[] hpOuter(Header field) {
        String value = field.name() + ": " + (field.isNamed("Subject") ? OUTER_SUBJECT : field.value());
        boolean ascii = value.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t');
        return (ascii ? HeaderField.structured("HP-Outer", value) : HeaderField.unstructured("HP-Outer", value)).bytes();
    }

    private static byte[] payload(Message post, List<Header> fields, byte[] outside, boolean mustWrap, SecureRandom random) {
        var inner = new ByteArrayOutputStream(post.size() + 4096);
        fields.stream().filter(field -> !isOfTheWay(field)).forEach(field -> inner.writeBytes(lines(field)));
        inner.writeBytes(outside);
        if (!mustWrap) {
            inner.writeBytes(ascii("Content-Type: " + declared(post) + "; hp=\"cipher\"\r\n"));
            inner.writeBytes(describing(post, false));
            inner.writeBytes(ascii("\r\n"));
            inner.writeBytes(CanonicalText.crlf(body(post)));
            return inner.toByteArray();
        }
        String boundary = boundary(random);
        inner.writeBytes(ascii("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"; hp=\"cipher\"\r\n\r\n--" + boundary + "\r\n"));
        inner.writeBytes(describing(post, true));
        inner.writeBytes(ascii("\r\n"));
        inner.writeBytes(CanonicalText.crlf(body(post)));
        inner.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return inner.toByteArray();
    }

    private static String declared(Message post) {
        return post.headers().first("Content-Type").map(Header::value).orElse("text/plain; charset=us-ascii");
    }

    private static byte[] describing(Message post, boolean withType) {
        var fields = new ByteArrayOutputStream();
        post.headers().all().stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).startsWith("content-") && (withType || !field.isNamed("Content-Type")))
                .forEach(field -> fields.writeBytes(lines(field)));
        return fields.toByteArray();
    }

    private static byte[] body(Message post) {
        byte[] all = post.toByteArray();
        return java.util.Arrays.copyOfRange(all, post.bodyStart(), all.length);
    }

    /// RFC 1847 section 2.1.
    private static byte[] signed(EntitySigner by, byte[] inner, SecureRandom random) {
        String boundary = boundary(random);
        var all = new ByteArrayOutputStream(inner.length + 1024);
        all.writeBytes(ascii("Content-Type: multipart/signed; micalg=\"" + by.micalg() + "\"; protocol=\"" + by.protocol() + "\";\r\n boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n"));
        all.writeBytes(inner);
        all.writeBytes(ascii("\r\n--" + boundary + "\r\n"));
        all.writeBytes(by.signaturePart(inner));
        all.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return all.toByteArray();
    }

    static String boundary(SecureRandom random) {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return "=_" + HexFormat.of().formatHex(octets);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
