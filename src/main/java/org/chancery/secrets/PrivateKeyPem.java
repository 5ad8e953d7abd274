package org.chancery.secrets;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Unencrypted private keys in PEM (RFC 7468): PKCS #8, PKCS #1 or SEC 1.
public final class PrivateKeyPem {
    private PrivateKeyPem() {}

    /// Empty if the text holds no such key.
    public static Optional<PrivateKey> read(String text) {
        try {
            return read(new StringReader(text));
        } catch (IOException notPem) {
            return Optional.empty();
        }
    }

    /// The first key; empty if there is none. Throws `IOException` for what is no PEM.
    static Optional<PrivateKey> read(Reader reader) throws IOException {
        try (PEMParser parser = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
                if (entry instanceof PrivateKeyInfo info) {
                    return Optional.of(converter.getPrivateKey(info));
                } else if (entry instanceof PEMKeyPair pair) {
                    return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
                } // EC PARAMETERS stand before some keys
            }
            return Optional.empty();
        }
    }
}
