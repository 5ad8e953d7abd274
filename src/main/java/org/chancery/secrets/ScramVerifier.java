package org.chancery.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3, RFC 7677): enough to recognise it, not
/// enough to log in with it elsewhere. PLAIN is checked against the same value by deriving it again.
///
/// All passwords of one account share `salt` and `iterations`, because SCRAM names one salt before it knows which
/// password the client has. 4,096 iterations (the minimum of RFC 7677 section 4) suffice for generated passwords
/// of 130 random bits; chosen passwords do not belong here. No SASLprep (RFC 4013): generated passwords are ASCII,
/// so no other text can match.
///
/// Example: `ScramVerifier.fromPassword(Secret.of("pencil"), salt).matchesPlain(Secret.of("pencil"))`.
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /// RFC 7677 section 4.
    public static final int ITERATIONS = 4096;

    /// Octets of a salt; the caller draws them from its SecureRandom, once per account.
    public static final int SALT_OCTETS = 16;

    private static final int KEY_OCTETS = 32; // SHA-256

    public ScramVerifier {
        if (salt.length == 0 || iterations < ITERATIONS || storedKey.length != KEY_OCTETS || serverKey.length != KEY_OCTETS) {
            throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
        }
        salt = salt.clone();
        storedKey = storedKey.clone();
        serverKey = serverKey.clone();
    }

    public static ScramVerifier fromPassword(Secret password, byte[] salt) {
        return fromPassword(password, salt, ITERATIONS);
    }

    /// With more iterations than [#ITERATIONS].
    public static ScramVerifier fromPassword(Secret password, byte[] salt, int iterations) {
        byte[] salted = saltedPassword(password, salt, iterations);
        return new ScramVerifier(salt, iterations, storedKey(salted), hmac(salted, "Server Key"));
    }

    public boolean matchesPlain(Secret password) {
        return anyMatchesPlain(List.of(this), password);
    }

    /// Is `password` one of these? Derives once per different salt, compares all of them in constant time.
    public static boolean anyMatchesPlain(List<ScramVerifier> verifiers, Secret password) {
        boolean matched = false;
        byte[] salt = {};
        byte[] stored = {};
        for (ScramVerifier verifier : verifiers) {
            if (!MessageDigest.isEqual(salt, verifier.salt)) {
                salt = verifier.salt;
                stored = storedKey(saltedPassword(password, salt, verifier.iterations));
            }
            matched |= MessageDigest.isEqual(stored, verifier.storedKey);
        }
        return matched;
    }

    /// Does `clientProof` over `authMessage` come from the password of this verifier (RFC 5802 section 3)?
    public boolean matchesProof(byte[] clientProof, byte[] authMessage) {
        if (clientProof.length != KEY_OCTETS) {
            return false;
        }
        byte[] clientKey = hmac(storedKey, authMessage);
        for (int i = 0; i < KEY_OCTETS; i++) {
            clientKey[i] ^= clientProof[i];
        }
        return MessageDigest.isEqual(sha256(clientKey), storedKey);
    }

    /// What proves to the client that we know its verifier (RFC 5802 section 3, ServerSignature).
    public byte[] serverSignature(byte[] authMessage) {
        return hmac(serverKey, authMessage);
    }

    /// The client's side of [#matchesProof]: ClientKey XOR ClientSignature.
    public static byte[] clientProof(Secret password, byte[] salt, int iterations, byte[] authMessage) {
        byte[] salted = saltedPassword(password, salt, iterations);
        byte[] proof = hmac(salted, "Client Key");
        byte[] signature = hmac(sha256(proof), authMessage);
        for (int i = 0; i < KEY_OCTETS; i++) {
            proof[i] ^= signature[i];
        }
        return proof;
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] storedKey() {
        return storedKey.clone();
    }

    @Override
    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramVerifier that
                && iterations == that.iterations
                && MessageDigest.isEqual(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return iterations;
    }

    @Override
    public String toString() {
        return "ScramVerifier[***]";
    }

    private static byte[] saltedPassword(Secret password, byte[] salt, int iterations) {
        String text = password.revealText();
        if (text.isEmpty()) {
            return new byte[KEY_OCTETS]; // PBEKeySpec takes no empty password; nobody has one, nothing matches
        }
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(text.toCharArray(), salt, iterations, KEY_OCTETS * 8))
                    .getEncoded();
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("salt or iterations are not usable", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
        }
    }

    private static byte[] storedKey(byte[] saltedPassword) {
        return sha256(hmac(saltedPassword, "Client Key"));
    }

    private static byte[] hmac(byte[] key, String text) {
        return hmac(key, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
