package org.chancery.protection.openpgp;

import java.time.Instant;

/// What the owner of a key pair has to know of it.
public final class KeyCare {
    private KeyCare() {}

    /// Is there a secret key that may sign a document now, and is it not locked?
    public static boolean canSign(OpenPgpKey key, Instant now) {
        return OpenPgpSigner.signingKey(key, now).filter(secret -> key.unlocked(secret).isPresent()).isPresent();
    }
}
