package org.chancery.policy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// When a rule applies: facts joined by `and` and `or`. `not` stands before a single fact only, so there is
/// always one reading. Kept flat: an `All` never holds an `All` directly, nor an `Any` an `Any`.
public sealed interface Condition {

    /// As the language writes it.
    String words();

    /// Every fact asked, in order, with its polarity.
    void eachFact(Consumer<Is> visitor);

    /// One fact, or its opposite.
    record Is(Fact fact, boolean negated) implements Condition {
        @Override
        public String words() {
            return negated ? "not " + fact.words() : fact.words();
        }

        @Override
        public void eachFact(Consumer<Is> visitor) {
            visitor.accept(this);
        }
    }

    /// All of at least two.
    record All(List<Condition> terms) implements Condition {
        public All {
            terms = List.copyOf(terms);
        }

        @Override
        public String words() {
            return terms.stream().map(Condition::words).collect(Collectors.joining(" and "));
        }

        @Override
        public void eachFact(Consumer<Is> visitor) {
            terms.forEach(t -> t.eachFact(visitor));
        }
    }

    /// At least one of at least two.
    record Any(List<Condition> choices) implements Condition {
        public Any {
            choices = List.copyOf(choices);
        }

        @Override
        public String words() {
            return choices.stream().map(Condition::words).collect(Collectors.joining(" or ", "(", ")"));
        }

        @Override
        public void eachFact(Consumer<Is> visitor) {
            choices.forEach(c -> c.eachFact(visitor));
        }
    }
}
