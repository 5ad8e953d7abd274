package org.chancery.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What some rules speak of: the facts they ask, the duties they ask for. Only these can make a difference.
record Mentions(Set<Fact> facts, Set<Duty> duties) {

    static Mentions of(Policy... policies) {
        var mentions = new Mentions(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Policy policy : policies) {
            policy.rules().forEach(r -> mentions.add(r.condition()));
            policy.rules().forEach(r -> mentions.add(r.outcome()));
            mentions.add(policy.otherwise());
        }
        return mentions;
    }

    private void add(Condition condition) {
        condition.eachFact(is -> facts.add(is.fact()));
    }

    private void add(Outcome outcome) {
        if (outcome instanceof Outcome.Ask(Duty duty, Optional<Outcome.Final> _)) {
            duties.add(duty);
        }
    }

    <F extends Fact> List<F> all(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean asks(Duty.Kind kind) {
        return facts.contains(new Fact.Answered(kind)) || duties.stream().anyMatch(d -> d.kind() == kind);
    }

    boolean asksProof() {
        return facts.stream().anyMatch(f -> f instanceof Fact.ProofAtLeast || f instanceof Fact.ProofIs);
    }

    /// Roles that are claimed, so without `anyone`.
    Stream<Standing.Role> roles() {
        return all(Fact.From.class).stream().map(Fact.From::role).filter(r -> r != Standing.Role.ANYONE);
    }

    Stream<String> groups() {
        return all(Fact.FromGroup.class).stream().map(Fact.FromGroup::group);
    }

    void eachPresent(Consumer<FactName> visitor) {
        all(Fact.Present.class).forEach(f -> visitor.accept(f.name()));
    }
}
