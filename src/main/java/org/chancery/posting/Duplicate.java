package org.chancery.posting;

import java.util.List;
import org.chancery.policy.Decision;
import org.chancery.policy.Extras;
import org.chancery.policy.Reason;

/// A post that a list has already: the client lost our 250 and came again (RFC 1047), or two ways led here. It is taken and
/// dropped, so that the client stops and each member has one copy. Other lists of the same message are not concerned.
final class Duplicate {
    static final String RULE = "drop when the same post came before";

    private Duplicate() {}

    static Decision of(ReceiptId first) {
        return new Decision.Discard(Extras.NONE, reason(first), List.of());
    }

    static boolean is(Decision decision) {
        return decision.reason().source() == Reason.Source.BUILT_IN && decision.reason().ruleText().equals(RULE);
    }

    static Reason reason(ReceiptId first) {
        return new Reason(Reason.Source.BUILT_IN, 0, RULE, "The same post came before, as receipt " + first + "; members have it once");
    }
}
