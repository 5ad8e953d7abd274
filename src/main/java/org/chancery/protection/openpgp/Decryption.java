package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.SessionKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.jcajce.JceSessionKeyDataDecryptorFactoryBuilder;
import org.chancery.protection.AlgorithmPolicy;
import org.chancery.protection.Encryption;
import org.chancery.protection.ProtectionLimits;
import org.chancery.secrets.Secret;

/// Opens an encrypted message with the keys of a list (RFC 9580 sections 5.1, 5.13 and 10.3).
///
/// Nothing is handed out before MDC or AEAD tag was checked to the end. What has neither is never decrypted, nor is what was made for a
/// passphrase. All failures end in one of three words, without a reason.
final class Decryption {
    /// Version, algorithms, salt and more; a length that one octet can say.
    private static final int BEGINNING = 64;
    private static final int SALT_AT = 4;
    private static final int SALT = 32;

    private Decryption() {}

    sealed interface Outcome {
        /// The packets that were inside. `certificate` is that of the key that opened them, `contentKey` what they were encrypted with: the session key, and in
        /// SEIPD version 2 the salt, for those who have a session key may use it again with another (RFC 9580 section 13.8).
        record Opened(byte[] packets, String certificate, PGPSessionKey sessionKey, Secret contentKey) implements Outcome {}

        record Closed(Encryption why) implements Outcome {}
    }

    static final Outcome BROKEN = new Outcome.Closed(Encryption.BROKEN);

    static boolean isEncrypted(List<Packets.Packet> packets) {
        return !packets.isEmpty() && switch (packets.getFirst().tag()) {
            case Packets.PUBLIC_KEY_SESSION_KEY, Packets.SYMMETRIC_KEY_SESSION_KEY, Packets.ENCRYPTED_WITHOUT_INTEGRITY,
                    Packets.ENCRYPTED_WITH_INTEGRITY, Packets.ENCRYPTED_OCB -> true;
            default -> false;
        };
    }

    static Outcome open(byte[] octets, List<Packets.Packet> packets, List<OpenPgpKey> keys) {
        Packets.Packet body = packets.getLast();
        List<Packets.Packet> before = packets.subList(0, packets.size() - 1);
        if (body.tag() == Packets.ENCRYPTED_WITHOUT_INTEGRITY) {
            return new Outcome.Closed(Encryption.WEAK);
        }
        boolean wellFormed = (body.tag() == Packets.ENCRYPTED_WITH_INTEGRITY || body.tag() == Packets.ENCRYPTED_OCB)
                && before.stream().allMatch(packet -> packet.tag() == Packets.PUBLIC_KEY_SESSION_KEY || packet.tag() == Packets.SYMMETRIC_KEY_SESSION_KEY);
        List<Packets.Packet> forKeys = before.stream().filter(packet -> packet.tag() == Packets.PUBLIC_KEY_SESSION_KEY).toList();
        if (!wellFormed || forKeys.isEmpty()) {
            return BROKEN;
        }
        return tried(octets, body, forKeys, keys);
    }

