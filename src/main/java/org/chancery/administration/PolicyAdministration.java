package org.chancery.administration;

import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.Analysis;
import org.chancery.policy.Check;
import org.chancery.policy.Checks;
import org.chancery.policy.ParsedPolicy;
import org.chancery.policy.Policy;
import org.chancery.policy.PolicyDiff;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.WhoTable;

/// Who may post: the owner's policy of a list, looked over before it is stored.
public final class PolicyAdministration {
    private final Lists lists;
    private final Function<Settings, Checks> checks;
    private final InstantSource clock;

    PolicyAdministration(Lists lists, Function<Settings, Checks> checks, InstantSource clock) {
        this.lists = lists;
        this.checks = checks;
        this.clock = clock;
    }

    /// The owner's text, below the checks that stand for settings. The checks are comments, so that what is shown can be
    /// edited and set again.
    public String show(MailingList list) {
        return checks.apply(list.settings()).all().stream().map(PolicyAdministration::comment).collect(Collectors.joining())
                + list.policy().text();
    }

    private static String comment(Check check) {
        String origin = Setting.ofKey(check.setting()).isPresent() ? "from setting " : "always ";
        return "# " + origin + check.setting() + ", before all rules: " + check.words() + ".\n";
    }

    /// Stores a new version. Errors refuse it; warnings are stored with it and told. A text that says the same as the
    /// version in force makes no new one.
    public Stored set(Caller caller, MailingList list, String text) {
        caller.must(Permission.SET_POLICY, list);
        Policy policy = parse(text);
        Analysis analysis = analyse(policy);
        if (!analysis.errors().isEmpty()) {
            throw new Refused(Stream.concat(Stream.of("The policy was not stored:"), analysis.errors().stream().map(Object::toString)).toList());
        }
        PolicyDiff diff = PolicyDiff.between(parse(list.policy().text()), policy);
        if (text.equals(list.policy().text())) {
            return new Stored(list.policy().version(), analysis, diff);
        }
        String detail = "version " + list.policy().version() + " -> " + (list.policy().version() + 1)
                + (analysis.warnings().isEmpty() ? "" : " warnings=" + analysis.warningCodes());
        int version = lists.savePolicy(list.id(), text, caller.act(clock.instant(), "policy.set", list.address().key(), detail));
        return new Stored(version, analysis, diff);
    }

    public Analysed analyse(MailingList list) {
        Policy policy = parse(list.policy().text());
        return new Analysed(analyse(policy), WhoTable.of(policy));
    }

    /// No list has contracts or groups yet, so a policy that names one is in error.
    private static Analysis analyse(Policy policy) {
        return Analysis.of(policy, Set.of(), Set.of());
    }

    static Policy parse(String text) {
        return switch (PolicyParser.parse(text)) {
            case ParsedPolicy.Read<Policy>(Policy policy) -> policy;
            case ParsedPolicy.Wrong<Policy> wrong -> throw new Refused("The policy cannot be read: " + wrong);
        };
    }

    /// The version that is in force now, what the analysis says of it, and whom it treats differently than the last.
    public record Stored(int version, Analysis analysis, PolicyDiff diff) {}

    public record Analysed(Analysis analysis, WhoTable who) {}
}
