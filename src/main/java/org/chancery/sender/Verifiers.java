package org.chancery.sender;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Recognises posting keys: HMAC-SHA-256 (RFC 2104) under a pepper that is derived from the master key, so that neither a stolen database nor
/// half a second of computing per message is needed for 130 random bits. Also makes the keyed digests under which uses are remembered.
public final class Verifiers {
    private static final int KEY_OCTETS = 32;
    private final SecretKeySpec pepper;

    /// `pepper`: 32 octets derived for this purpose alone; anything else is refused with `IllegalArgumentException`.
    public Verifiers(byte[] pepper) {
        if (pepper.length != KEY_OCTETS) {
            throw new IllegalArgumentException("the pepper of posting keys is not usable");
        }
        this.pepper = new SecretKeySpec(pepper, "HmacSHA256");
    }

    /// What the store keeps of a key.
    public byte[] of(PostingKey key) {
        byte[] secret = key.secret();
        try {
            return mac((byte) 'k', secret);
        } finally {
            java.util.Arrays.fill(secret, (byte) 0);
        }
    }

    boolean recognises(PostingKey key, byte[] verifier) {
        return MessageDigest.isEqual(of(key), verifier);
    }

    /// Keyed, since the digest of a message may be remembered but not guessed at.
    byte[] digest(byte[] structure) {
        return mac((byte) 'd', structure);
    }

    private byte[] mac(byte purpose, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            mac.update(purpose);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256", e);
        }
    }
}
