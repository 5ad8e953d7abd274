package org.chancery.authentication.dmarc;

import java.util.List;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.authentication.Result;
import org.chancery.mail.Domain;

/// What DMARC found for one From domain (RFC 9989 section 5.3).
///
/// `result` is pass, fail, none (no record applies) or temperror. `policy` is what the domain asks for on failure, by `p`,
/// `sp` or `np`, as published; `isTesting` (`t=y`) asks to go one step easier, see [#disposition]. `alignedSpf` and
/// `alignedDkim` are the passing identifiers that vouch for the From domain; they may be there without a record.
///
/// Example: `verifier.check(from, spf, dkim).result() == Result.PASS`.
public record DmarcOutcome(
        Result result,
        Domain headerFrom,
        Disposition policy,
        boolean isTesting,
        Domain organisationalDomain,
        List<Domain> alignedSpf,
        List<Domain> alignedDkim) {

    public DmarcOutcome {
        alignedSpf = List.copyOf(alignedSpf);
        alignedDkim = List.copyOf(alignedDkim);
    }

    /// What the domain expects to happen to a message that fails: the policy, one step easier while it is testing
    /// (section 4.7, tag `t`).
    public Disposition disposition() {
        if (!isTesting) {
            return policy;
        }
        return switch (policy) {
            case REJECT -> Disposition.QUARANTINE;
            case QUARANTINE, NONE -> Disposition.NONE;
        };
    }

    public Evidence.Dmarc evidence() {
        return new Evidence.Dmarc(result, headerFrom, policy, !alignedSpf.isEmpty() || !alignedDkim.isEmpty());
    }
}
