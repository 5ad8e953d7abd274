package org.chancery.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Judges every state of a policy's space, and notes which rules open, trust or never speak.
final class Survey {
    private final Policy policy;
    private final StateSpace space;
    private final Judge judge;
    private final BitSet reached = new BitSet();
    private final BitSet open = new BitSet();
    private final BitSet forgeable = new BitSet();
    private final BitSet authenticatedOnly = new BitSet();

    Survey(Policy policy, StateSpace space) {
        this.policy = policy;
        this.space = space;
        this.judge = new Judge(BuiltIns.NONE, Checks.NONE, policy);
    }

    List<Finding> findings() {
        space.each(this::visit);
        var findings = new ArrayList<Finding>();
        open.stream().forEach(n -> findings.add(openAt(n)));
        forgeable.stream().forEach(n -> findings.add(forgeableAt(n)));
        authenticatedOnly.stream().forEach(n -> findings.add(authenticatedOnlyAt(n)));
        dead().forEach((number, by) -> findings.add(deadAt(number, by)));
        return findings;
    }

    private void visit(StateSpace.State state) {
        var decision = judge.decide(state.facts());
        int rule = decision.reason().rule();
        reached.set(rule);
        if (!(decision instanceof Decision.Accept)) {
            return;
        }
        if (state.isUnproved() && state.isStranger()) {
            open.set(rule);
        }
        if (state.isUnproved() && !accepts(withoutClaims(state.facts()))) {
            forgeable.set(rule);
        }
        if (state.isStranger() && !hasRelation(state.facts()) && !accepts(unauthenticated(state.facts()))) {
            authenticatedOnly.set(rule);
        }
    }

    private boolean accepts(Facts facts) {
        return judge.decide(facts) instanceof Decision.Accept;
    }

    /// The same message under a From line that claims nothing. A parent list is known by its path, not by a claim.
    private static Facts withoutClaims(Facts facts) {
        var roles = new TreeSet<>(facts.roles());
        roles.removeIf(r -> r != Standing.Role.PARENT_LIST);
        return facts.toBuilder().roles(roles).groups(List.of()).build();
    }

    /// Somebody answered for it, or a grant or a key binds the sender to the list.
    private static boolean hasRelation(Facts facts) {
        return facts.holds(ProofLevel.MAILBOX)
                || facts.holds(ProofLevel.SENDER_KEY)
                || facts.holds(ProofLevel.KEY)
                || facts.answered(Duty.Kind.CONFIRM)
                || facts.answered(Duty.Kind.CONTRACT);
    }

    /// The same message without everything that only says who sent it.
    private static Facts unauthenticated(Facts facts) {
        var plain = Facts.builder()
                .encryption(facts.encryption())
                .blocklisted(facts.blocklisted())
                .spam(facts.spam())
                .sizeOctets(facts.sizeOctets())
                .crossPosted(facts.crossPosted())
                .recipients(facts.recipients())
                .listState(facts.listState())
                .signature(facts.signature());
        facts.present().forEach(plain::has);
        facts.contentTypes().forEach(plain::contentType);
        facts.headerPatterns().forEach(plain::headerPattern);
        return plain.has(FactName.CONNECTION_TLS, false)
                .has(FactName.CONNECTION_SUBMISSION, false)
                .dmarc(Result.NONE)
                .spf(Result.NONE)
                .build();
    }

    /// Rules that no state reaches, each with the rules that take its messages before it. `otherwise` must be
    /// written, so it cannot be blamed for standing there.
    private SortedMap<Integer, TreeSet<Integer>> dead() {
        var dead = new TreeMap<Integer, TreeSet<Integer>>();
        for (int number = 1; number <= policy.rules().size(); number++) {
            if (!reached.get(number)) {
                dead.put(number, new TreeSet<>());
            }
        }
        if (!dead.isEmpty()) {
            space.each(state -> dead.forEach((number, by) -> noteTaker(state, number, by)));
        }
        return dead;
    }

    private void noteTaker(StateSpace.State state, int number, TreeSet<Integer> by) {
        var condition = policy.rules().get(number - 1).condition();
        if (judge.answers(state.facts()).answer(condition) == Verdict.YES) {
            by.add(judge.decide(state.facts()).reason().rule());
        }
    }

    private Finding openAt(int rule) {
        return new Finding(
                Finding.Kind.W_OPEN, rule, "accepts mail of anybody, with no proof of who wrote it: " + text(rule));
    }

    private Finding forgeableAt(int rule) {
        return new Finding(
                Finding.Kind.W_FORGE,
                rule,
                "accepts on a From line that anybody can forge; add \"and proof at least domain\": " + text(rule));
    }

    private Finding authenticatedOnlyAt(int rule) {
        return new Finding(
                Finding.Kind.W_AUTHN,
                rule,
                "accepts whoever is authenticated, and spammers are too; also ask for a relation, such as "
                        + "\"from member\": " + text(rule));
    }

    private Finding deadAt(int rule, TreeSet<Integer> by) {
        var why = by.isEmpty()
                ? "can never apply, its condition contradicts itself: "
                : "can never apply, its messages are taken by rule "
                        + by.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ": ";
        return new Finding(Finding.Kind.W_DEAD, rule, why + text(rule));
    }

    private String text(int rule) {
        return policy.ruleText(rule);
    }
}
