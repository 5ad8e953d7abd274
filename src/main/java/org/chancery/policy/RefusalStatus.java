package org.chancery.policy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.authentication.Result;

/// The enhanced status code of a refusal by a rule.
final class RefusalStatus {
    /// Delivery not authorised (RFC 3463 section 3.8): the list's own policy.
    static final String POLICY = "5.7.1";
    /// SPF validation failed (RFC 7372 section 3.2).
    private static final String SPF_FAILED = "5.7.23";
    /// Several authentication checks failed (RFC 7372 section 3.3).
    private static final String SEVERAL_FAILED = "5.7.26";

    private RefusalStatus() {}

    /// Only a rule that asks about authentication may blame it.
    static String of(Condition condition, Facts facts) {
        boolean spfFailed = facts.spf() == Result.FAIL || facts.spf() == Result.SOFTFAIL;
        boolean dmarcFailed = facts.dmarc() == Result.FAIL;
        if (!(spfFailed || dmarcFailed) || !asksAuthentication(condition)) {
            return POLICY;
        }
        if (spfFailed && dmarcFailed) {
            return SEVERAL_FAILED;
        }
        return spfFailed ? SPF_FAILED : POLICY;
    }

    private static boolean asksAuthentication(Condition condition) {
        var asks = new AtomicBoolean();
        condition.eachFact(is -> {
            if (!is.negated() && (is.fact() instanceof Fact.Spf || is.fact() instanceof Fact.Dmarc)) {
                asks.set(true);
            }
        });
        return asks.get();
    }
}
