package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Scheme;
import org.chancery.protection.Technology;

/// What one list has of one technology.
sealed interface TechnologyKeys permits OpenPgpKeys, SmimeKeys {
    Technology technology();

    /// With the secrets that open what was received at this moment.
    Scheme scheme(Instant receivedAt);

    Optional<EntitySigner> signer(Instant now);

    /// Who signs what tells people of a new key: the one before it, as long as that is believed, for it is the one that they have.
    Optional<EntitySigner> announcer(Instant now);

    List<String> fingerprints();

    Optional<byte[]> certificate();

    /// Another current one, which fewer programs read; in a file of its own, since those that do not would take nothing from a common one.
    Optional<byte[]> besides();

    /// What the current key took the place of, and its fingerprint; of a key that has replaced no other nothing.
    Optional<Before> before();

    /// `certificate` as [#certificate].
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Before(String fingerprint, byte[] certificate) {}
}
