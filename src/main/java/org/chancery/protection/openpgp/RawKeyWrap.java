package org.chancery.protection.openpgp;

import java.security.SecureRandom;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/// The bare public-key operation behind one copy, and nothing else: the yardstick of `chancery bench seal`.
///
/// Example: `RawKeyWrap.of(reader, random).once()`.
@FunctionalInterface
public interface RawKeyWrap {
    /// Octets of the session key with its number and checksum, and padded (RFC 9580 section 11.5).
    int SESSION_KEY = 35;
    int PADDED_SESSION_KEY = 40;

    /// Wraps a session key; its length in octets.
    int once();

    /// Curve25519: a key pair of its own, the agreement, AES key wrap. RSA: one encryption with PKCS #1 padding.
    static RawKeyWrap of(OpenPgpReader reader, SecureRandom random) {
        try {
            return switch (new BcPGPKeyConverter().getPublicKey(reader.key())) {
                case X25519PublicKeyParameters key -> curve(key, random);
                case RSAKeyParameters key -> rsa(key, random);
                case Object other -> throw new IllegalArgumentException("no yardstick for " + other.getClass().getSimpleName());
            };
        } catch (PGPException impossible) {
            throw new IllegalStateException("a key that can be encrypted to cannot be read", impossible);
        }
    }

    private static RawKeyWrap curve(X25519PublicKeyParameters key, SecureRandom random) {
        byte[] padded = new byte[PADDED_SESSION_KEY];
        return () -> {
            var ephemeral = new X25519PrivateKeyParameters(random);
            byte[] shared = new byte[32];
            ephemeral.generateSecret(key, shared, 0);
            var wrap = new RFC3394WrapEngine(AESEngine.newInstance());
            wrap.init(true, new KeyParameter(shared));
            return ephemeral.generatePublicKey().getEncoded().length + wrap.wrap(padded, 0, padded.length).length;
        };
    }

    private static RawKeyWrap rsa(RSAKeyParameters key, SecureRandom random) {
        byte[] plain = new byte[SESSION_KEY];
        return () -> {
            try {
                var cipher = new PKCS1Encoding(new RSABlindedEngine());
                cipher.init(true, new ParametersWithRandom(key, random));
                return cipher.processBlock(plain, 0, plain.length).length;
            } catch (InvalidCipherTextException impossible) {
                throw new IllegalStateException("a session key does not fit into RSA", impossible);
            }
        };
    }
}
