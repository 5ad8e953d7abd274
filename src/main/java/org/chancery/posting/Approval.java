package org.chancery.posting;

import org.chancery.list.MailingList;
import org.chancery.policy.Decision;
import org.chancery.policy.Reason;
import org.chancery.sender.Presented;

/// A moderator's key in his own post is his approval, given beforehand: what would wait for one moderator goes out. What is refused stays refused,
/// and what needs two moderators still waits for the other.
final class Approval {
    private Approval() {}

    static Decision of(Decision decision, Presented presented, MailingList list) {
        if (!presented.approvesOn(list.id())) {
            return decision;
        }
        return switch (decision) {
            case Decision.Hold hold when hold.extras().approvals() <= 1 -> new Decision.Accept(hold.extras(), reason(presented), hold.trail());
            case Decision.Challenge challenge -> new Decision.Accept(org.chancery.policy.Extras.NONE, reason(presented), challenge.trail());
            case Decision.Hold _, Decision.Accept _, Decision.Reject _, Decision.Discard _ -> decision;
        };
    }

    private static Reason reason(Presented presented) {
        return new Reason(
                Reason.Source.BUILT_IN, 0, "accept when a moderator approved it", "Approved by its author, a moderator, with key " + presented.kid().orElse(""));
    }
}
