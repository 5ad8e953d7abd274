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

    List<String> fingerprints();

    Optional<byte[]> certificate();
}
