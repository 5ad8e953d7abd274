package org.chancery.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private final List<Ending> maybe = new ArrayList<>();
    private final List<CheckHold> mayBeHeld = new ArrayList<>();
    private final Set<FactName> dependsOn = EnumSet.noneOf(FactName.class);
    private Optional<CheckHold> held = Optional.empty();

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
            if (verdict == Verdict.YES) {
                return Optional.of(end(rule.ending(step, facts).decision(trail)));
            }
            if (verdict == Verdict.UNKNOWN) {
                dependsOn.add(rule.when().name());
                maybe.add(rule.ending(step, facts));
            }
        }
        return Optional.empty();
    }

    private Optional<Judgement> pastChecks() {
        var checks = judge.checks().all();
        for (int i = 0; i < checks.size(); i++) {
            var check = checks.get(i);
            var step = judge.checkStep(i);
            var verdict = note(step, answers.answer(check.condition()));
            if (verdict == Verdict.UNKNOWN) {
                dependOn(check.condition());
            }
            if (verdict != Verdict.NO && check.outcome() instanceof Outcome.Hold hold) {
                holdBy(check, hold, step, verdict == Verdict.YES);
            } else if (verdict != Verdict.NO) {
                var ending = new Ending(
                        check.outcome(),
                        Optional.of(check.condition()),
                        step,
                        Sentences.of(check),
                        facts);
                if (verdict == Verdict.YES) {
                    return Optional.of(end(ending.decision(trail)));
                }
                maybe.add(ending);
            }
        }
        return Optional.empty();
    }

    private void holdBy(Check check, Outcome.Hold hold, Judge.Step step, boolean sure) {
        var now = new CheckHold(hold, step, Sentences.of(check));
        if (sure) {
            held = Optional.of(held.map(h -> h.and(hold)).orElse(now));
        } else {
            mayBeHeld.add(now);
        }
    }

    private Judgement pastPolicy() {
        var rules = judge.policy().rules();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var step = judge.ruleStep(i);
            var verdict = note(step, answer(rule));
            if (verdict != Verdict.NO) {
                var ending = ending(rule.outcome(), Optional.of(rule.condition()), step);
                if (verdict == Verdict.YES) {
                    return end(ending.decision(trail));
                }
                dependOn(rule.condition());
                maybe.add(ending);
            }
        }
        var step = judge.ruleStep(rules.size());
        note(step, Verdict.YES);
        return end(ending(judge.policy().otherwise(), Optional.empty(), step).decision(trail));
    }

    private Ending ending(Outcome outcome, Optional<Condition> condition, Judge.Step step) {
        return new Ending(outcome, condition, step, Sentences.ofRule(step.number()), facts);
    }

    /// `ask ... then F` was settled when the duty was asked, so once it is done its condition may also hold as it did
    /// then: `ask sender to confirm then hold when proof is none` still matches after the answer raised the proof.
    private Verdict answer(Rule rule) {
        var verdict = answers.answer(rule.condition());
        if (verdict != Verdict.YES
                && rule.outcome() instanceof Outcome.Ask(Duty duty, Optional<Outcome.Final> then)
                && then.isPresent()
                && facts.answered(duty.kind())) {
            var asAsked = judge.answers(facts.withAnswered(duty.kind(), Facts.Answer.NO));
            return verdict.or(asAsked.answer(rule.condition()));
        }
        return verdict;
    }

    private Verdict note(Judge.Step step, Verdict verdict) {
        trail.add(step.with(verdict));
        return verdict;
    }

    private void dependOn(Condition condition) {
        condition.eachFact(is -> {
            if (answers.answer(is.fact()) == Verdict.UNKNOWN) {
                dependsOn.add(is.fact().name());
            }
        });
    }

    /// What surely comes if nothing noted before does; open only if what may come differs from it.
    private Judgement end(Decision last) {
        var decision = lowered(last);
        if (maybe.isEmpty() && mayBeHeld.isEmpty()) {
            return new Judgement.Decided(decision);
        }
        var possible = new ArrayList<Decision>();
        maybe.forEach(m -> possible.add(lowered(m.decision(trail))));
        possible.add(decision);
        mayBeHeld.forEach(h -> List.copyOf(possible).forEach(d -> possible.add(h.lower(d))));
        return possible.stream().allMatch(decision::comesToTheSameAs)
                ? new Judgement.Decided(decision)
                : new Judgement.Undecided(dependsOn, possible);
    }

    /// Refusals and drops stay what they are, so this is right for checks and built-in rules too.
    private Decision lowered(Decision decision) {
        return held.map(h -> h.lower(decision)).orElse(decision);
    }
}
