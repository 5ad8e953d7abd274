package org.chancery.authentication.dkim;

import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/// Public keys from the octets of `p=`.
final class PublicKeys {
    /// A check with a longer key costs more than a signature is worth; nobody publishes one.
    private static final int MAX_RSA_BITS = 8192;

    /// SubjectPublicKeyInfo of an Ed25519 key up to the 32 octets of the key (RFC 8410 section 4).
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// AlgorithmIdentifier rsaEncryption (RFC 3279 section 2.3.1).
    private static final byte[] RSA_IDENTIFIER = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private PublicKeys() {}

    /// RFC 6376 section 3.6.1 says RSAPublicKey, but everybody publishes SubjectPublicKeyInfo (RFC 6376 erratum 3017): both are read.
    static Optional<PublicKey> rsa(byte[] octets) {
        return read("RSA", octets).or(() -> read("RSA", wrapped(octets)))
                .filter(key -> key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() <= MAX_RSA_BITS);
    }

    /// RFC 8463 section 3.2: the 32 octets and nothing else.
    static Optional<PublicKey> ed25519(byte[] octets) {
        if (octets.length != 32) {
            return Optional.empty();
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(ED25519_PREFIX);
        out.writeBytes(octets);
        return read("Ed25519", out.toByteArray());
    }

    private static Optional<PublicKey> read(String type, byte[] subjectPublicKeyInfo) {
        try {
            return Optional.of(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo)));
        } catch (InvalidKeySpecException notAKey) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + type, e);
        }
    }

    private static byte[] wrapped(byte[] rsaPublicKey) {
        var bits = new ByteArrayOutputStream();
        bits.write(0); // no unused bits
        bits.writeBytes(rsaPublicKey);
        var content = new ByteArrayOutputStream();
        content.writeBytes(RSA_IDENTIFIER);
        content.writeBytes(element(0x03, bits.toByteArray()));
        return element(0x30, content.toByteArray());
    }

    /// One element in DER.
    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
