package org.chancery.authentication.arc;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.mail.Domain;

/// What a chain is worth (RFC 8617 section 5.2): `none`, `pass`, `fail`, or `temperror` when the DNS did not answer.
///
/// `reason` is one clause, empty for none and pass. `oldestPass`: the lowest instance from which on all message signatures still
/// hold, 0 if it is the first (RFC 8617 section 5.2, step 5); only for a pass.
public record ArcChain(Result result, List<Instance> instances, String reason, int oldestPass) {
    public ArcChain {
        instances = List.copyOf(instances);
    }

    /// One set as it was read. `results` is what its hop said it had found, without the instance (RFC 8617 section 4.1.1); `coversFrom`: its
    /// message signature covers the From field. `domain` and `selector` are those of the seal; `sealed` is what became of the seal, `signed` of the message
    /// signature, `none` where that was not looked at.
    public record Instance(int number, Optional<Domain> domain, String selector, String chainValidation, Result sealed, Result signed, String results, boolean coversFrom) {}

    /// Who sealed last.
    public Optional<Domain> sealer() {
        return instances.isEmpty() ? Optional.empty() : instances.getLast().domain();
    }
}
