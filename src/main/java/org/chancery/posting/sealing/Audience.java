package org.chancery.posting.sealing;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.Sides;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Address;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;

/// Who gets a post how (rows D1 to D7 of the member table). `cameEncrypted`: it arrived encrypted to the list.
record Audience(ProtectionPolicy policy, ListKeyring keys, boolean cameEncrypted) {
    static final String NO_KEY = "this list encrypts its copies and there is no usable key for this address";
    static final String NOT_IN_CLEAR = "this post came encrypted and there is no usable key for this address";

    static final String UNREADABLE = "the key of this address cannot be read from the store";

    /// What one member gets.
    sealed interface Share {
        record Sealed(Reader reader) implements Share {}

        record Clear() implements Share {}

        record Nothing(String why) implements Share {}

        /// Not before somebody has mended something here.
        record Later(String why) implements Share {}
    }

    Share of(Address member, Instant now) {
        Set<Technology> sealing = Sides.sealing(policy);
        Optional<Reader> reader = keys.reader(member, sealing, now);
        if (reader.isPresent()) {
            return new Share.Sealed(reader.get());
        }
        if (keys.lacksCertificate(member, sealing)) {
            return new Share.Later(UNREADABLE);
        }
        if (policy.distribEncrypt() == ProtectionPolicy.Level.FORCE) {
            return new Share.Nothing(NO_KEY);
        }
        return mayBeClear() ? new Share.Clear() : new Share.Nothing(NOT_IN_CLEAR);
    }

    /// Can there be a copy in clear at all?
    boolean mayBeClear() {
        return policy.distribEncrypt() != ProtectionPolicy.Level.FORCE && (!cameEncrypted || policy.plaintextOut());
    }

    boolean isSigned(Technology technology) {
        return Sides.of(policy, technology).distribSign();
    }
}
