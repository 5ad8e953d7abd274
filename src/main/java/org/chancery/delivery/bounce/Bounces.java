package org.chancery.delivery.bounce;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chancery.audit.Act;
import org.chancery.list.MembershipNumber;
import org.chancery.notice.Notice;

/// The port to what is known of failed deliveries, one [Standing] for each membership that has any. Two servers may use it at
/// once: a change that another one overtook is not made.
public interface Bounces {
    Optional<Standing> find(MembershipNumber membership);

    /// Changes the standing of a member in one step; someone who is no member any more has none. `change` is pure and may
    /// be asked more than once.
    void count(MembershipNumber membership, UnaryOperator<Standing> change);

    /// A copy or a probe that our own delivery gave up, and that was not counted yet. Empty membership: nobody's.
    record OwnFailure(long row, Optional<ReportedCopy> copy, String status, String reply, Instant at) {}

    /// The oldest ones.
    List<OwnFailure> ownFailures(int max);

    /// Counts it, unless that was done already.
    void countOwn(OwnFailure failure, UnaryOperator<Standing> change);

    /// Standings whose step has come, the longest waiting first.
    List<Standing> due(Instant now, int max);

    /// What goes with a step, in the same commit.
    enum Effect {
        NONE,
        /// The notice is a probe: when our own delivery of it fails, that is a failure of the probe.
        PROBE,
        /// Delivery to the member is switched off.
        STOP,
        /// The membership ends.
        REMOVE
    }

    /// `to` empty: the standing is forgotten. `act` is logged when the step changes the membership.
    record Step(Standing from, Optional<Standing> to, Effect effect, List<Notice> notices, Act act) {
        public Step {
            notices = List.copyOf(notices);
        }
    }

    /// False, and nothing done, when the standing is not `from` any more.
    boolean take(Step step);

    /// Ends a membership of a list member for a complaint. False when it was gone.
    boolean end(MembershipNumber membership, List<Notice> notices, Act act);
}
