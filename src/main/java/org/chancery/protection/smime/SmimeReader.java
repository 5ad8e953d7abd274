package org.chancery.protection.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;

/// The certificate of somebody who can be encrypted to with S/MIME.
///
/// Example: `SmimeReader.of(certificate, now).map(sealer::copyFor)`.
public final class SmimeReader implements Reader {
    private final X509Certificate certificate;
    private final String fingerprint;
    private final boolean opensAuthEnveloped;

    private SmimeReader(X509Certificate certificate, boolean opensAuthEnveloped) {
        this.certificate = certificate;
        this.opensAuthEnveloped = opensAuthEnveloped;
        this.fingerprint = Certificates.fingerprint(certificate);
    }

    /// Empty when nothing may be encrypted to this certificate now: it is over, not valid yet, or not for that use.
    public static Optional<SmimeReader> of(X509Certificate certificate, Instant now) {
        boolean inTime = !now.isBefore(certificate.getNotBefore().toInstant()) && !now.isAfter(certificate.getNotAfter().toInstant());
        return inTime && Certificates.mayBeEncryptedTo(certificate) ? Optional.of(new SmimeReader(certificate, Certificates.announcesGcm(certificate))) : Optional.empty();
    }

    /// The same reader, of whom somebody knows that his program opens AuthEnvelopedData (RFC 5083) although his certificate does not say so.
    public SmimeReader openingAuthEnveloped() {
        return new SmimeReader(certificate, true);
    }

    boolean opensAuthEnveloped() {
        return opensAuthEnveloped;
    }

    X509Certificate certificate() {
        return certificate;
    }

    @Override
    public Technology technology() {
        return Technology.SMIME;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Optional<Instant> until() {
        return Optional.of(certificate.getNotAfter().toInstant());
    }
}
