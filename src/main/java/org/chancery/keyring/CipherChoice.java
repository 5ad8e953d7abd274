package org.chancery.keyring;

import java.time.Instant;
import java.util.Optional;
import org.chancery.protection.ContentCipher;

/// Which cipher is known to suit one member for copies in S/MIME. `chosen` is what he or an owner said and goes before everything, `heard` what his program announced
/// in the newest signed mail (RFC 8551 section 2.7.1.1); where both are silent his certificate speaks, and where that is silent everybody reads AES-256-CBC.
///
/// Example: `choice.of(fingerprint)` is empty when nothing is known but the certificate with this fingerprint.
public record CipherChoice(Optional<ContentCipher> chosen, Optional<Heard> heard) {
    public static final CipherChoice NONE = new CipherChoice(Optional.empty(), Optional.empty());

    /// `certificate` is the fingerprint of the one that copies were sealed to then: what comes with another one is another program. `at`: when the signature says
    /// that it was made.
    public record Heard(String certificate, ContentCipher cipher, Instant at) {}

    /// For copies that are sealed to this certificate.
    public Optional<ContentCipher> of(String certificate) {
        return chosen.or(() -> heard.filter(one -> one.certificate().equals(certificate)).map(Heard::cipher));
    }

    /// Would it change anything? The same word again would not, and what was signed earlier does not count.
    boolean isChangedBy(Heard other) {
        return heard.isEmpty() || (other.at().isAfter(heard.get().at())
                && !(heard.get().cipher() == other.cipher() && heard.get().certificate().equals(other.certificate())));
    }
}