    private static Outcome tried(byte[] octets, Packets.Packet body, List<Packets.Packet> forKeys, List<OpenPgpKey> keys) {
        List<Attempt> attempts = new ArrayList<>();
        forKeys.forEach(packet -> attempts.addAll(named(packet, keys)));
        boolean isNamed = !attempts.isEmpty();
        forKeys.forEach(packet -> attempts.addAll(anonymous(packet, keys)));
        for (Attempt attempt : attempts.subList(0, Math.min(attempts.size(), ProtectionLimits.WILDCARD_TRIES))) {
            Optional<Outcome> outcome = attempt.on(octets, body);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return isNamed ? asLongAsAnyOther(octets, body) : new Outcome.Closed(Encryption.OTHER);
    }

    /// A session key that could not be unwrapped is as good as a wrong one, and takes as long: whoever could tell the two apart by the time
    /// of the answer could ask about the padding of RSA again and again (Bleichenbacher).
    private static Outcome asLongAsAnyOther(byte[] octets, Packets.Packet body) {
        withSessionKey(octets, body, new PGPSessionKey(SymmetricKeyAlgorithmTags.AES_256, new byte[32]), "");
        return BROKEN;
    }

    /// May one of these keys open it? A message that hides its readers may be for anybody.
    static boolean mayBeFor(List<Packets.Packet> packets, List<OpenPgpKey> keys) {
        return packets.stream().filter(packet -> packet.tag() == Packets.PUBLIC_KEY_SESSION_KEY).anyMatch(packet -> !named(packet, keys).isEmpty() || !anonymous(packet, keys).isEmpty());
    }

    private static List<Attempt> named(Packets.Packet packet, List<OpenPgpKey> keys) {
        return recipient(packet.body()).filter(identifier -> !identifier.isWildcard()).stream()
                .flatMap(identifier -> keys.stream().flatMap(key -> key.secretKey(identifier).map(secret -> new Attempt(packet, key, secret)).stream()))
                .toList();
    }

    /// Only keys of the same algorithm can be meant.
    private static List<Attempt> anonymous(Packets.Packet packet, List<OpenPgpKey> keys) {
        if (recipient(packet.body()).filter(KeyIdentifier::isWildcard).isEmpty()) {
            return List.of();
        }
        return keys.stream().flatMap(key -> key.decryptionKeys().stream().map(secret -> new Attempt(packet, key, secret))).toList();
    }

    /// RFC 9580 section 5.1: version 3 names a key id, version 6 a fingerprint or nothing.
    private static Optional<KeyIdentifier> recipient(byte[] body) {
        if (body.length > 9 && body[0] == 3) {
            return Optional.of(new KeyIdentifier(java.nio.ByteBuffer.wrap(body, 1, 8).getLong()));
        }
        if (body.length > 2 && body[0] == 6) {
            int length = body[1] & 0xFF;
            if (length == 0) {
                return Optional.of(new KeyIdentifier(0L));
            }
            return body.length > 2 + length && (length == 21 || length == 33)
                    ? Optional.of(new KeyIdentifier(Arrays.copyOfRange(body, 3, 2 + length)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /// `certificate` is told of the key that gave the session key.
    static Outcome withSessionKey(byte[] octets, Packets.Packet body, PGPSessionKey sessionKey, String certificate) {
        if (body.tag() == Packets.ENCRYPTED_WITHOUT_INTEGRITY || !AlgorithmPolicy.isGoodCipher(Algorithms.cipher(sessionKey.getAlgorithm()))) {
            return new Outcome.Closed(Encryption.WEAK);
        }
        try {
            var data = new PGPEncryptedDataList(new BCPGInputStream(new ByteArrayInputStream(octets, body.start(), body.end() - body.start()))).extractSessionKeyEncryptedData();
            // The JDK has CFB in hardware, OCB not at all.
            boolean isAead = body.tag() == Packets.ENCRYPTED_OCB || body.version() != 1;
            SessionKeyDataDecryptorFactory cipher = isAead
                    ? new BcSessionKeyDataDecryptorFactory(sessionKey)
                    : new JceSessionKeyDataDecryptorFactoryBuilder().build(sessionKey);
            byte[] inside;
            try (InputStream in = data.getDataStream(cipher)) {
                inside = in.readAllBytes();
            }
            boolean whole = isAead || (data.isIntegrityProtected() && data.verify());
            return whole ? new Outcome.Opened(inside, certificate, sessionKey, contentKey(body, sessionKey)) : BROKEN;
        } catch (PGPException | IOException | RuntimeException damaged) {
            return BROKEN;
        }
    }

    /// RFC 9580 section 5.13.2: four octets of version and algorithms, then 32 of salt. The algorithms are left out: nobody can change them and have it open.
    private static Secret contentKey(Packets.Packet body, PGPSessionKey sessionKey) {
        byte[] key = sessionKey.getKey();
        if (body.tag() != Packets.ENCRYPTED_WITH_INTEGRITY || body.version() != 2) {
            return Secret.of(key);
        }
        byte[] both = Arrays.copyOf(key, key.length + SALT);
        System.arraycopy(body.beginning(BEGINNING), SALT_AT, both, key.length, SALT);
        return Secret.of(both);
    }

    /// One session-key packet with one key.
    private record Attempt(Packets.Packet packet, OpenPgpKey key, PGPSecretKey secret) {

        /// Empty when this key does not fit; it then tells nothing about the message.
        Optional<Outcome> on(byte[] octets, Packets.Packet body) {
            if (!KeyMaterial.isGood(secret.getPublicKey())) {
                return Optional.of(new Outcome.Closed(Encryption.WEAK));
            }
            Optional<PGPKeyPair> pair = key.unlocked(secret);
            if (pair.isEmpty()) {
                return Optional.empty();
            }
            return sessionKey(octets, body, pair.get()).map(sessionKey -> AlgorithmPolicy.isGoodCipher(Algorithms.cipher(sessionKey.getAlgorithm()))
                    ? withSessionKey(octets, body, sessionKey, key.certificate().fingerprint())
                    : new Outcome.Closed(Encryption.WEAK));
        }

        private Optional<PGPSessionKey> sessionKey(byte[] octets, Packets.Packet body, PGPKeyPair pair) {
            try {
                return Optional.of(message(octets, body).getSessionKey(new BcPublicKeyDataDecryptorFactory(pair)));
            } catch (PGPException | IOException | RuntimeException doesNotFit) {
                return Optional.empty(); // said in one word for all keys and reasons
            }
        }

        /// To unwrap a session key nothing of the body is needed but its beginning, which says the version.
        private PGPPublicKeyEncryptedData message(byte[] octets, Packets.Packet body) throws IOException {
            byte[] beginning = body.beginning(BEGINNING);
            var message = new ByteArrayOutputStream(packet.end() - packet.start() + BEGINNING + 2);
            message.write(octets, packet.start(), packet.end() - packet.start());
            message.write(0xC0 | body.tag());
            message.write(beginning.length);
            message.writeBytes(beginning);
            var list = new PGPEncryptedDataList(new BCPGInputStream(new ByteArrayInputStream(message.toByteArray())));
            return (PGPPublicKeyEncryptedData) list.get(0);
        }
    }
}
