package org.chancery.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What can be said of a policy before it is used. Errors keep it from being stored, warnings want an acknowledgement.
///
/// Facts are finite, so every kind of message the policy can tell apart is tried. An answer from the From mailbox
/// counts as proof mailbox and `signed by known key` as proof key; an answer from elsewhere proves nothing.
/// A policy with too many facts for that gets `W-LARGE`, and each of its rules is judged as if it stood alone: then
/// W-OPEN, W-FORGE and W-AUTHN may warn too much but not too little, and W-DEAD only sees contradictions.
///
/// Example: `Analysis.of(policy, Set.of("discuss"), Set.of()).warnings()`.
public record Analysis(List<Finding> findings) {
    public Analysis {
        findings = List.copyOf(findings);
    }

    /// Analyses a policy of a list that has these contracts and may name these groups.
    public static Analysis of(Policy policy, Set<String> contracts, Set<String> groups) {
        var errors = new Errors(contracts, groups).of(policy);
        var space = new StateSpace(Mentions.of(policy));
        var warnings = space.isTooLarge() ? ruleByRule(policy, space.size()) : new Survey(policy, space).findings();
        return new Analysis(Stream.concat(errors.stream(), warnings.stream())
                .sorted(Comparator.comparingInt(Finding::rule).thenComparing(Finding::kind))
                .toList());
    }

    public List<Finding> errors() {
        return findings.stream().filter(f -> f.kind().isError()).toList();
    }

    public List<Finding> warnings() {
        return findings.stream().filter(f -> !f.kind().isError()).toList();
    }

    /// `W-FORGE, W-OPEN`: what an owner acknowledges.
    public String warningCodes() {
        return warnings().stream().map(f -> f.kind().code()).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static List<Finding> ruleByRule(Policy policy, long states) {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding(
                Finding.Kind.W_LARGE,
                policy.otherwiseNumber(),
                "the policy can tell about " + states
                        + " kinds of message apart, too many to try them all; each rule was looked at by itself"));
        for (int number = 1; number <= policy.rules().size(); number++) {
            findings.addAll(alone(policy.rules().get(number - 1), number));
        }
        var rest = new Policy(List.of(), policy.otherwise());
        new Survey(rest, new StateSpace(Mentions.of(rest)))
                .findings()
                .forEach(f -> findings.add(new Finding(f.kind(), policy.otherwiseNumber(), f.text())));
        return findings;
    }

    private static List<Finding> alone(Rule rule, int number) {
        var policy = new Policy(List.of(rule), new Outcome.Refuse(Optional.empty(), Extras.NONE));
        var space = new StateSpace(Mentions.of(policy));
        if (space.isTooLarge()) {
            return List.of(new Finding(Finding.Kind.W_LARGE, number, "this rule alone asks too much to be analysed"));
        }
        return new Survey(policy, space)
                .findings().stream()
                        .map(f -> new Finding(f.kind(), number, f.text()))
                        .toList();
    }
}
