package org.chancery.protection.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;

/// The certificate of somebody who can be encrypted to with S/MIME.
///
/// Example: `SmimeReader.of(certificate, now).map(sealer::copyFor)`.
public final class SmimeReader implements Reader {
    private final X509Certificate certificate;
    private final String fingerprint;
    private final ContentCipher cipher;
    private final boolean isAnnounced;

    private SmimeReader(X509Certificate certificate, ContentCipher cipher, boolean isAnnounced) {
        this.certificate = certificate;
        this.cipher = cipher;
        this.isAnnounced = isAnnounced;
        this.fingerprint = Certificates.fingerprint(certificate);
    }

    /// With the cipher that the certificate announces, else AES-256-CBC. Empty when nothing may be encrypted to it now: it is over, not valid yet, or not for that
    /// use.
    public static Optional<SmimeReader> of(X509Certificate certificate, Instant now) {
        boolean inTime = !now.isBefore(certificate.getNotBefore().toInstant()) && !now.isAfter(certificate.getNotAfter().toInstant());
        if (!inTime || !Certificates.mayBeEncryptedTo(certificate)) {
            return Optional.empty();
        }
        Optional<ContentCipher> announced = Certificates.announced(certificate);
        return Optional.of(new SmimeReader(certificate, announced.orElse(ContentCipher.AES256_CBC), announced.isPresent()));
    }

    /// The same reader, of whom is known better than by his certificate what his program reads.
    public SmimeReader reading(ContentCipher known) {
        return new SmimeReader(certificate, known, false);
    }

    /// What copies for him are encrypted with.
    public ContentCipher cipher() {
        return cipher;
    }

    /// Does the certificate say so itself?
    public boolean isAnnounced() {
        return isAnnounced;
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
