package org.chancery.protection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one signature over the whole payload turned out to be.
///
/// `signer` is the fingerprint of the certificate in upper-case hexadecimal (OpenPGP: of the primary key; S/MIME: SHA-256), empty when
/// the certificate is not known or the signature does not fit it. `claimed` names the key as the signature does. `addresses` are those
/// of the certificate. `announced` is what the signer's program says inside the signature that it reads (S/MIME), empty when it does not.
/// `why` is one clause for people, empty when good.
public record SignatureFinding(
        Technology technology,
        SignatureState state,
        Optional<String> signer,
        String claimed,
        List<String> addresses,
        Optional<Instant> created,
        String algorithm,
        SignatureValue value,
        Optional<ContentCipher> announced,
        String why) {

    public SignatureFinding {
        addresses = List.copyOf(addresses);
    }

    /// The same signature, judged otherwise.
    public SignatureFinding as(SignatureState judged, String reason) {
        return new SignatureFinding(technology, judged, signer, claimed, addresses, created, algorithm, value, announced, reason);
    }

    /// Good, here too: inside a text or not.
    public boolean isGood() {
        return state == SignatureState.GOOD || state == SignatureState.INLINE_GOOD;
    }

    /// Inside a text a good signature is worth less.
    SignatureFinding inline() {
        return state == SignatureState.GOOD ? as(SignatureState.INLINE_GOOD, "inside a text: covers neither charset nor attachments") : this;
    }
}
