package org.chancery.authentication.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Optional;
import org.chancery.secrets.SignatureMakers;

/// How a signature is made, under the name that `a=` gives it (RFC 6376 section 3.3, RFC 8463 section 3).
///
/// Example: `Algorithm.of("ed25519-sha256")`.
public enum Algorithm {
    RSA_SHA256("rsa-sha256", "rsa", "sha256", "SHA-256", "SHA256withRSA"),
    /// Signs the SHA-256 digest of what the others sign (RFC 8463 section 3).
    ED25519_SHA256("ed25519-sha256", "ed25519", "sha256", "SHA-256", "Ed25519"),
    /// Forbidden since RFC 8301; read in old archives only.
    RSA_SHA1("rsa-sha1", "rsa", "sha1", "SHA-1", "SHA1withRSA");

    private final String word;
    private final String keyType;
    private final String hash;
    private final String digest;
    private final String signature;

    Algorithm(String word, String keyType, String hash, String digest, String signature) {
        this.word = word;
        this.keyType = keyType;
        this.hash = hash;
        this.digest = digest;
        this.signature = signature;
    }

    public String word() {
        return word;
    }

    /// As `k=` of the key record names it.
    public String keyType() {
        return keyType;
    }

    /// As `h=` of the key record names it.
    String hash() {
        return hash;
    }

    public static Optional<Algorithm> of(String word) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.word.equals(word)).findFirst();
    }

    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + digest, e);
        }
    }

    /// False also for a key or a signature of another kind or length.
    boolean verifies(PublicKey key, byte[] signed, byte[] value) {
        try {
            Signature check = Signature.getInstance(signature);
            check.initVerify(key);
            check.update(toSign(signed));
            return check.verify(value);
        } catch (SignatureException | java.security.InvalidKeyException doesNotFit) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + signature, e);
        }
    }

    /// Throws `IllegalArgumentException` if the key is not of this kind.
    byte[] sign(PrivateKey key, byte[] signed) {
        try {
            Signature maker = SignatureMakers.signature(signature);
            maker.initSign(key);
            maker.update(toSign(signed));
            return maker.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key cannot sign with " + word, e);
        }
    }

    private byte[] toSign(byte[] signed) {
        return this == ED25519_SHA256 ? digest().digest(signed) : signed;
    }
}
