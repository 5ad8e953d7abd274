package org.chancery.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says why a message met its fate: for people as text, for `--json` as plain maps and lists.
///
/// ```
/// refuse 550 5.7.1: Only members may post; join at https://lists.example.org/list/discuss
/// decided by policy rule 3: otherwise refuse "Only members may post; join at {page}"
/// known:
///   dmarc fail (path-checked)
/// considered:
///   no       policy rule 1: accept when from member and proof at least account
///   ...
/// ```
public final class Explain {
    private Explain() {}

    /// One line without rule and facts: what happens, and the sentence for the sender.
    public static String headline(Decision decision) {
        return what(decision) + ": " + decision.reason().text();
    }

    static String what(Decision decision) {
        return switch (decision) {
            case Decision.Accept(Extras extras, _, _) -> "accept" + extras.words();
            case Decision.Hold(Outcome.By by, Extras extras, _, _) -> "hold for " + by.word() + extras.words();
            case Decision.Challenge(Duty duty, Optional<Outcome.Final> then, _, _) ->
                new Outcome.Ask(duty, then).words();
            case Decision.Reject reject -> "refuse " + reject.code() + " " + reject.status();
            case Decision.Discard _ -> "drop";
        };
    }

    /// The whole story: outcome, deciding rule, facts with their sources, and every rule considered.
    public static String text(Decision decision, Facts facts) {
        var lines = new ArrayList<String>();
        var reason = decision.reason();
        lines.add(headline(decision));
        lines.add("decided by " + reason.source() + " rule " + reason.rule() + ": " + reason.ruleText());
        var known = KnownFact.of(facts);
        lines.add(known.isEmpty() ? "known: nothing in particular" : "known:");
        known.forEach(k -> lines.add("  " + k));
        lines.add("considered:");
        decision.trail().forEach(c -> lines.add(line(c)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(Considered considered) {
        return String.format(
                Locale.ROOT,
                "  %-8s %s rule %d: %s",
                considered.verdict(),
                considered.source(),
                considered.rule(),
                considered.text());
    }

    /// The same, as maps and lists of strings and numbers, in a fixed order.
    public static Map<String, Object> structured(Decision decision, Facts facts) {
        var reason = decision.reason();
        var story = new LinkedHashMap<String, Object>();
        story.put("decision", decision.word());
        story.put("outcome", what(decision));
        story.put("text", reason.text());
        story.put("source", reason.source().word());
        story.put("rule", reason.rule());
        story.put("ruleText", reason.ruleText());
        story.put("facts", KnownFact.of(facts).stream().map(Explain::structured).toList());
        story.put("considered", decision.trail().stream().map(Explain::structured).toList());
        return story;
    }

    private static Map<String, Object> structured(KnownFact known) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("fact", known.words());
        entry.put("source", known.source().word());
        return entry;
    }

    private static Map<String, Object> structured(Considered considered) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("source", considered.source().word());
        entry.put("rule", considered.rule());
        entry.put("text", considered.text());
        entry.put("verdict", considered.verdict().word());
        return entry;
    }

    /// What an owner sees of a policy: the checks that stand above it with their settings, then the numbered rules.
    public static String listing(Checks checks, Policy policy) {
        var lines = new ArrayList<String>();
        checks.all().forEach(c -> lines.add("check " + (lines.size() + 1) + " (" + c.setting() + "): " + c.words() + "."));
        List<String> rules = policy.text().lines().toList();
        for (int i = 0; i < rules.size(); i++) {
            lines.add("rule " + (i + 1) + ": " + rules.get(i));
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
