package org.chancery.policy;

import java.util.List;
import java.util.Optional;

/// A rule that ends a walk, or may end it: what it says, for which facts, and in whose words. Becomes a decision
/// once the trail is complete.
record Ending(Outcome outcome, Optional<Condition> condition, Judge.Step step, Sentences sentences, Facts facts) {

    Decision decision(List<Considered> trail) {
        return switch (outcome) {
            case Outcome.Ask(Duty duty, Optional<Outcome.Final> then) ->
                facts.answered(duty.kind())
                        ? then.map(f -> decision(f, trail)).orElseGet(() -> askedAlready(duty, trail))
                        : new Decision.Challenge(duty, then, step.reason(Sentences.asked(duty)), trail);
            case Outcome.Final end -> decision(end, trail);
        };
    }

    private Decision askedAlready(Duty duty, List<Considered> trail) {
        var reason = step.reason(Sentences.askedAlready(duty));
        return new Decision.Hold(Outcome.By.MODERATORS, Extras.NONE, reason, trail);
    }

    private Decision decision(Outcome.Final end, List<Considered> trail) {
        return switch (end) {
            case Outcome.Accept(Extras extras) ->
                new Decision.Accept(extras, step.reason(sentences.accepted()), trail);
            case Outcome.Hold(Outcome.By by, Extras extras) ->
                new Decision.Hold(by, extras, step.reason(sentences.held(by)), trail);
            case Outcome.Refuse(Optional<String> text, Extras extras) ->
                new Decision.Reject(550, status(), extras, step.reason(text.orElseGet(sentences::refused)), trail);
            case Outcome.Drop(Extras extras) ->
                new Decision.Discard(extras, step.reason(sentences.dropped()), trail);
        };
    }

    private String status() {
        return condition.map(c -> RefusalStatus.of(c, facts)).orElse(RefusalStatus.POLICY);
    }
}
