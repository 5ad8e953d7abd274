package org.chancery.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What becomes of a message on one list. Whoever acts on it must think about all five.
///
/// Example: `new Reject(550, "5.7.1", Extras.NONE, reason, trail)` is answered
/// `550 5.7.1 Only members may post; join at https://lists.example.org/list/discuss`.
public sealed interface Decision {

    /// The rule that decided, and the sentence for people.
    Reason reason();

    /// Every rule that was looked at, in order, up to the one that decided.
    List<Considered> trail();

    /// The same decision with the placeholders of its text filled; `value` gets `page`, `keyid`, `form` or `list`.
    Decision filled(UnaryOperator<String> value);

    /// Distribute it.
    record Accept(Extras extras, Reason reason, List<Considered> trail) implements Decision {
        public Accept {
            trail = List.copyOf(trail);
        }

        @Override
        public Decision filled(UnaryOperator<String> value) {
            return new Accept(extras, reason.filled(value), trail);
        }
    }

    /// Keep it for people to decide; `extras.approvals()` says how many of them.
    record Hold(Outcome.By by, Extras extras, Reason reason, List<Considered> trail) implements Decision {
        public Hold {
            trail = List.copyOf(trail);
        }

        @Override
        public Decision filled(UnaryOperator<String> value) {
            return new Hold(by, extras, reason.filled(value), trail);
        }
    }

    /// Ask the sender first. With `then` the outcome after the answer is settled, without it the post is judged
    /// again. Whether and where a challenge may be sent is not decided here.
    record Challenge(Duty duty, Optional<Outcome.Final> then, Reason reason, List<Considered> trail)
            implements Decision {
        public Challenge {
            trail = List.copyOf(trail);
        }

        @Override
        public Decision filled(UnaryOperator<String> value) {
            return new Challenge(duty, then, reason.filled(value), trail);
        }
    }

    /// Refuse it in the SMTP dialogue: a reply code (RFC 5321 section 4.2) and an enhanced status code (RFC 3463).
    record Reject(int code, String status, Extras extras, Reason reason, List<Considered> trail) implements Decision {
        public Reject {
            trail = List.copyOf(trail);
        }

        /// May the sender try again later?
        public boolean isTransient() {
            return code < 500;
        }

        @Override
        public Decision filled(UnaryOperator<String> value) {
            return new Reject(code, status, extras, reason.filled(value), trail);
        }
    }

    /// Take it and throw it away, with a line in the log.
    record Discard(Extras extras, Reason reason, List<Considered> trail) implements Decision {
        public Discard {
            trail = List.copyOf(trail);
        }

        @Override
        public Decision filled(UnaryOperator<String> value) {
            return new Discard(extras, reason.filled(value), trail);
        }
    }

    /// What goes along with it; with a challenge nothing does before its answer.
    default Extras extras() {
        return switch (this) {
            case Accept accept -> accept.extras;
            case Hold hold -> hold.extras;
            case Challenge _ -> Extras.NONE;
            case Reject reject -> reject.extras;
            case Discard discard -> discard.extras;
        };
    }

    /// `accept`, `hold`, `ask`, `refuse` or `drop`: the words of the language, also for logs.
    default String word() {
        return switch (this) {
            case Accept _ -> "accept";
            case Hold _ -> "hold";
            case Challenge _ -> "ask";
            case Reject _ -> "refuse";
            case Discard _ -> "drop";
        };
    }

    /// Does it come to the same for the sender and the list, whatever rule said so? Two refusals do, two holds do
    /// if the same people must approve.
    default boolean comesToTheSameAs(Decision other) {
        return switch (this) {
            case Accept a -> other instanceof Accept b && a.extras.equals(b.extras);
            case Hold a -> other instanceof Hold b && a.by == b.by && a.extras.equals(b.extras);
            case Challenge a -> other instanceof Challenge b && a.duty.equals(b.duty) && a.then.equals(b.then);
            case Reject a -> other instanceof Reject b && a.isTransient() == b.isTransient();
            case Discard _ -> other instanceof Discard;
        };
    }
}
