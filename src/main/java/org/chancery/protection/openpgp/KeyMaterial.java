package org.chancery.protection.openpgp;

import org.bouncycastle.openpgp.PGPPublicKey;
import org.chancery.protection.AlgorithmPolicy;

/// What the numbers of a public key are worth.
final class KeyMaterial {
    private KeyMaterial() {}

    static boolean isGood(PGPPublicKey key) {
        return AlgorithmPolicy.isGoodKey(Algorithms.family(key.getAlgorithm()), bits(key));
    }

    static boolean canSign(PGPPublicKey key) {
        String family = Algorithms.family(key.getAlgorithm());
        return family.equals("RSA") || family.equals("DSA") || family.equals("ECDSA") || family.equals("EDDSA");
    }

    /// Curves whose order Bouncy Castle does not tell are the modern ones, of 255 bits at least.
    private static int bits(PGPPublicKey key) {
        return switch (Algorithms.family(key.getAlgorithm())) {
            case "EDDSA" -> AlgorithmPolicy.MIN_CURVE_BITS;
            case "ECDH" -> key.getBitStrength() <= 0 ? AlgorithmPolicy.MIN_CURVE_BITS : key.getBitStrength();
            default -> key.getBitStrength();
        };
    }
}
