package org.chancery.protection.openpgp;

import java.util.Map;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;

/// Names for the numbers of RFC 9580 section 9, as [org.chancery.protection.AlgorithmPolicy] spells them.
final class Algorithms {
    private static final Map<Integer, String> HASHES = Map.of(
            HashAlgorithmTags.MD5, "MD5",
            HashAlgorithmTags.SHA1, "SHA1",
            HashAlgorithmTags.RIPEMD160, "RIPEMD160",
            HashAlgorithmTags.SHA256, "SHA256",
            HashAlgorithmTags.SHA384, "SHA384",
            HashAlgorithmTags.SHA512, "SHA512",
            HashAlgorithmTags.SHA224, "SHA224",
            HashAlgorithmTags.SHA3_256, "SHA3256",
            HashAlgorithmTags.SHA3_512, "SHA3512");
    private static final Map<Integer, String> CIPHERS = Map.of(
            SymmetricKeyAlgorithmTags.IDEA, "IDEA",
            SymmetricKeyAlgorithmTags.TRIPLE_DES, "3DES",
            SymmetricKeyAlgorithmTags.CAST5, "CAST5",
            SymmetricKeyAlgorithmTags.BLOWFISH, "BLOWFISH",
            SymmetricKeyAlgorithmTags.AES_128, "AES128",
            SymmetricKeyAlgorithmTags.AES_192, "AES192",
            SymmetricKeyAlgorithmTags.AES_256, "AES256",
            SymmetricKeyAlgorithmTags.TWOFISH, "TWOFISH",
            SymmetricKeyAlgorithmTags.CAMELLIA_128, "CAMELLIA128",
            SymmetricKeyAlgorithmTags.CAMELLIA_256, "CAMELLIA256");

    private Algorithms() {}

    static String hash(int number) {
        return HASHES.getOrDefault(number, "hash " + number);
    }

    static String cipher(int number) {
        return CIPHERS.getOrDefault(number, "cipher " + number);
    }

    /// RSA, DSA, ELGAMAL, or what stands for all that is on a curve.
    static String family(int number) {
        return switch (number) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, PublicKeyAlgorithmTags.RSA_SIGN, PublicKeyAlgorithmTags.RSA_ENCRYPT -> "RSA";
            case PublicKeyAlgorithmTags.DSA -> "DSA";
            case PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT, PublicKeyAlgorithmTags.ELGAMAL_GENERAL -> "ELGAMAL";
            case PublicKeyAlgorithmTags.ECDSA -> "ECDSA";
            case PublicKeyAlgorithmTags.ECDH, PublicKeyAlgorithmTags.X25519, PublicKeyAlgorithmTags.X448 -> "ECDH";
            case PublicKeyAlgorithmTags.EDDSA_LEGACY, PublicKeyAlgorithmTags.Ed25519, PublicKeyAlgorithmTags.Ed448 -> "EDDSA";
            default -> "algorithm " + number;
        };
    }
}
