package org.chancery.protection;

import java.time.Instant;
import java.util.Optional;

/// Somebody who can be encrypted to: a certificate of which a key was chosen beforehand, so that a copy costs one public-key operation
/// and no second look at what the certificate says about itself.
///
/// Example: `OpenPgpReader.of(certificate, now)` is empty when nothing may be encrypted to the certificate any more.
public interface Reader {
    Technology technology();

    /// Of the certificate, in upper-case hexadecimal (OpenPGP: primary key; S/MIME: SHA-256).
    String fingerprint();

    /// Until when this choice holds; empty without end. Afterwards the certificate has to be looked at again.
    Optional<Instant> until();

    default boolean isGoodAt(Instant now) {
        return until().filter(end -> !now.isBefore(end)).isEmpty();
    }
}
