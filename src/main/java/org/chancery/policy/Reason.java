package org.chancery.policy;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Why a message met its fate. The same object reaches sender, moderator, log and `explain`.
///
/// `rule` counts from 1 within its source; the policy's `otherwise` bears the number after its last rule.
/// `ruleText` is the canonical rule without its full stop; `text` is one sentence for people.
///
/// Example: `policy rule 7, "otherwise refuse": The policy of this list refuses this message (rule 7)`.
public record Reason(Source source, int rule, String ruleText, String text) {

    /// Who made the rule: the site's programmers, the list's settings, or the owner's policy.
    public enum Source {
        BUILT_IN,
        CHECK,
        POLICY;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /// `built-in`, `check` or `policy`.
        public String word() {
            return word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /// For logs: `policy/7`.
    public String label() {
        return source + "/" + rule;
    }

    /// The same reason with its placeholders filled; `value` gets `page`, `keyid`, `form` or `list`, and `sendkey` and `request` for a rule that a setting stands for.
    public Reason filled(UnaryOperator<String> value) {
        if (text.indexOf('{') < 0) {
            return this;
        }
        var filled = text;
        for (String name : Words.PLACEHOLDERS) {
            filled = filled(filled, name, value);
        }
        for (String placeholder : source == Source.CHECK ? Words.GENERATED : List.<String>of()) {
            filled = filled(filled, placeholder, value);
        }
        return new Reason(source, rule, ruleText, filled);
    }

    private static String filled(String text, String name, UnaryOperator<String> value) {
        String placeholder = "{" + name + "}";
        return text.contains(placeholder) ? text.replace(placeholder, value.apply(name)) : text;
    }

    @Override
    public String toString() {
        return source + " rule " + rule + ", \"" + ruleText + "\": " + text;
    }
}
