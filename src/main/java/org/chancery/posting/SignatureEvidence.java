package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.keyring.Sides;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Authors;
import org.chancery.mail.Address;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;

/// Signatures over a whole post as evidence in the words of RFC 8601. Only a good one names its signer, who then is the author.
///
/// Where a list demands signatures in one scheme, those of the other prove nothing on it (encrypted-lists.md section 1.3).
final class SignatureEvidence {
    private final CryptoReport report;
    private final ProtectionPolicy policy;
    private final boolean hasStanding;

    /// `hasStanding`: the author has some role on the list. A certification authority vouches for the address of anybody who pays it, so
    /// without a role a good signature is nobody's whom the list knows.
    SignatureEvidence(CryptoReport report, ProtectionPolicy policy, boolean hasStanding) {
        this.report = report;
        this.policy = policy;
        this.hasStanding = hasStanding;
    }

    List<Evidence> all() {
        return report.signatures().stream().<Evidence>map(this::of).toList();
    }

    private Evidence.SignedBy of(SignatureFinding finding) {
        Optional<Address> signer = hasStanding && isGood(finding.state()) && counts(finding.technology()) ? author() : Optional.empty();
        return new Evidence.SignedBy(result(finding.state()), technology(finding.technology()), finding.signer().orElse(finding.claimed()), signer);
    }

    private Optional<Address> author() {
        return report.authors() instanceof Authors.Single(var mailbox) ? Optional.of(mailbox.address()) : Optional.empty();
    }

    private boolean isGood(SignatureState state) {
        return state == SignatureState.GOOD || (state == SignatureState.INLINE_GOOD && policy.countsInline());
    }

    private boolean counts(Technology technology) {
        ProtectionPolicy.Side side = Sides.of(policy, technology);
        return side.postSign().isAny() || !policy.postSign().isAny();
    }

    /// Valid by whoever passes; a key that is not known is no opinion.
    private static Result result(SignatureState state) {
        return switch (state) {
            case GOOD, INLINE_GOOD, MISMATCH -> Result.PASS;
            case NONE, PARTIAL, UNKNOWN -> Result.NEUTRAL;
            case WEAK, EXPIRED, REPLAY -> Result.POLICY;
            case REVOKED, COMPROMISED, BAD -> Result.FAIL;
        };
    }

    private static Evidence.SignedBy.Technology technology(Technology technology) {
        return switch (technology) {
            case OPENPGP -> Evidence.SignedBy.Technology.OPENPGP;
            case SMIME -> Evidence.SignedBy.Technology.SMIME;
        };
    }
}
