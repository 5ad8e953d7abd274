package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Secret;

/// OpenPGP without any mail: whole messages, detached and inline signatures, for the stateless command line and for suites that drive it.
/// The same readers and the same policy as on the mail line, without its rules about authors and age.
public final class OpenPgpMessages {
    private static final Set<Integer> DOCUMENTS = Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);
    private static final Set<Integer> TEXTS = Set.of(PGPSignature.CANONICAL_TEXT_DOCUMENT);

    private OpenPgpMessages() {}

    /// Whose signatures are looked for, and when they may have been made; both ends included.
    public record Wanted(List<OpenPgpCertificate> signers, Instant notBefore, Instant notAfter, Instant now) {
        public Wanted {
            signers = List.copyOf(signers);
        }
    }

    /// `sessionKey` in the form of the stateless interface: number of the cipher, colon, hexadecimal; empty for what was not encrypted.
    /// `data` is what the signatures cover.
    public record Read(byte[] data, List<Verified> verified, List<byte[]> signatures, Optional<Secret> sessionKey, boolean isClearSigned) {

        /// As it stood there: in the cleartext framework the last line end is before the signature and not covered by it (RFC 9580 section 7.1).
        public byte[] text() {
            byte[] text = Arrays.copyOf(data, data.length + (isClearSigned ? 1 : 0));
            if (isClearSigned) {
                text[data.length] = '\n';
            }
            return text;
        }
    }

    /// Means to open a message with.
    public record Openers(List<OpenPgpKey> keys, List<Secret> passphrases, List<Secret> sessionKeys) {}

    public static boolean isEncrypted(byte[] octets) {
        return Decryption.isEncrypted(MessageReader.significant(octets));
    }

    /// May one of these keys open it?
    public static boolean mayBeFor(byte[] octets, List<OpenPgpKey> keys) {
        return Decryption.mayBeFor(MessageReader.significant(octets), keys);
    }

    /// Empty for whatever reason it cannot be opened.
    public static Optional<Read> decrypt(byte[] octets, Openers openers, Wanted wanted) {
        List<Packets.Packet> packets = MessageReader.significant(octets);
        if (!Decryption.isEncrypted(packets)) {
            return Optional.empty();
        }
        return opened(octets, packets, openers).flatMap(opened -> MessageReader.read(opened.packets())
                .map(content -> new Read(content.data(), verified(content.signatures(), content.data(), DOCUMENTS, wanted), content.signatures(), Optional.of(text(opened.sessionKey())), false)));
    }

    private static Optional<Decryption.Outcome.Opened> opened(byte[] octets, List<Packets.Packet> packets, Openers openers) {
        for (Secret sessionKey : openers.sessionKeys()) {
            Optional<PGPSessionKey> key = sessionKey(sessionKey);
            if (key.isPresent() && Decryption.withSessionKey(octets, packets.getLast(), key.get(), "") instanceof Decryption.Outcome.Opened opened) {
                return Optional.of(opened);
            }
        }
        for (Secret passphrase : openers.passphrases()) {
            Optional<Decryption.Outcome.Opened> opened = PassphraseDecryption.open(octets, packets, passphrase);
            if (opened.isPresent()) {
                return opened;
            }
        }
        return Decryption.open(octets, packets, openers.keys()) instanceof Decryption.Outcome.Opened opened ? Optional.of(opened) : Optional.empty();
    }

    private static Secret text(PGPSessionKey key) {
        return Secret.of(key.getAlgorithm() + ":" + HexFormat.of().withUpperCase().formatHex(key.getKey()));
    }

    private static Optional<PGPSessionKey> sessionKey(Secret text) {
        try {
            String[] halves = text.revealText().strip().split(":", 2);
            return Optional.of(new PGPSessionKey(Integer.parseInt(halves[0]), HexFormat.of().parseHex(halves[1])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notASessionKey) {
            return Optional.empty();
        }
    }

    /// An inline signed message: packets, or the cleartext framework. Empty when it is neither.
    public static Optional<Read> inline(byte[] data, Wanted wanted) {
        Optional<ClearSigned> clear = ClearSigned.whole(new String(data, StandardCharsets.ISO_8859_1));
        if (clear.isPresent()) {
            List<byte[]> packets = ClearSigned.packets(clear.get().signature());
            byte[] text = new String(clear.get().document(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
            return Optional.of(new Read(text, verified(packets, clear.get().document(), TEXTS, wanted), packets, Optional.empty(), true));
        }
        return Armor.octets(data).filter(blocks -> blocks.size() == 1).map(List::getFirst)
                .filter(octets -> !isEncrypted(octets))
                .flatMap(MessageReader::read)
                .map(content -> new Read(content.data(), verified(content.signatures(), content.data(), DOCUMENTS, wanted), content.signatures(), Optional.empty(), false));
    }

    /// Detached signatures, armoured or binary; empty when they are no signatures.
    public static Optional<List<Verified>> detached(byte[] signatures, byte[] document, Wanted wanted) {
        List<byte[]> packets = Armor.octets(signatures).orElse(List.of()).stream().flatMap(block -> ClearSigned.packets(block).stream()).toList();
        return packets.isEmpty() ? Optional.empty() : Optional.of(verified(packets, document, DOCUMENTS, wanted));
    }

    private static List<Verified> verified(List<byte[]> packets, byte[] document, Set<Integer> types, Wanted wanted) {
        OpenPgpKeyring keyring = new OpenPgpKeyring(wanted.signers(), List.of());
        List<Verified> verified = new ArrayList<>();
        for (byte[] packet : packets.subList(0, Math.min(packets.size(), org.chancery.protection.ProtectionLimits.SIGNATURES))) {
            try {
                PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(packet)));
                if (types.contains(signature.getSignatureType())) {
                    one(keyring, signature, document, wanted).ifPresent(verified::add);
                }
            } catch (PGPException | IOException | RuntimeException unreadable) {
                continue; // a signature of a kind that we cannot read proves nothing; others beside it may
            }
        }
        return verified;
    }

    private static Optional<Verified> one(OpenPgpKeyring keyring, PGPSignature signature, byte[] document, Wanted wanted) {
        Instant made = signature.getCreationTime().toInstant();
        boolean inTime = !made.isBefore(wanted.notBefore()) && !made.isAfter(wanted.notAfter()) && !OpenPgpCertificate.isOver(signature, wanted.now());
        if (!inTime || SignatureVerifier.holdsUnknownCritical(signature)) {
            return Optional.empty();
        }
        return new SignatureVerifier(keyring).candidates(signature).stream()
                .filter(by -> SignatureVerifier.holds(signature, by.key(), document))
                .filter(by -> by.certificate().signing(by.key(), made, made) == OpenPgpCertificate.Standing.GOOD && !SignatureVerifier.isWeak(by, signature))
                .map(by -> new Verified(made, OpenPgpCertificate.hex(by.key().getFingerprint()), by.certificate().fingerprint(),
                        signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT))
                .findFirst();
    }

    /// Thrown when a certificate has no key that may be encrypted to.
    public static final class CannotEncrypt extends Exception {
        private static final long serialVersionUID = 1L;

        CannotEncrypt(String why) {
            super(why);
        }
    }

    /// `packets`: a literal or a signed message ([OpenPgpSigner]). SEIPD version 2 when all readers say that they read it.
    public static byte[] encrypt(byte[] packets, List<OpenPgpCertificate> readers, List<Secret> passphrases, Instant now, SecureRandom random) throws CannotEncrypt {
        List<PGPPublicKey> keys = new ArrayList<>();
        for (OpenPgpCertificate reader : readers) {
            List<PGPPublicKey> able = reader.encryptionComponents(now);
            if (able.isEmpty()) {
                throw new CannotEncrypt("nothing can be encrypted to " + reader.fingerprint());
            }
            keys.addAll(able);
        }
        boolean isVersion2 = passphrases.isEmpty() && readers.stream().allMatch(reader -> reader.readsSeipd2(now));
        return OpenPgpEncryption.of(packets, isVersion2, random).message(keys, passphrases);
    }

    /// The label for armour around these packets.
    public static Optional<String> label(byte[] octets) {
        return Packets.read(octets, 200_000) instanceof Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets) && !packets.isEmpty()
                ? Optional.of(switch (packets.getFirst().tag()) {
                    case Packets.PUBLIC_KEY -> "PGP PUBLIC KEY BLOCK";
                    case Packets.SECRET_KEY -> "PGP PRIVATE KEY BLOCK";
                    case Packets.SIGNATURE -> packets.stream().allMatch(packet -> packet.tag() == Packets.SIGNATURE) ? "PGP SIGNATURE" : "PGP MESSAGE";
                    default -> "PGP MESSAGE";
                })
                : Optional.empty();
    }
}
