package org.chancery.posting.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.mail.Domain;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes, keeps and opens the signing keys of the domains: for each one of RSA with 2,048 bits, which all receivers read, and one of Ed25519
/// (RFC 8463 section 5). Selectors carry the day, so that a key can be changed without a gap.
public final class KeyCabinet {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCabinet.class);
    private static final int RSA_BITS = 2048; // RFC 8301 section 3.2: signers use at least 2,048
    private static final int ED25519_OCTETS = 32;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StoredKeys keys;
    private final SealedBox box;
    private final SecureRandom random;

    public KeyCabinet(StoredKeys keys, SealedBox box, SecureRandom random) {
        this.keys = keys;
        this.box = box;
        this.random = random;
    }

    /// The newest key of each algorithm, ready to sign; none for a domain without keys.
    public List<SigningKey> signing(Domain domain) {
        List<SigningKey> ready = new ArrayList<>();
        for (StoredKey stored : keys.of(domain)) {
            if (ready.stream().noneMatch(key -> key.algorithm().word().equals(stored.algorithm()))) {
                opened(stored).ifPresent(ready::add);
            }
        }
        ready.sort((one, other) -> one.algorithm().compareTo(other.algorithm()));
        return List.copyOf(ready);
    }

    public List<StoredKey> all(Domain domain) {
        return keys.of(domain);
    }

    /// New keys of this day. False if there are some of this day already.
    public boolean create(Domain domain, Instant at, Act act) {
        String day = DAY.format(at);
        StoredKey rsa = stored(domain, "rsa" + day, Algorithm.RSA_SHA256, pair("RSA", RSA_BITS), at);
        StoredKey edwards = stored(domain, "ed" + day, Algorithm.ED25519_SHA256, pair("Ed25519", 0), at);
        return keys.add(domain, List.of(rsa, edwards), act);
    }

    /// False if there is no such key.
    public boolean remove(Domain domain, String selector, Act act) {
        return keys.remove(domain, selector, act);
    }

    private KeyPair pair(String type, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (bits > 0) {
                generator.initialize(bits, random);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no keys of type " + type, e);
        }
    }

    private StoredKey stored(Domain domain, String selector, Algorithm algorithm, KeyPair pair, Instant at) {
        String record = "v=DKIM1; k=" + algorithm.keyType() + "; p=" + Base64.getEncoder().encodeToString(published(pair.getPublic()));
        byte[] sealed = box.seal(StoredKey.name(domain, selector), Secret.of(pair.getPrivate().getEncoded()));
        return new StoredKey(domain, selector, algorithm.word(), record, sealed, at);
    }

    /// RFC 8463 section 4.2: an Ed25519 key is published without the wrapping that its last 32 octets have in Java.
    private static byte[] published(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return key.getAlgorithm().equals("RSA") ? encoded : Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length);
    }

    /// A key that does not open was sealed by another site: a store restored without its master key.
    private Optional<SigningKey> opened(StoredKey stored) {
        Optional<SigningKey> key = box.open(stored.name(), stored.sealed())
                .flatMap(secret -> Algorithm.of(stored.algorithm())
                        .map(algorithm -> new SigningKey(algorithm, stored.domain(), stored.selector(), privateKey(algorithm, secret))));
        if (key.isEmpty()) {
            LOG.error("signing.key.unreadable name={}", stored.name());
        }
        return key;
    }

    private static PrivateKey privateKey(Algorithm algorithm, Secret secret) {
        try {
            String type = algorithm == Algorithm.ED25519_SHA256 ? "Ed25519" : "RSA";
            return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(secret.reveal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key of ours cannot be read", e);
        }
    }
}
