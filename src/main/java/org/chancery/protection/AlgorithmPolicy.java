package org.chancery.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Which algorithms, key lengths and ages count, for both schemes; the only place that says so.
///
/// Names are those of the Java and Bouncy Castle families without hyphens: `SHA256`, `AES256`, `RSA`, `EDDSA`.
public final class AlgorithmPolicy {
    /// Below it, factoring is within reach of whoever wants it (NIST SP 800-131A).
    public static final int MIN_MODULUS_BITS = 2048;
    /// For elliptic curves.
    public static final int MIN_CURVE_BITS = 255;
    /// How old a signature may be when it arrives: a queue may hold mail for five days.
    public static final Duration MAX_AGE = Duration.ofDays(7);
    /// Clocks of members that go before.
    public static final Duration MAX_AHEAD = Duration.ofMinutes(10);
    /// Self-signatures with SHA-1 made later are ignored: from here on collisions with a chosen prefix were affordable.
    private static final Instant LAST_SHA1_BINDING = Instant.parse("2019-01-19T00:00:00Z");

    private static final Set<String> HASHES = Set.of("SHA256", "SHA384", "SHA512", "SHA3256", "SHA3384", "SHA3512", "SHAKE256");
    private static final Set<String> CIPHERS = Set.of("AES128", "AES192", "AES256", "TWOFISH", "CAMELLIA128", "CAMELLIA192", "CAMELLIA256");

    private AlgorithmPolicy() {}

    /// May a signature over a document use it?
    public static boolean isGoodHash(String hash) {
        return HASHES.contains(plain(hash));
    }

    /// May a signature with which a key speaks about itself use it? (RFC 9580 section 9.5)
    public static boolean isGoodForBinding(String hash, Instant made) {
        return isGoodHash(hash) || plain(hash).equals("SHA224") || (plain(hash).equals("SHA1") && made.isBefore(LAST_SHA1_BINDING));
    }

    /// May a message be encrypted with it? Ciphers with blocks of 64 bits may not.
    public static boolean isGoodCipher(String cipher) {
        return CIPHERS.contains(plain(cipher));
    }

    /// `family`: RSA, DSA, ELGAMAL or anything on a curve.
    public static boolean isGoodKey(String family, int bits) {
        return switch (family) {
            case "RSA", "DSA", "ELGAMAL" -> bits >= MIN_MODULUS_BITS;
            default -> bits >= MIN_CURVE_BITS;
        };
    }

    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
