package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.chancery.protection.CanonicalText;
import org.chancery.protection.MultipartSigned;
import org.chancery.protection.Unwrapped;

/// How a text that was signed in one pass and encrypted to the list (RFC 3156 section 6.2) goes on to the members.
///
/// The hash of a signature of version 4 or 6 covers the text and nothing else of the literal packet, so the same signature holds as
/// multipart/signed over the same octets; those of a multipart/signed have to be lines that end with CRLF. A text that has other line
/// ends can go that way only when it was signed as a text (type 0x01), where they do not count. Version 5, which is not in RFC 9580, hashes
/// the name in the literal packet too.
final class AuthorForm {
    private AuthorForm() {}

    /// `packets` are those that were decrypted, `content` what was read in them.
    static Unwrapped.Form of(byte[] packets, MessageReader.Content content) {
        if (content.signatures().isEmpty()) {
            return new Unwrapped.Form.AsIs();
        }
        return convertible(content)
                .<Unwrapped.Form>map(signatures -> new Unwrapped.Form.Nested(nested(content, signatures)))
                .orElseGet(() -> new Unwrapped.Form.Packets(packets));
    }

    private static Optional<List<PGPSignature>> convertible(MessageReader.Content content) {
        boolean isCanonical = CanonicalText.isCanonical(content.data());
        boolean isText = CanonicalText.hasNoLoneCr(content.data());
        List<PGPSignature> signatures = new ArrayList<>();
        for (byte[] packet : content.signatures()) {
            Optional<PGPSignature> signature = read(packet).filter(one -> isCanonical || (isText && one.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT));
            if (signature.isEmpty()) {
                return Optional.empty();
            }
            signatures.add(signature.get());
        }
        return Optional.of(signatures);
    }

    private static Optional<PGPSignature> read(byte[] packet) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
            boolean isDocument = signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT || signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT;
            return Optional.of(signature).filter(one -> isDocument && one.getVersion() != 5);
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return Optional.empty(); // what we cannot read we do not rewrite
        }
    }

    private static byte[] nested(MessageReader.Content content, List<PGPSignature> signatures) {
        String micalg = "pgp-" + Algorithms.hash(signatures.getFirst().getHashAlgorithm()).toLowerCase(Locale.ROOT).replace(' ', '-');
        byte[] part = OpenPgpSigner.part(new String(Armor.write("PGP SIGNATURE", Packets.joined(content.signatures())), StandardCharsets.US_ASCII));
        return MultipartSigned.of("application/pgp-signature", micalg, CanonicalText.crlf(content.data()), part);
    }
}
