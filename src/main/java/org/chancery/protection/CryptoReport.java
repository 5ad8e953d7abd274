package org.chancery.protection;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Authors;

/// What is known of the protection of one message: the input of every decision about it. Holds no content and no header but From.
///
/// `layers` are the words of the layers from outside in, such as `openpgp:encrypted`, `smime:signed`. `isMalleable`: it was decrypted,
/// but neither scheme nor signature shows that nobody changed it on the way. `marks` tell the encryptions that were opened, one for each layer, when they come
/// again; `isRepeated`: one of them did, or its author addressed it inside to another address of the list, from where somebody sent it here.
public record CryptoReport(
        Encryption encryption,
        SignatureState signature,
        List<SignatureFinding> signatures,
        Authors authors,
        List<String> layers,
        List<String> notes,
        boolean isMalleable,
        Addressed addressed,
        List<ContentMark> marks,
        boolean isRepeated) {

    public CryptoReport {
        signatures = List.copyOf(signatures);
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
        marks = List.copyOf(marks);
    }

    /// Fingerprint of the certificate behind the finding that decided.
    public Optional<String> signer() {
        return signatures.stream().filter(finding -> finding.state() == signature).findFirst().flatMap(SignatureFinding::signer);
    }

    /// It was decrypted in a way that lets strangers change what it says, and no signature that fits shows that nobody did. A signature that nobody
    /// could check shows nothing: whoever changed the ciphertext may have put it there.
    public boolean mayHaveBeenChanged() {
        boolean isUnproved = !signatures.isEmpty() && signatures.stream().allMatch(finding -> finding.signer().isEmpty());
        return isMalleable || (isUnproved && layers.contains(Technology.SMIME.word() + ":encrypted"));
    }

    /// S/MIME that was decrypted, with nothing inside that shows who wrote it: it may be garbage that somebody made out of another's mail to ask how its
    /// padding comes out. Whoever is refused for the missing signature must not learn that it could be opened.
    public boolean mayBeAQuestion() {
        boolean isUnproved = switch (signature) {
            case NONE, PARTIAL, UNKNOWN, BAD -> true;
            case GOOD, INLINE_GOOD, MISMATCH, WEAK, EXPIRED, REVOKED, COMPROMISED, REPLAY -> false;
        };
        return isUnproved && layers.contains(Technology.SMIME.word() + ":encrypted");
    }

    /// It came before, to this address or to another one, or is meant for another one: nobody may use this list to have it opened.
    public boolean isReplayed() {
        return isRepeated || signature == SignatureState.REPLAY;
    }

    /// What an OpenPGP signature by an unknown key says which key that is: a fingerprint or a key id, which anybody can claim.
    public Optional<String> unknownKey() {
        return signatures.stream().filter(finding -> finding.technology() == Technology.OPENPGP && signature == SignatureState.UNKNOWN && finding.state() == signature)
                .map(SignatureFinding::claimed).filter(key -> !key.isEmpty()).findFirst();
    }
}
