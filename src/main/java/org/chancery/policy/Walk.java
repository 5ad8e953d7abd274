package org.chancery.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One message walking past the rules of one judge.
///
/// The first rule that surely matches ends the walk. A rule that may or may not match is noted, and the walk goes
/// on as if it did not; in the end all that may come out is compared, and only if it differs is the judgement open.
/// A rule that asks for a duty already done means its `then`, or else hold for moderators: no duty is asked twice.
final class Walk {
    private final Judge judge;
    private final Facts facts;
    private final Answers answers;
    private final List<Considered> trail = new ArrayList<>();
    private final List<Function<List<Considered>, Decision>> maybe = new ArrayList<>();
    private final List<HeldBy> mayBeHeld = new ArrayList<>();
    private final Set<FactName> dependsOn = EnumSet.noneOf(FactName.class);
    private Optional<HeldBy> held = Optional.empty();

    /// A check that says hold.
    private record HeldBy(Outcome.Hold hold, Reason reason) {}

    Walk(Judge judge, Facts facts) {
        this.judge = judge;
        this.facts = facts;
        this.answers = judge.answers(facts);
    }

    Judgement run() {
        return pastBuiltIns().or(this::pastChecks).orElseGet(this::pastPolicy);
    }

    private Optional<Judgement> pastBuiltIns() {
        var rules = judge.builtIns().all();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var step = judge.builtInStep(i);
            var verdict = note(step, answers.answer(rule.when()));
            if (verdict != Verdict.NO) {
                if (verdict == Verdict.YES) {
                    return Optional.of(end(so -> builtIn(rule, step, so)));
                }
                dependsOn.add(rule.when().name());
                maybe.add(so -> builtIn(rule, step, so));
            }
        }
        return Optional.empty();
    }

    private static Decision builtIn(BuiltIn rule, Judge.Step step, List<Considered> trail) {
        var reason = step.reason(rule.text());
        return switch (rule.action()) {
            case BuiltIn.Action.Refuse(int code, String status) ->
                new Decision.Reject(code, status, Extras.NONE, reason, trail);
            case BuiltIn.Action.Drop _ -> new Decision.Discard(Extras.NONE, reason, trail);
        };
    }

    private Optional<Judgement> pastChecks() {
        var checks = judge.checks().all();
        for (int i = 0; i < checks.size(); i++) {
            var check = checks.get(i);
            var step = judge.checkStep(i);
            var verdict = note(step, answers.answer(check.condition()));
            if (verdict == Verdict.UNKNOWN) {
                dependOn(check.condition(), answers);
            }
            var ended = verdict == Verdict.NO ? Optional.<Judgement>empty() : check(check, step, verdict);
            if (ended.isPresent()) {
                return ended;
            }
        }
        return Optional.empty();
    }

    private Optional<Judgement> check(Check check, Judge.Step step, Verdict verdict) {
        boolean sure = verdict == Verdict.YES;
        if (check.outcome() instanceof Outcome.Hold hold) {
            var heldBy = new HeldBy(hold, step.reason(Sentences.held(hold.by(), check.setting())));
            if (!sure) {
                mayBeHeld.add(heldBy);
            } else if (held.isEmpty()) {
                held = Optional.of(heldBy);
            }
            return Optional.empty();
        }
        Function<List<Considered>, Decision> ending =
                so -> finalDecision(check.outcome(), step, Sentences.refused(check.setting()), check.condition(), so);
        if (sure) {
            return Optional.of(end(ending));
        }
        maybe.add(ending);
        return Optional.empty();
    }

    private Judgement pastPolicy() {
        var rules = judge.policy().rules();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var step = judge.ruleStep(i);
            var asked = answersFor(rule.outcome());
            var verdict = note(step, asked.answer(rule.condition()));
            if (verdict == Verdict.YES) {
                return end(so -> lowered(policyDecision(rule.outcome(), step, Optional.of(rule.condition()), so)));
            }
            if (verdict == Verdict.UNKNOWN) {
                dependOn(rule.condition(), asked);
                maybe.add(so -> lowered(policyDecision(rule.outcome(), step, Optional.of(rule.condition()), so)));
            }
        }
        var step = judge.ruleStep(rules.size());
        note(step, Verdict.YES);
        return end(so -> lowered(policyDecision(judge.policy().otherwise(), step, Optional.empty(), so)));
    }

    /// `ask ... then F` was decided when the duty was asked, so once it is done its condition is read as it was
    /// then: `ask sender to confirm then hold when proof is none` must still match after the answer raised the proof.
    private Answers answersFor(Outcome outcome) {
        return outcome instanceof Outcome.Ask(Duty duty, Optional<Outcome.Final> then)
                        && then.isPresent()
                        && facts.answered(duty.kind())
                ? judge.answers(facts.withAnswered(duty.kind(), Facts.Answer.NO))
                : answers;
    }

    private Verdict note(Judge.Step step, Verdict verdict) {
        trail.add(step.with(verdict));
        return verdict;
    }

    private void dependOn(Condition condition, Answers asked) {
        condition.eachFact(is -> {
            if (asked.answer(is.fact()) == Verdict.UNKNOWN) {
                dependsOn.add(is.fact().name());
            }
        });
    }

    private Decision policyDecision(
            Outcome outcome, Judge.Step step, Optional<Condition> condition, List<Considered> so) {
        return switch (outcome) {
            case Outcome.Ask(Duty duty, Optional<Outcome.Final> then) ->
                facts.answered(duty.kind())
                        ? then.map(f -> end(f, step, condition, so)).orElseGet(() -> askedAlready(duty, step, so))
                        : new Decision.Challenge(duty, then, step.reason(Sentences.asked(duty)), so);
            case Outcome.Final end -> end(end, step, condition, so);
        };
    }

    private static Decision askedAlready(Duty duty, Judge.Step step, List<Considered> so) {
        var reason = step.reason(Sentences.askedAlready(duty));
        return new Decision.Hold(Outcome.By.MODERATORS, Extras.NONE, reason, so);
    }

    private Decision end(Outcome.Final end, Judge.Step step, Optional<Condition> condition, List<Considered> so) {
        int rule = step.yes().rule();
        return switch (end) {
            case Outcome.Accept(Extras extras) ->
                new Decision.Accept(extras, step.reason(Sentences.accepted(rule)), so);
            case Outcome.Hold(Outcome.By by, Extras extras) ->
                new Decision.Hold(by, extras, step.reason(Sentences.held(by, rule)), so);
            case Outcome.Refuse(Optional<String> text, Extras extras) -> {
                var status = condition.map(c -> RefusalStatus.of(c, facts)).orElse(RefusalStatus.POLICY);
                yield new Decision.Reject(
                        550, status, extras, step.reason(text.orElseGet(() -> Sentences.refused(rule))), so);
            }
            case Outcome.Drop(Extras extras) ->
                new Decision.Discard(extras, step.reason(Sentences.dropped(rule)), so);
        };
    }

    private Decision finalDecision(
            Outcome.Lowering outcome, Judge.Step step, String refused, Condition condition, List<Considered> so) {
        return switch (outcome) {
            case Outcome.Refuse(Optional<String> text, Extras extras) ->
                new Decision.Reject(
                        550, RefusalStatus.of(condition, facts), extras, step.reason(text.orElse(refused)), so);
            case Outcome.Drop(Extras extras) -> new Decision.Discard(extras, step.reason(refused), so);
            case Outcome.Hold hold -> new Decision.Hold(hold.by(), hold.extras(), step.reason(refused), so);
        };
    }

    private Decision lowered(Decision decision) {
        return held.map(h -> lowered(decision, h)).orElse(decision);
    }

    private static Decision lowered(Decision decision, HeldBy check) {
        var hold = check.hold;
        return switch (decision) {
            case Decision.Accept(Extras extras, _, var so) ->
                new Decision.Hold(hold.by(), hold.extras().and(extras), check.reason, so);
            case Decision.Hold(Outcome.By by, Extras extras, _, var so) ->
                new Decision.Hold(hold.by().stricter(by), hold.extras().and(extras), check.reason, so);
            case Decision.Challenge(Duty duty, var then, Reason reason, var so) ->
                new Decision.Challenge(duty, Optional.of(lowered(then, hold)), reason, so);
            case Decision.Reject reject -> reject;
            case Decision.Discard discard -> discard;
        };
    }

    private static Outcome.Final lowered(Optional<Outcome.Final> then, Outcome.Hold hold) {
        if (then.isEmpty()) {
            return hold;
        }
        return switch (then.get()) {
            case Outcome.Accept(Extras extras) -> new Outcome.Hold(hold.by(), hold.extras().and(extras));
            case Outcome.Hold(Outcome.By by, Extras extras) ->
                new Outcome.Hold(hold.by().stricter(by), hold.extras().and(extras));
            case Outcome.Refuse refuse -> refuse;
            case Outcome.Drop drop -> drop;
        };
    }

    /// What surely comes if nothing noted before does; open only if what may come differs from it.
    private Judgement end(Function<List<Considered>, Decision> ending) {
        var decision = ending.apply(trail);
        if (maybe.isEmpty() && mayBeHeld.isEmpty()) {
            return new Judgement.Decided(decision);
        }
        var possible = new ArrayList<Decision>();
        maybe.forEach(m -> possible.add(m.apply(trail)));
        possible.add(decision);
        mayBeHeld.forEach(h -> List.copyOf(possible).forEach(d -> possible.add(lowered(d, h))));
        return possible.stream().allMatch(decision::comesToTheSameAs)
                ? new Judgement.Decided(decision)
                : new Judgement.Undecided(dependsOn, possible);
    }
}
