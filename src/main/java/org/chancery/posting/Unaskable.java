package org.chancery.posting;

import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.authentication.Proofs;
import org.chancery.authentication.Result;
import org.chancery.notice.AutomaticMail;
import org.chancery.policy.Decision;
import org.chancery.policy.Extras;
import org.chancery.policy.Facts;
import org.chancery.policy.Reason;

/// Whose posts are refused where the policy would ask the sender first: a question to somebody who never wrote is backscatter,
/// so it is not sent where a refusal in the SMTP dialogue does the job (authorisation.md section 1.2, rows C5, C6, C10).
///
/// C5: machines and lists cannot answer. C6: the author's domain disowns the message, by DMARC with a policy or by SPF alone.
/// C10: nobody vouches for the author, and the list does not know the address. The rule that would have asked stays the
/// reason, with the words of the row.
final class Unaskable {
    private static final String POLICY = "5.7.1";
    private static final String SPF_FAILED = "5.7.23"; // RFC 7372 section 3.2
    private static final String SEVERAL_FAILED = "5.7.26"; // RFC 7372 section 3.3

    private final Incoming incoming;
    private final Proofs proofs;

    private Unaskable(Incoming incoming) {
        this.incoming = incoming;
        this.proofs = incoming.proofs();
    }

    /// The decision itself, or the refusal that stands in for a question.
    static Decision instead(Decision decision, Incoming incoming, Facts facts) {
        return decision instanceof Decision.Challenge challenge
                ? new Unaskable(incoming).refusal(challenge, facts).orElse(challenge)
                : decision;
    }

    private Optional<Decision> refusal(Decision.Challenge challenge, Facts facts) {
        Optional<String> machine = AutomaticMail.reason(incoming.message(), incoming.received().envelope().mailFrom().path());
        if (machine.isPresent()) {
            return Optional.of(refuse(challenge, POLICY, "This list asks the sender to confirm, and automatic mail cannot (" + machine.get() + ")"));
        }
        boolean spfFailed = proofs.spf().filter(spf -> spf.result() == Result.FAIL).isPresent();
        if (isDisowned() && spfFailed) {
            return Optional.of(refuse(challenge, SEVERAL_FAILED, "This list requires an authenticated author: SPF and DMARC failed for the From address"));
        }
        if (isDisowned()) {
            return Optional.of(refuse(challenge, POLICY, "This list requires an authenticated author: DMARC failed for the From address"));
        }
        if (spfFailed && proofs.author() != Proofs.Author.PROVED) {
            return Optional.of(refuse(challenge, SPF_FAILED, "This list requires an authenticated author: SPF failed for the sender's domain"));
        }
        boolean unknown = proofs.author() == Proofs.Author.UNPROVED && facts.roles().isEmpty()
                && !proofs.ofReturnPath(incoming.received().envelope().mailFrom().path());
        return unknown
                ? Optional.of(refuse(challenge, POLICY, "Nothing proves who sent this (no SPF, no DKIM); post through {form} or sign your mail"))
                : Optional.empty();
    }

    private boolean isDisowned() {
        return proofs.author() == Proofs.Author.FAILED
                && proofs.dmarc().map(Evidence.Dmarc::published).filter(wish -> wish != Disposition.NONE).isPresent();
    }

    private static Decision refuse(Decision.Challenge challenge, String status, String text) {
        Reason reason = challenge.reason();
        return new Decision.Reject(550, status, Extras.NONE, new Reason(reason.source(), reason.rule(), reason.ruleText(), text), challenge.trail());
    }
}
