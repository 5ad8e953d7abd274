package org.chancery.protection.openpgp;

import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;

/// The newest key of an OpenPGP certificate that may be encrypted to, and what its owner's program reads.
///
/// Example: `OpenPgpReader.of(certificate, now).map(sealer::copyFor)`.
public final class OpenPgpReader implements Reader {
    private final String fingerprint;
    private final PGPPublicKey key;
    private final boolean readsSeipd2;
    private final Optional<Instant> until;

    private OpenPgpReader(String fingerprint, PGPPublicKey key, boolean readsSeipd2, Optional<Instant> until) {
        this.fingerprint = fingerprint;
        this.key = key;
        this.readsSeipd2 = readsSeipd2;
        this.until = until;
    }

    /// Empty when nothing may be encrypted to this certificate now: it is revoked, over, or has no such key.
    public static Optional<OpenPgpReader> of(OpenPgpCertificate certificate, Instant now) {
        return certificate.encryptionComponents(now).reversed().stream().findFirst()
                .map(key -> new OpenPgpReader(certificate.fingerprint(), key, certificate.readsSeipd2(now), certificate.encryptionUntil(key, now)));
    }

    PGPPublicKey key() {
        return key;
    }

    boolean readsSeipd2() {
        return readsSeipd2;
    }

    @Override
    public Technology technology() {
        return Technology.OPENPGP;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Optional<Instant> until() {
        return until;
    }
}
