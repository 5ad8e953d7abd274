package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is said of a policy before it is used.
class AnalysisTest {

    private static List<String> found(String policy) {
        return Analysis.of(TestPolicies.policy(policy), Set.of("discuss"), Set.of("board")).findings().stream()
                .map(f -> f.kind().code() + " " + f.rule())
                .toList();
    }

    @Test
    void accepting_members_on_their_from_line_alone_can_be_forged() {
        assertThat(found("accept when from member. otherwise hold.")).containsExactly("W-FORGE 1");
        assertThat(found("accept when from group \"board\" and spf pass. otherwise hold.")).containsExactly("W-FORGE 1");
        assertThat(found("hold when not from member. otherwise accept.")).containsExactly("W-FORGE 2");
        assertThat(found("accept when from member and proof at least domain. otherwise hold.")).isEmpty();
        assertThat(found("accept when from member and signed by known key. otherwise hold.")).isEmpty();
        assertThat(found("accept when from member and dmarc pass. otherwise hold.")).isEmpty();
        assertThat(found("hold when proof is none. accept when from member. otherwise hold.")).isEmpty();
    }

    @Test
    void the_old_default_of_accepting_members_and_listed_non_members_is_forgeable_in_both_rules() {
        assertThat(found("hold when size over 40 KB. accept when from member. accept when from allowed poster. "
                        + "otherwise hold."))
                .containsExactly("W-FORGE 2", "W-FORGE 3");
    }

    @Test
    void a_confirmation_from_elsewhere_forges_a_member() {
        assertThat(found("ask sender to confirm then accept when from member. otherwise refuse."))
                .containsExactly("W-FORGE 1");
        assertThat(found("accept when from member and answered confirm and proof at least mailbox. otherwise refuse."))
                .isEmpty();
    }

    @Test
    void strangers_who_reach_accept_without_proof_leave_the_list_open() {
        assertThat(found("accept when from anyone. otherwise refuse.")).containsExactly("W-OPEN 1");
        assertThat(found("refuse when blocklisted. otherwise accept.")).containsExactly("W-OPEN 2");
        assertThat(found("accept when answered contract. otherwise refuse.")).containsExactly("W-OPEN 1");
        assertThat(found("accept when answered contract and proof at least domain. otherwise refuse.")).isEmpty();
    }

    @Test
    void az4_authentication_alone_is_no_reason_to_accept() {
        assertThat(found("accept when proof at least domain. otherwise refuse.")).containsExactly("W-AUTHN 1");
        assertThat(found("accept when proof at least account. otherwise refuse.")).containsExactly("W-AUTHN 1");
        assertThat(found("accept when dmarc pass. otherwise refuse.")).containsExactly("W-AUTHN 1");
        assertThat(found("accept when proof at least key. otherwise refuse.")).isEmpty();
        assertThat(found("accept when proof at least domain and from member. otherwise refuse.")).isEmpty();
    }

    @Test
    void az16_a_shadowed_rule_is_found_with_the_rule_that_shadows_it() {
        var findings = Analysis.of(
                        TestPolicies.policy("hold when from member. accept when from member and proof at least account. otherwise refuse."),
                        Set.of(),
                        Set.of())
                .findings();
        assertThat(findings).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(Finding.Kind.W_DEAD);
            assertThat(f.rule()).isEqualTo(2);
            assertThat(f.text()).contains("taken by rule 1");
        });
    }

    @Test
    void a_rule_shadowed_by_two_together_and_one_that_contradicts_itself_are_dead() {
        assertThat(found("hold when dmarc fail. drop when not dmarc fail. refuse when first post. otherwise refuse."))
                .containsExactly("W-DEAD 3");
        assertThat(found("hold when proof is none and proof at least key. otherwise refuse.")).containsExactly("W-DEAD 1");
        assertThat(found("hold when from anyone. otherwise refuse.")).isEmpty();
    }

    @Test
    void what_senders_say_cannot_help_them() {
        assertThat(found("accept when via another list and from member and proof at least domain. otherwise refuse."))
                .containsExactly("E-CLAIM 1");
        assertThat(found("ask sender to confirm then accept when header matches \"x\" and proof at least domain. otherwise refuse."))
                .contains("E-CLAIM 1");
        assertThat(found("hold when not via another list. otherwise refuse.")).containsExactly("E-CLAIM 1");
        assertThat(found("ask sender to confirm when not header matches \"x\". otherwise refuse.")).containsExactly("E-CLAIM 1");
        assertThat(found("hold when via another list. refuse when header matches \"x\". otherwise drop.")).isEmpty();
    }

    @Test
    void contracts_and_groups_must_exist() {
        assertThat(found("ask sender to agree to \"nothing\" when from anyone. otherwise refuse.")).containsExactly("E-CONTRACT 1");
        assertThat(found("ask sender to agree to \"discuss\" when from anyone. otherwise refuse.")).isEmpty();
        assertThat(found("hold when from group \"nobody\". otherwise hold and notify group \"else\"."))
                .containsExactly("E-GROUP 1", "E-GROUP 2");
    }

    @Test
    void only_owners_moderators_and_groups_can_be_told_and_not_of_a_refusal() {
        assertThat(found("accept and notify member when from owner. otherwise drop and notify anyone.")).contains("E-TOLD 1", "E-TOLD 2");
        assertThat(found("hold when from anyone. otherwise refuse and notify owner.")).contains("E-TOLD 2");
        assertThat(found("hold and notify owner when from anyone. otherwise drop and notify moderator.")).noneMatch(finding -> finding.startsWith("E-"));
    }

    @Test
    void errors_and_warnings_are_told_apart() {
        var analysis = Analysis.of(
                TestPolicies.policy("accept when from member. accept when from group \"x\". otherwise accept."), Set.of(), Set.of());
        assertThat(analysis.errors()).extracting(Finding::kind).containsExactly(Finding.Kind.E_GROUP);
        assertThat(analysis.warningCodes()).isEqualTo("W-OPEN");
    }

    @Test
    void a_policy_that_asks_too_much_says_so_and_is_still_looked_at_rule_by_rule() {
        var many = IntStream.range(0, 30)
                .mapToObj(i -> "hold when header matches \"p" + i + "\". ")
                .collect(Collectors.joining());
        assertThat(found(many + "accept when from member. accept when proof at least domain. otherwise accept."))
                .containsExactly("W-FORGE 31", "W-AUTHN 32", "W-OPEN 33", "W-LARGE 33");
    }

    @Test
    void even_one_rule_that_asks_too_much_ends_the_analysis_honestly() {
        var many = IntStream.range(0, 30)
                .mapToObj(i -> "not header matches \"p" + i + "\"")
                .collect(Collectors.joining(" and "));
        assertThat(found("accept when " + many + ". otherwise refuse.")).contains("W-LARGE 1", "E-CLAIM 1");
    }
}
