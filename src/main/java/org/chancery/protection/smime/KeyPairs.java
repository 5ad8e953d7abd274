package org.chancery.protection.smime;

import java.time.Instant;

/// What the owner of a key pair has to know of it.
public final class KeyPairs {
    private KeyPairs() {}

    /// May it sign mail now?
    public static boolean canSign(SmimeKeyring.Key key, Instant now) {
        return Certificates.maySign(key.certificate())
                && !now.isBefore(key.certificate().getNotBefore().toInstant()) && !now.isAfter(key.certificate().getNotAfter().toInstant());
    }
}
