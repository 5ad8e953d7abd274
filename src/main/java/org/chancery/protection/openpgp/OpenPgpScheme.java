package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.chancery.mail.Part;
import org.chancery.protection.CanonicalText;
import org.chancery.protection.Circumstances;
import org.chancery.protection.Encryption;
import org.chancery.protection.Scheme;
import org.chancery.protection.Shape;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.Technology;
import org.chancery.protection.Unwrapped;
import org.chancery.secrets.Secret;

/// PGP/MIME (RFC 3156) and OpenPGP inside a text, with the keys of one list.
///
/// Example: `new Opener(List.of(new OpenPgpScheme(keyring)))`.
public final class OpenPgpScheme implements Scheme {
    private static final Set<Integer> DOCUMENTS = Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);
    private static final Set<Integer> TEXTS = Set.of(PGPSignature.CANONICAL_TEXT_DOCUMENT);
    private static final String MESSAGE = "PGP MESSAGE";

    private final OpenPgpKeyring keyring;
    private final SignatureVerifier verifier;

    public OpenPgpScheme(OpenPgpKeyring keyring) {
        this.keyring = keyring;
        this.verifier = new SignatureVerifier(keyring);
    }

    @Override
    public Technology technology() {
        return Technology.OPENPGP;
    }

    @Override
    public Shape recognise(Part entity) {
        List<Part> parts = entity.parts();
        if (entity.type().is("multipart", "encrypted")) {
            return encrypted(entity, parts);
        }
        if (entity.type().is("multipart", "signed")) {
            return signed(entity, parts);
        }
        if (isMangledByExchange(entity, parts)) {
            return enclosed(parts.get(2), false);
        }
        if (entity.type().is("application", "pgp-encrypted")) {
            return new Shape.Fragment(true);
        }
        return parts.isEmpty() && !entity.type().isMessage() ? leaf(entity) : new Shape.Plain();
    }

    /// RFC 3156 section 4: exactly two parts.
    private Shape encrypted(Part entity, List<Part> parts) {
        boolean named = isProtocol(entity, "application/pgp-encrypted") || parts.stream().anyMatch(part -> part.type().is("application", "pgp-encrypted"));
        if (!named) {
            return new Shape.Plain();
        }
        boolean exact = parts.size() == 2 && parts.getFirst().type().is("application", "pgp-encrypted") && parts.getLast().parts().isEmpty();
        return exact ? enclosed(parts.getLast(), false) : new Shape.Fragment(true);
    }

    /// RFC 3156 section 5.
    private Shape signed(Part entity, List<Part> parts) {
        boolean named = isProtocol(entity, "application/pgp-signature") || parts.stream().anyMatch(part -> part.type().is("application", "pgp-signature"));
        if (!named) {
            return new Shape.Plain();
        }
        boolean exact = parts.size() == 2 && parts.getLast().type().is("application", "pgp-signature");
        return exact ? new Shape.Detached(this, parts.getFirst(), parts.getLast().decodedOctets()) : new Shape.Fragment(false);
    }

    private static boolean isProtocol(Part entity, String protocol) {
        return entity.type().parameter("protocol").filter(protocol::equalsIgnoreCase).isPresent();
    }

    /// Exchange and Outlook write multipart/mixed over it and put an empty text first.
    private static boolean isMangledByExchange(Part entity, List<Part> parts) {
        return entity.type().is("multipart", "mixed")
                && parts.size() == 3
                && parts.getFirst().type().isText() && new String(parts.getFirst().decodedOctets(), StandardCharsets.ISO_8859_1).isBlank()
                && parts.get(1).type().is("application", "pgp-encrypted")
                && parts.get(2).type().is("application", "octet-stream");
    }

    private Shape leaf(Part entity) {
        if (!entity.type().isText() && !entity.type().type().equals("application")) {
            return new Shape.Plain();
        }
        String text = new String(entity.decodedOctets(), StandardCharsets.ISO_8859_1);
        boolean encrypted = text.contains(Armor.beginning(MESSAGE));
        boolean signed = ClearSigned.isIn(text);
        if (!encrypted && !signed) {
            return new Shape.Plain();
        }
        return entity.type().is("text", "plain") ? inline(text, encrypted) : new Shape.Fragment(encrypted);
    }

    private Shape inline(String text, boolean holdsMessage) {
        Optional<Armor.Block> block = Armor.whole(text).filter(whole -> whole.label().equals(MESSAGE));
        if (block.isPresent()) {
            return new Shape.Enclosed(this, block.get().octets(), isEncrypted(block.get().octets()), true);
        }
        return ClearSigned.whole(text).isPresent()
                ? new Shape.Enclosed(this, text.getBytes(StandardCharsets.ISO_8859_1), false, true)
                : new Shape.Fragment(holdsMessage);
    }

    private Shape enclosed(Part blob, boolean isInline) {
        byte[] octets = blob.decodedOctets();
        byte[] packets = Armor.octets(octets).filter(blocks -> blocks.size() == 1).map(List::getFirst).orElse(new byte[0]);
        return new Shape.Enclosed(this, packets, true, isInline);
    }

    private static boolean isEncrypted(byte[] octets) {
        List<Packets.Packet> packets = MessageReader.significant(octets);
        return packets.isEmpty() || Decryption.isEncrypted(packets);
    }

    @Override
    public Unwrapped unwrap(Shape.Enclosed enclosed, Circumstances circumstances) {
        if (enclosed.isInline() && !enclosed.isEncrypted()) {
            Optional<ClearSigned> clear = ClearSigned.whole(new String(enclosed.octets(), StandardCharsets.ISO_8859_1));
            if (clear.isPresent()) {
                byte[] document = clear.get().document();
                return new Unwrapped.Signed(document, verifier.findings(ClearSigned.packets(clear.get().signature()), document, TEXTS, circumstances));
            }
        }
        List<Packets.Packet> packets = MessageReader.significant(enclosed.octets());
        if (!packets.isEmpty() && !Decryption.isEncrypted(packets)) {
            return MessageReader.read(enclosed.octets()).<Unwrapped>map(content -> signedOnly(content, circumstances))
                    .orElseGet(() -> enclosed.isEncrypted() ? new Unwrapped.Closed(Encryption.BROKEN) : new Unwrapped.Neither());
        }
        return packets.isEmpty() ? new Unwrapped.Closed(Encryption.BROKEN) : opened(Decryption.open(enclosed.octets(), packets, keyring.keys()), circumstances);
    }

    private Unwrapped signedOnly(MessageReader.Content content, Circumstances circumstances) {
        List<SignatureFinding> findings = content.signatures().isEmpty() ? List.of() : verifier.findings(content.signatures(), content.data(), DOCUMENTS, circumstances);
        return new Unwrapped.Signed(content.data(), findings);
    }

    private Unwrapped opened(Decryption.Outcome outcome, Circumstances circumstances) {
        return switch (outcome) {
            case Decryption.Outcome.Closed(Encryption why) -> new Unwrapped.Closed(why);
            case Decryption.Outcome.Opened(byte[] packets, String certificate, PGPSessionKey _, Secret contentKey) -> MessageReader.read(packets)
                    .<Unwrapped>map(content -> decrypted(content, certificate, contentKey, AuthorForm.of(packets, content), circumstances))
                    .orElseGet(() -> new Unwrapped.Closed(Encryption.BROKEN));
        };
    }

    private Unwrapped decrypted(MessageReader.Content content, String certificate, Secret contentKey, Unwrapped.Form form, Circumstances circumstances) {
        List<String> openedWith = new ArrayList<>(circumstances.openedWith());
        openedWith.add(certificate);
        List<SignatureFinding> findings = content.signatures().isEmpty()
                ? List.of()
                : verifier.findings(content.signatures(), content.data(), DOCUMENTS, circumstances.openedWith(openedWith));
        return new Unwrapped.Decrypted(content.data(), findings, false, certificate, contentKey, form);
    }

    @Override
    public List<SignatureFinding> verify(Shape.Detached detached, Circumstances circumstances) {
        List<byte[]> packets = Armor.octets(detached.signature()).filter(blocks -> blocks.size() == 1)
                .map(List::getFirst).map(ClearSigned::packets).orElse(List.of());
        return verifier.findings(packets, CanonicalText.crlf(detached.content().toByteArray()), DOCUMENTS, circumstances);
    }
}
