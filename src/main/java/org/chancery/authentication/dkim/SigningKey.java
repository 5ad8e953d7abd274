package org.chancery.authentication.dkim;

import java.security.PrivateKey;
import org.chancery.mail.Domain;

/// A private key and under which name its public half stands in the DNS: `SELECTOR._domainkey.DOMAIN`.
public record SigningKey(Algorithm algorithm, Domain domain, String selector, PrivateKey key) {
    @Override
    public String toString() {
        return "SigningKey[" + algorithm.word() + " " + selector + "._domainkey." + domain + "]";
    }

    /// The signature over octets in their canonical form, in base64.
    public String sign(byte[] signed) {
        return java.util.Base64.getEncoder().encodeToString(algorithm.sign(key, signed));
    }
}
