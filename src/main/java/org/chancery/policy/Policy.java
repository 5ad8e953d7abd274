package org.chancery.policy;

import java.util.List;

/// An owner's posting policy: rules in order, the first that matches wins, and what happens if none does.
/// Rules are numbered from 1; `otherwise` bears the number after the last.
///
/// Example: `PolicyParser.parse("accept when from member and proof at least domain. otherwise refuse.")`.
public record Policy(List<Rule> rules, Outcome otherwise) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /// Canonical text: one rule per line, words in lower case, everything optional spelled out where it matters.
    /// Reading it again gives an equal policy; comments are not kept.
    public String text() {
        var text = new StringBuilder();
        rules.forEach(r -> text.append(r.words()).append(".\n"));
        return text.append("otherwise ").append(otherwise.words()).append(".\n").toString();
    }

    /// The number that reasons give for `otherwise`.
    public int otherwiseNumber() {
        return rules.size() + 1;
    }

    /// The canonical text of rule `number` (from 1; the one after the last is `otherwise`), without full stop.
    public String ruleText(int number) {
        return number > rules.size() ? "otherwise " + otherwise.words() : rules.get(number - 1).words();
    }

    @Override
    public String toString() {
        return text();
    }
}
