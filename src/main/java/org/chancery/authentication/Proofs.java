package org.chancery.authentication;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// What the evidence about one message proves of those it names: the questions that more than one station asks
/// (authorisation.md section 1.2, `A(m)`).
///
/// Example: `new Proofs(evidence).ofReturnPath(Optional.of(mailFrom))`.
public record Proofs(List<Evidence> evidence) {
    public Proofs {
        evidence = List.copyOf(evidence);
    }

    /// Does somebody vouch for the single From mailbox?
    public enum Author {
        /// Logged in as its owner, or its domain stands behind the message.
        PROVED,
        /// Nobody vouches for it.
        UNPROVED,
        /// Its domain says that mail without proof is not its own: DMARC fail.
        FAILED,
        /// The DNS did not answer.
        UNKNOWN
    }

    public Author author() {
        if (isLoggedInAsAuthor() || dmarc().filter(Evidence.Dmarc::aligned).isPresent() || isVouched(Result.PASS) || evidence.stream().anyMatch(Proofs::isAlignedSignature)) {
            return Author.PROVED;
        }
        return switch (dmarcResult()) {
            case FAIL -> Author.FAILED;
            case TEMPERROR -> Author.UNKNOWN;
            case PASS, SOFTFAIL, NEUTRAL, NONE, POLICY, PERMERROR -> isOpen() ? Author.UNKNOWN : Author.UNPROVED;
        };
    }

    /// Does a sealer that this site trusts say that it saw the author proved (RFC 8617 section 7.2.1), in a chain with this result?
    private boolean isVouched(Result chain) {
        return dmarc().filter(dmarc -> evidence.stream().anyMatch(found ->
                found instanceof Evidence.Arc arc && arc.result() == chain && arc.vouched().contains(dmarc.headerFrom()))).isPresent();
    }

    /// What DMARC says here. A fail is none where a trusted sealer saw the message before somebody changed it: then the domain
    /// does not disown what it sent (RFC 9989 leaves such a pass to local policy); and it is open while that seal cannot be checked.
    public Result dmarcResult() {
        Result result = dmarc().map(Evidence.Dmarc::result).orElse(Result.NONE);
        if (result != Result.FAIL) {
            return result;
        }
        return isVouched(Result.PASS) ? Result.NONE : isVouched(Result.TEMPERROR) ? Result.TEMPERROR : Result.FAIL;
    }

    /// Does the domain of the reverse path say that this message may come from it, or did its sender log in?
    public boolean ofReturnPath(Optional<Address> mailFrom) {
        return mailFrom.filter(this::spfPasses).isPresent()
                || evidence.stream().anyMatch(found -> found instanceof Evidence.SmtpAuth auth && auth.result() == Result.PASS);
    }

    /// SPF for the domain of this reverse path, and no other proof.
    public boolean spfPasses(Address mailFrom) {
        return spf(Evidence.Spf.Identity.MAIL_FROM)
                .filter(spf -> spf.result() == Result.PASS && spf.domain().equals(mailFrom.domain()))
                .isPresent();
    }

    public boolean isLoggedInAsAuthor() {
        return evidence.stream().anyMatch(found -> found instanceof Evidence.SmtpAuth auth && auth.ownsHeaderFrom() && auth.result() == Result.PASS);
    }

    /// Of several From domains the one that speaks most against the message, see [Evidence.Dmarc#worst].
    public Optional<Evidence.Dmarc> dmarc() {
        return evidence.stream().filter(Evidence.Dmarc.class::isInstance).map(Evidence.Dmarc.class::cast).reduce(Evidence.Dmarc::worst);
    }

    /// SPF for the reverse path, or for HELO where that is null (RFC 7208 section 2.4).
    public Optional<Evidence.Spf> spf() {
        return spf(Evidence.Spf.Identity.MAIL_FROM).or(() -> spf(Evidence.Spf.Identity.HELO));
    }

    private Optional<Evidence.Spf> spf(Evidence.Spf.Identity identity) {
        return evidence.stream().filter(Evidence.Spf.class::isInstance).map(Evidence.Spf.class::cast)
                .filter(spf -> spf.identity() == identity).findFirst();
    }

    /// Without a DMARC record there is no temperror of DMARC, and yet a check of the author's own domain may be open.
    public boolean isOpen() {
        Optional<Domain> author = dmarc().map(Evidence.Dmarc::headerFrom);
        return evidence.stream().filter(found -> found.result() == Result.TEMPERROR).anyMatch(found -> switch (found) {
            case Evidence.Spf spf -> author.filter(spf.domain()::equals).isPresent();
            case Evidence.Dkim dkim -> author.filter(dkim.domain()::equals).isPresent();
            case Evidence.Dmarc _ -> true;
            case Evidence.Arc arc -> author.filter(arc.vouched()::contains).isPresent();
            case Evidence.SmtpAuth _, Evidence.ClientCertificate _, Evidence.SignedBy _, Evidence.SubstituteKeyPass _,
                    Evidence.SenderPassword _, Evidence.AnsweredChallenge _, Evidence.PosterTag _, Evidence.DnsListed _, Evidence.ReverseName _, Evidence.Reported _ -> false;
        });
    }

    private static boolean isAlignedSignature(Evidence found) {
        return found instanceof Evidence.Dkim dkim && dkim.aligned() && dkim.result() == Result.PASS;
    }
}
