package org.chancery.keyring;

import java.util.EnumSet;
import java.util.Set;
import org.chancery.list.ProtectionPolicy;
import org.chancery.protection.Technology;

/// The settings of a list for one technology: the room of lists knows no technologies, only two sides.
///
/// Example: `Sides.of(policy, Technology.SMIME).postSign()`.
public final class Sides {
    private Sides() {}

    public static ProtectionPolicy.Side of(ProtectionPolicy policy, Technology technology) {
        return switch (technology) {
            case OPENPGP -> policy.gpg();
            case SMIME -> policy.smime();
        };
    }

    /// In which the list encrypts copies.
    public static Set<Technology> sealing(ProtectionPolicy policy) {
        EnumSet<Technology> sealing = EnumSet.allOf(Technology.class);
        sealing.removeIf(technology -> !of(policy, technology).distribEncrypt().isAny());
        return sealing;
    }
}
