package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.SignatureState;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;

/// What a signed answer to a challenge proves. Whose signature it is about, the token of the challenge has to stand in what that signature covers: without
/// it anything that its owner ever sent somebody would do, under another From. And it counts once: `marks` of its signatures are kept with what comes of it.
///
/// Example: `SignedProof.ofNew(token, message, receivedAt, pending, memory)`.
record SignedProof(Opening opening, List<Mark> marks) {
    SignedProof {
        marks = List.copyOf(marks);
    }

    /// By a new OpenPGP key that nothing can be encrypted to. Empty when it is not, or proves nothing.
    static Optional<SignedProof> ofNew(String token, Message message, Instant receivedAt, MemberKey pending, SignatureMemory memory) {
        return OpenPgpKeyring.read(pending.certificate(), List.of()).toOptional()
                .map(read -> read.bound(Map.of(pending.fingerprint(), List.of(pending.address().toString()))))
                .flatMap(bound -> of(List.of(token), message, receivedAt, new Opener(List.of(new OpenPgpScheme(bound))), memory))
                .filter(proof -> proof.opening().report().signature() == SignatureState.GOOD && proof.signer(List.of(pending)).isPresent());
    }

    /// By whoever `opener` finds. Empty when these words, the token among them, are not under a signature.
    static Optional<SignedProof> of(List<String> words, Message message, Instant receivedAt, Opener opener, SignatureMemory memory) {
        Opening opening = opener.open(message, receivedAt, memory);
        return opening.says(words) ? Optional.of(new SignedProof(opening, memory.once(opening.report()))) : Optional.empty();
    }

    Optional<MemberKey> signer(List<MemberKey> keys) {
        return MemberKeySteps.signer(opening.report(), keys);
    }
}
