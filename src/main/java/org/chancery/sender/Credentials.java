package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;

/// The port to credentials. The secret is stored nowhere: a verifier recognises it.
public interface Credentials {
    /// Its uses as they were; empty for an unknown `kid`.
    Optional<Stored> find(String kid);

    /// Oldest first, ended ones too.
    List<Credential> of(Credential.Owner owner);

    /// The password in force of this owner; there is one at most.
    Optional<Stored> password(Credential.Owner owner);

    /// False when the owner is gone, or the `kid` is taken.
    boolean add(Credential credential, byte[] verifier, Act act);

    /// False when it was unknown or ended already.
    boolean end(String kid, String reason, Act act);

    /// Takes one use for the text with this digest, unless the same text took one less than [Credential#SAME_TEXT] ago. False when no
    /// use is left, today or at all; then nothing is taken and logged.
    boolean use(String kid, byte[] digest, Instant now, Act act);

    /// A better verifier for the same secret (stronger parameters).
    void replaceVerifier(String kid, byte[] verifier);

    /// A credential with what recognises its secret.
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Stored(Credential credential, byte[] verifier) {}
}
