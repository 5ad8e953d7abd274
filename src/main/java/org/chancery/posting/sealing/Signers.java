package org.chancery.posting.sealing;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.ListKeyring;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Technology;

/// The keys with which a list signs one post. A list that is to sign and cannot sends nothing in that technology.
record Signers(Audience audience, Map<Technology, EntitySigner> able) {

    static Signers of(Audience audience, ListKeyring keys, Instant now) {
        Map<Technology, EntitySigner> able = new EnumMap<>(Technology.class);
        for (Technology technology : Technology.values()) {
            if (audience.isSigned(technology)) {
                keys.signer(technology, now).ifPresent(signer -> able.put(technology, signer));
            }
        }
        return new Signers(audience, able);
    }

    boolean lacks(Technology technology) {
        return audience.isSigned(technology) && !able.containsKey(technology);
    }

    /// For copies in clear one signature has to do: that of OpenPGP where there is one.
    Optional<EntitySigner> forClear() {
        return Optional.ofNullable(able.get(Technology.OPENPGP)).or(() -> Optional.ofNullable(able.get(Technology.SMIME)));
    }

    boolean lacksAny() {
        return audience.policy().distribSign() && able.isEmpty();
    }
}
