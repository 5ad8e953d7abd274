package org.chancery.policy;

import java.util.Locale;
import java.util.Optional;

/// A rule that stands before every policy and that nobody can edit. There is no built-in accept and no built-in hold.
/// Refusals are 550 5.7.1; `text` says why.
///
/// Example: `new BuiltIn(new Fact.Present(FactName.MALWARE), Act.REFUSE, "Malicious software was found")`.
public record BuiltIn(Fact when, Act act, String text) {

    /// What it does.
    public enum Act {
        REFUSE,
        DROP
    }

    /// How reasons and trails show it.
    public String words() {
        return act.name().toLowerCase(Locale.ROOT) + " when " + when.words();
    }

    Ending ending(Judge.Step step, Facts facts) {
        var outcome =
                switch (act) {
                    case REFUSE -> new Outcome.Refuse(Optional.of(text), Extras.NONE);
                    case DROP -> new Outcome.Drop(Extras.NONE);
                };
        return new Ending(outcome, Optional.empty(), step, Sentences.ofBuiltIn(text), facts);
    }
}
