package org.chancery.policy;

import java.util.Locale;
import java.util.Optional;

/// What a rule says shall happen. The types say who may write what: a check takes only a [Lowering].
///
/// Example: `ask sender to confirm then accept` is `new Ask(new Duty.Confirm(), Optional.of(new Accept(Extras.NONE)))`.
public sealed interface Outcome {

    /// As the language writes it.
    String words();

    /// An end: nothing more is asked of the sender.
    sealed interface Final extends Outcome {
        Extras extras();
    }

    /// An end that is no accept; all that settings and built-in rules may say.
    sealed interface Lowering extends Final {}

    record Accept(Extras extras) implements Final {
        @Override
        public String words() {
            return "accept" + extras.words();
        }
    }

    record Hold(By by, Extras extras) implements Lowering {
        @Override
        public String words() {
            return "hold for " + by.word() + extras.words();
        }
    }

    /// `text` is what the sender is told, with placeholders; empty for a sentence that names the rule.
    record Refuse(Optional<String> text, Extras extras) implements Lowering {
        @Override
        public String words() {
            return "refuse" + text.map(t -> " " + Words.quoted(t)).orElse("") + extras.words();
        }
    }

    record Drop(Extras extras) implements Lowering {
        @Override
        public String words() {
            return "drop" + extras.words();
        }
    }

    /// Ask the sender first. `then` is the outcome after the answer; without it the post is judged again.
    record Ask(Duty duty, Optional<Final> then) implements Outcome {
        @Override
        public String words() {
            return "ask sender to " + duty.words() + then.map(t -> " then " + t.words()).orElse("");
        }
    }

    /// Whose desk a held post lies on. Owners may do what moderators may, not the other way round.
    enum By {
        MODERATORS,
        OWNERS;

        /// `moderators` or `owners`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        By stricter(By other) {
            return this == OWNERS ? OWNERS : other;
        }
    }
}
