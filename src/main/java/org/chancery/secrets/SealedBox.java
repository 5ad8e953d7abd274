package org.chancery.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps secrets that lie in the store: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits in front. What is sealed opens only under
/// the name that it was sealed under, so that nobody can put one secret in the place of another.
///
/// Example: `new SealedBox(master.derive("signing-keys"), random).seal("rsa2026._domainkey.example.org", key)`.
public final class SealedBox {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Secret key;
    private final SecureRandom random;

    public SealedBox(Secret key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    public byte[] seal(String name, Secret secret) {
        return seal(name, secret.reveal());
    }

    /// What is too large to be copied about as a [Secret]: the array is read, and not kept.
    public byte[] seal(String name, byte[] octets) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE + octets.length + TAG_BITS / 8);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(octets, 0, octets.length, sealed, NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-GCM", e);
        }
    }

    /// Empty for what was changed, sealed under another name, or by another site.
    public Optional<Secret> open(String name, byte[] sealed) {
        return openOctets(name, sealed).map(Secret::of);
    }

    /// The same, for whoever answers for the octets himself.
    public Optional<byte[]> openOctets(String name, byte[] sealed) {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), name);
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.reveal(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
