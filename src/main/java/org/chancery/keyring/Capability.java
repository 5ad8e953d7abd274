package org.chancery.keyring;

import java.time.Instant;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;

/// What a key that is handed in must be able to do on a list: to be encrypted to where copies are encrypted, to sign where posts are to be signed, and in any
/// case one of both.
final class Capability {
    private Capability() {}

    /// What it lacks, in a sentence; empty for a key that is of use. `byAdministrator`: certificates that only sign come no other way.
    static Optional<String> lacks(MailingList list, Uploaded key, boolean byAdministrator, Instant now) {
        boolean reads = key.reader(now).isPresent();
        if (key.slot() == Slot.SMIME_SIGNING || key.slot() == Slot.SMIME) {
            boolean isEnough = reads || (byAdministrator && key.slot() == Slot.SMIME_SIGNING);
            return isEnough ? Optional.empty() : Optional.of(closed(key) + (key.slot() == Slot.SMIME_SIGNING ? " Certificates that only sign are brought in by the administrator." : ""));
        }
        ProtectionPolicy.Side side = Sides.of(ProtectionPolicy.of(list.settings()), key.slot().technology());
        boolean signs = key.maySign(now);
        if (!reads && (side.distribEncrypt().isAny() || !signs)) {
            return Optional.of(closed(key));
        }
        return signs || !side.postSign().isAny() ? Optional.empty()
                : Optional.of("The key " + key.fingerprint() + " cannot sign, and posts to " + list.address() + " are to be signed. Add a subkey that signs, or hand in another key.");
    }

    private static String closed(Uploaded key) {
        return "Nothing can be encrypted to the key " + key.fingerprint() + ": it is over, revoked, too weak, or only made to sign.";
    }
}
