package org.chancery.policy;

import java.util.List;
import java.util.Optional;

/// A check that says hold, and what it makes of a later decision: accept becomes hold, a challenge becomes
/// challenge-then-hold, everything lower stays.
record CheckHold(Outcome.Hold hold, Judge.Step step, Sentences said) {

    /// Two checks that both say hold: the stricter desk, all extras, the reason of the first.
    CheckHold and(Outcome.Hold other) {
        return new CheckHold(together(other.by(), other.extras()), step, said);
    }

    private Outcome.Hold together(Outcome.By by, Extras extras) {
        return new Outcome.Hold(hold.by().stricter(by), hold.extras().and(extras));
    }

    Decision lower(Decision decision) {
        return switch (decision) {
            case Decision.Accept(Extras extras, _, List<Considered> trail) -> held(hold.by(), extras, trail);
            case Decision.Hold(Outcome.By by, Extras extras, _, List<Considered> trail) -> held(by, extras, trail);
            case Decision.Challenge(Duty duty, Optional<Outcome.Final> then, Reason asked, List<Considered> trail) ->
                new Decision.Challenge(duty, Optional.of(then.map(this::lower).orElse(hold)), asked, trail);
            case Decision.Reject reject -> reject;
            case Decision.Discard discard -> discard;
        };
    }

    private Decision held(Outcome.By by, Extras extras, List<Considered> trail) {
        var both = together(by, extras);
        return new Decision.Hold(both.by(), both.extras(), step.reason(said.held(both.by())), trail);
    }

    private Outcome.Final lower(Outcome.Final then) {
        return switch (then) {
            case Outcome.Accept(Extras extras) -> together(hold.by(), extras);
            case Outcome.Hold(Outcome.By by, Extras extras) -> together(by, extras);
            case Outcome.Refuse refuse -> refuse;
            case Outcome.Drop drop -> drop;
        };
    }
}
