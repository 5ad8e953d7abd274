package org.chancery.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.authentication.Result;

/// Judges messages on one list: the built-in rules first, then the checks of its settings, then its owner's policy.
/// Immutable and prepared once per version of settings and policy; judging does no I/O and always ends.
///
/// Example: `new Judge(BuiltIns.STANDARD, Checks.NONE, policy).decide(facts)`.
public final class Judge {
    private final BuiltIns builtIns;
    private final Checks checks;
    private final Policy policy;
    private final List<Step> builtInSteps;
    private final List<Step> checkSteps;
    private final List<Step> ruleSteps;
    private final boolean dmarcSettled;
    private final boolean spfSettled;

    public Judge(BuiltIns builtIns, Checks checks, Policy policy) {
        this.builtIns = builtIns;
        this.checks = checks;
        this.policy = policy;
        this.builtInSteps =
                Step.all(Reason.Source.BUILT_IN, builtIns.all().stream().map(BuiltIn::words).toList());
        this.checkSteps = Step.all(Reason.Source.CHECK, checks.all().stream().map(Check::words).toList());
        var texts = new ArrayList<String>();
        for (int number = 1; number <= policy.otherwiseNumber(); number++) {
            texts.add(policy.ruleText(number));
        }
        this.ruleSteps = Step.all(Reason.Source.POLICY, texts);
        this.dmarcSettled = asks(new Fact.Dmarc(Result.TEMPERROR));
        this.spfSettled = asks(new Fact.Spf(Result.TEMPERROR));
    }

    /// The one function that decides. What is not known yet comes out as 451, see [Judgement#orTryLater].
    public static Decision decide(BuiltIns builtIns, Checks checks, Policy policy, Facts facts) {
        return new Judge(builtIns, checks, policy).decide(facts);
    }

    /// Judges, and answers 451 where the decision depends on what is not known.
    public Decision decide(Facts facts) {
        return judge(facts).orTryLater();
    }

    /// Judges with whatever is known; `Undecided` says what is missing.
    public Judgement judge(Facts facts) {
        return new Walk(this, facts).run();
    }

    BuiltIns builtIns() {
        return builtIns;
    }

    Checks checks() {
        return checks;
    }

    Policy policy() {
        return policy;
    }

    Step builtInStep(int index) {
        return builtInSteps.get(index);
    }

    Step checkStep(int index) {
        return checkSteps.get(index);
    }

    Step ruleStep(int index) {
        return ruleSteps.get(index);
    }

    Answers answers(Facts facts) {
        return new Answers(facts, dmarcSettled, spfSettled);
    }

    private boolean asks(Fact fact) {
        var found = new AtomicBoolean();
        checks.all().forEach(c -> c.condition().eachFact(is -> found.compareAndExchange(false, is.fact().equals(fact))));
        policy.rules().forEach(r -> r.condition().eachFact(is -> found.compareAndExchange(false, is.fact().equals(fact))));
        return found.get();
    }

    /// One numbered rule with the three entries it may leave in a trail, made beforehand.
    record Step(Considered yes, Considered no, Considered unknown) {

        static List<Step> all(Reason.Source source, List<String> texts) {
            var steps = new ArrayList<Step>();
            for (String text : texts) {
                int number = steps.size() + 1;
                steps.add(new Step(
                        new Considered(source, number, text, Verdict.YES),
                        new Considered(source, number, text, Verdict.NO),
                        new Considered(source, number, text, Verdict.UNKNOWN)));
            }
            return List.copyOf(steps);
        }

        Considered with(Verdict verdict) {
            return switch (verdict) {
                case YES -> yes;
                case NO -> no;
                case UNKNOWN -> unknown;
            };
        }

        int number() {
            return yes.rule();
        }

        Reason reason(String text) {
            return new Reason(yes.source(), yes.rule(), yes.text(), text);
        }
    }
}
