package org.chancery.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.BuiltIns;
import org.chancery.policy.Check;
import org.chancery.policy.Checks;
import org.chancery.policy.Decision;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.chancery.policy.Judge;
import org.chancery.policy.PolicyParser;
import org.chancery.policy.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The verdicts of every check over every policy, derived by hand in `src/test/data/checks/golden.tsv`: columns are setting=value,
/// what is true of the post, and what becomes of it where the policy says accept, hold, refuse, drop, ask.
class SettingChecksTest {
    private static final List<String> POLICIES = List.of("accept", "hold", "refuse", "drop", "ask sender to confirm");

    static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/data/checks/golden.tsv")).stream().filter(line -> !line.startsWith("#")).map(line -> List.of(line.split("\t", -1)));
    }

    private static Settings settings(String words) {
        Map<Setting, String> set = new EnumMap<>(Setting.class);
        for (String word : words.equals("-") ? List.<String>of() : List.of(words.split(";"))) {
            set.put(Setting.ofKey(word.substring(0, word.indexOf('='))).orElseThrow(), word.substring(word.indexOf('=') + 1));
        }
        return new Settings(set);
    }

    private static Facts facts(String words) {
        FactsBuilder facts = Facts.builder();
        for (String word : words.split(" ")) {
            switch (word) {
                case "stranger" -> {}
                case "member" -> facts.role(Standing.Role.MEMBER);
                case "owner" -> facts.role(Standing.Role.OWNER);
                case "poster" -> facts.role(Standing.Role.ALLOWED_POSTER);
                case "parent" -> facts.role(Standing.Role.PARENT_LIST);
                case "banned" -> facts.group(Checks.BANNED);
                case "moderated" -> facts.group(Checks.MODERATED);
                case "quarantined" -> facts.group(Checks.QUARANTINED);
                case "pattern" -> facts.headerPattern("Subject: x");
                case "opened" -> facts.encryption(Facts.Encryption.LIST);
                case "unopened" -> facts.encryption(Facts.Encryption.OTHERS).has(FactName.CANNOT_BE_OPENED);
                case "known" -> facts.signature(Facts.Signature.KNOWN_KEY);
                case "unknown" -> facts.signature(Facts.Signature.ANY_KEY);
                case "large" -> facts.sizeOctets(5_000);
                case "many" -> facts.recipients(4);
                default -> facts.has(FactName.valueOf(word));
            }
        }
        return facts.build();
    }

    private static Decision decide(Settings settings, String policy, Facts facts) {
        return Judge.decide(BuiltIns.STANDARD, SettingChecks.of(settings), PolicyParser.parse("otherwise " + policy + ".").orThrow(), facts);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_check_gives_the_verdict_that_was_derived_by_hand(List<String> row) {
        List<String> given = POLICIES.stream().map(policy -> decide(settings(row.get(0)), policy, facts(row.get(1))).word()).toList();
        assertThat(given).isEqualTo(List.of(row.get(2).split(" ")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void no_check_ever_makes_an_accept_of_something_else(List<String> row) {
        for (String policy : POLICIES) {
            Decision with = decide(settings(row.get(0)), policy, facts(row.get(1)));
            Decision without = Judge.decide(BuiltIns.STANDARD, Checks.NONE, PolicyParser.parse("otherwise " + policy + ".").orThrow(), facts(row.get(1)));
            assertThat(with instanceof Decision.Accept && !(without instanceof Decision.Accept)).as(policy).isFalse();
        }
    }

    @Test
    void loops_and_bans_come_first_and_the_emergency_behind_what_the_owner_said_of_headers() {
        Settings all = settings("emergency=true;header_patterns=Subject: x -> hold;quarantine_posts=1;member_action=hold;nonmember_action=reject;"
                + "require_destination=true;max_recipients=3;max_size=1;no_subject=hold;filter=true");

        assertThat(SettingChecks.of(all).all()).extracting(Check::setting).containsExactly(
                "max_hops", "loops", "loops", "bans", "header_patterns", "emergency", "moderated", "quarantine_posts", "member_action", "nonmember_action",
                "administrivia", "require_destination", "max_recipients", "max_size", "no_subject", "filter_action");
    }

    @Test
    void of_several_holds_the_first_gives_the_reason_and_a_refusal_below_still_refuses() {
        Settings both = settings("emergency=true;no_subject=reject");

        assertThat(decide(both, "accept", facts("COMMAND")).reason().text())
                .isEqualTo("Held for the moderators: every post waits while the list is in emergency (emergency)");
        assertThat(decide(both, "accept", facts("SUBJECT_EMPTY")).reason().text()).isEqualTo("Refused: posts without a subject are not taken (no_subject)");
    }

    @Test
    void every_check_says_why_in_words_of_its_own() {
        assertThat(SettingChecks.of(settings("emergency=true;header_patterns=*: x -> reject;quarantine_posts=1;member_action=hold;nonmember_action=discard;"
                + "require_destination=true;max_recipients=3;max_size=1;no_subject=hold;filter=true")).all()).allSatisfy(check -> assertThat(check.why()).isNotBlank());
    }
}
