package org.chancery.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The faults that keep a policy from being stored, beyond its grammar.
final class Errors {
    private final Set<String> contracts;
    private final Set<String> groups;
    private final Set<Finding> found = new LinkedHashSet<>();

    Errors(Set<String> contracts, Set<String> groups) {
        this.contracts = contracts;
        this.groups = groups;
    }

    List<Finding> of(Policy policy) {
        for (int number = 1; number <= policy.rules().size(); number++) {
            var rule = policy.rules().get(number - 1);
            names(rule.outcome(), number);
            condition(rule, number);
        }
        names(policy.otherwise(), policy.otherwiseNumber());
        return new ArrayList<>(found);
    }

    private void names(Outcome outcome, int number) {
        switch (outcome) {
            case Outcome.Ask(Duty duty, Optional<Outcome.Final> then) -> {
                if (duty instanceof Duty.Agree(String contract) && !contracts.contains(contract)) {
                    add(Finding.Kind.E_CONTRACT, number, "this list has no contract called " + Words.quoted(contract));
                }
                then.ifPresent(f -> names(f, number));
            }
            case Outcome.Final end -> end.extras().notified().forEach(told -> told(end, told, number));
        }
    }

    private void told(Outcome.Final end, Standing told, int number) {
        group(told, number);
        if (end instanceof Outcome.Refuse) {
            add(Finding.Kind.E_TOLD, number, "a refused post is told to its sender and to nobody else, so leave out " + Words.quoted("notify " + told.words()));
        } else if (told instanceof Standing.Role role && !Extras.TOLD.contains(role)) {
            add(Finding.Kind.E_TOLD, number, Words.quoted("notify " + told.words()) + " reaches nobody: owners, moderators and groups can be told");
        }
    }

    private void group(Standing standing, int number) {
        if (standing instanceof Standing.Group(String name) && !groups.contains(name)) {
            add(Finding.Kind.E_GROUP, number, "there is no group called " + Words.quoted(name));
        }
    }

    private void condition(Rule rule, int number) {
        boolean raises = canAccept(rule.outcome());
        rule.condition().eachFact(is -> {
            if (is.fact() instanceof Fact.FromGroup(String name)) {
                group(new Standing.Group(name), number);
            }
            if (isClaim(is.fact()) && (raises || is.negated())) {
                add(Finding.Kind.E_CLAIM, number, claim(is, raises));
            }
        });
    }

    static boolean canAccept(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accept _ -> true;
            case Outcome.Ask(_, Optional<Outcome.Final> then) ->
                then.filter(f -> f instanceof Outcome.Accept).isPresent();
            case Outcome.Lowering _ -> false;
        };
    }

    /// What anybody can write into a header, and what lists put there.
    private static boolean isClaim(Fact fact) {
        return fact.name() == FactName.VIA_ANOTHER_LIST || fact.name() == FactName.HEADER_PATTERNS;
    }

    private static String claim(Condition.Is is, boolean raises) {
        var fact = Words.quoted(is.fact().words());
        return raises
                ? fact + " is what the sender says, so no accept may ask for it"
                : fact + " is what the sender says: leaving it out must not help, so it cannot stand after not here";
    }

    private void add(Finding.Kind kind, int number, String text) {
        found.add(new Finding(kind, number, text));
    }
}
