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

/// A post as it goes into the encryption or under the signature of the list, and the header that stays outside (RFC 9788).
///
/// Inside stands what the author wrote, octet for octet, so that his signature still holds; around it, where somebody signs or the list has something to
/// say ([Framing]), a multipart/mixed with the header fields under protection, and the signature of the list. What
/// stands outside an encryption, [OuterHeader] says. `protected-headers="v1"` says the same to Thunderbird and others from before RFC 9788.
///
/// Example: `ProtectedPayload.clear(post, signer, Framing.NONE, random).outerHeader()`.
public record ProtectedPayload(byte[] outerHeader, byte[] entity) {
    private static final byte[] LINE_END = {'\r', '\n'};

    /// `framing` stands inside only.
    static ProtectedPayload encrypted(Message post, OuterHeader outer, Optional<EntitySigner> signer, Framing framing, SecureRandom random) {
        boolean mustWrap = signer.isPresent() || framing.hasText() || HeaderProtection.isSigned(post.root());
        byte[] inner = payload(post, "cipher", framing, outer.marks(), mustWrap, random);
        return new ProtectedPayload(outer.octets(), signer.map(by -> signed(by, inner)).orElse(inner));
    }

    /// Signed by the list and readable by everybody: the header stands outside as well.
    public static ProtectedPayload clear(Message post, EntitySigner signer, Framing framing, SecureRandom random) {
        var outer = new ByteArrayOutputStream();
        fields(post).stream().filter(field -> !HeaderProtection.isOurs(field)).forEach(field -> outer.writeBytes(lines(field)));
        return new ProtectedPayload(outer.toByteArray(), signed(signer, payload(post, "clear", framing, new byte[0], true, random)));
    }

    static List<Header> fields(Message post) {
        return post.headers().all().stream().filter(field -> !HeaderProtection.isStructural(field)).toList();
    }

    static byte[] lines(Header field) {
        byte[] octets = CanonicalText.crlf(field.bytes());
        return octets[octets.length - 1] == '\n' ? octets : Octets.joined(octets, LINE_END);
    }

    private static byte[] payload(Message post, String word, Framing framing, byte[] marks, boolean mustWrap, SecureRandom random) {
        var header = new ByteArrayOutputStream();
        fields(post).stream().filter(field -> !HeaderProtection.isOfTheWay(field) && !HeaderProtection.isOurs(field)).forEach(field -> header.writeBytes(lines(field)));
        framing.author().ifPresent(field -> header.writeBytes(field.bytes()));
        header.writeBytes(marks);
        String hp = "; hp=\"" + word + "\"; protected-headers=\"v1\"";
        byte[] body = CanonicalText.crlf(post.body());
        if (!mustWrap) {
            String shown = HeaderProtection.isLegacyDisplay(post.root()) ? "; hp-legacy-display=\"1\"" : "";
            header.writeBytes(HeaderProtection.copied("Content-Type", HeaderProtection.plainType(post.root()) + hp + shown).bytes());
            return Octets.joined(header.toByteArray(), describing(post, false), LINE_END, body);
        }
        String boundary = boundary(random);
        header.writeBytes(HeaderField.structured("Content-Type", "multipart/mixed; boundary=\"" + boundary + "\"" + hp).bytes());
        byte[] delimiter = ascii("\r\n--" + boundary + "\r\n");
        return Octets.joined(header.toByteArray(), Framing.part(delimiter, framing.above()), delimiter, describing(post, true), LINE_END, body,
                Framing.part(delimiter, framing.below()), ascii("\r\n--" + boundary + "--\r\n"));
    }

    private static byte[] describing(Message post, boolean withType) {
        var fields = new ByteArrayOutputStream();
        post.headers().all().stream()
                .filter(field -> field.describesContent() && (withType || !field.isNamed("Content-Type")))
                .forEach(field -> fields.writeBytes(lines(field)));
        return fields.toByteArray();
    }

    private static byte[] signed(EntitySigner by, byte[] inner) {
        return MultipartSigned.of(by.protocol(), by.micalg(), inner, by.signaturePart(inner));
    }

    static String boundary(SecureRandom random) {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return "=_" + HexFormat.of().formatHex(octets);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
