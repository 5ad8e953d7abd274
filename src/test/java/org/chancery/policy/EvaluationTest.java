package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.policy.TestPolicies.decide;
import static org.chancery.policy.TestPolicies.policy;

import java.util.List;
import java.util.Set;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// What the rules mean.
class EvaluationTest {

    private static FactsBuilder member() {
        return Facts.builder().role(Standing.Role.MEMBER);
    }

    private static String word(String policy, FactsBuilder facts) {
        return decide(policy, facts).word();
    }

    @Test
    void the_first_rule_that_matches_wins() {
        var text = "hold when first post. accept when from member. otherwise refuse.";
        assertThat(word(text, member())).isEqualTo("accept");
        assertThat(word(text, member().has(FactName.FIRST_POST))).isEqualTo("hold");
        assertThat(decide(text, Facts.builder()).reason().rule()).isEqualTo(3);
    }

    @Test
    void the_trail_names_every_rule_considered_and_none_after_the_match() {
        var decision = decide("hold when first post. accept when from member. drop when spam certain. otherwise refuse.", member());
        assertThat(decision.trail().stream()
                        .filter(c -> c.source() == Reason.Source.POLICY)
                        .map(c -> c.rule() + " " + c.verdict()))
                .containsExactly("1 no", "2 yes");
        assertThat(decision.trail().stream().filter(c -> c.source() == Reason.Source.BUILT_IN))
                .hasSameSizeAs(BuiltIns.STANDARD.all());
    }

    @Test
    void several_proofs_count_together() {
        var text = "accept when proof at least sender-key and proof at least key. hold when proof is mailbox. otherwise refuse.";
        assertThat(word(text, Facts.builder().proof(ProofLevel.ACCOUNT).signature(Facts.Signature.KNOWN_KEY)))
                .isEqualTo("accept");
        assertThat(word(text, Facts.builder().signature(Facts.Signature.KNOWN_KEY))).isEqualTo("refuse");
        assertThat(word(text, Facts.builder().confirmed(Facts.Answer.FROM_MAILBOX))).isEqualTo("hold");
        assertThat(word(text, Facts.builder().proof(ProofLevel.MAILBOX).proof(ProofLevel.ACCOUNT))).isEqualTo("refuse");
    }

    @Test
    void an_answer_from_elsewhere_proves_nothing_about_the_from_mailbox() {
        var text = "accept when answered confirm and proof at least domain. hold when answered confirm. otherwise refuse.";
        assertThat(word(text, Facts.builder().confirmed(Facts.Answer.FROM_MAILBOX))).isEqualTo("accept");
        assertThat(word(text, Facts.builder().confirmed(Facts.Answer.ELSEWHERE))).isEqualTo("hold");
    }

    @Test
    void a_parents_proof_counts_for_the_parent_role_and_not_for_the_member_in_the_from_line() {
        var relayed = member().role(Standing.Role.PARENT_LIST);
        assertThat(word("accept when from parent list and proof at least domain. otherwise refuse.", relayed))
                .isEqualTo("accept");
        assertThat(word("accept when from member and proof at least domain. otherwise refuse.", relayed))
                .isEqualTo("refuse");
        assertThat(word(
                        "accept when from parent list and from member and proof at least domain. otherwise refuse.",
                        relayed))
                .isEqualTo("refuse");
    }

    @Test
    void thresholds_and_types_are_exact() {
        assertThat(word("hold when size over 1 KB. otherwise accept.", Facts.builder().sizeOctets(1024))).isEqualTo("accept");
        assertThat(word("hold when size over 1 KB. otherwise accept.", Facts.builder().sizeOctets(1025))).isEqualTo("hold");
        assertThat(word("hold when over 2 recipients. otherwise accept.", Facts.builder().recipients(2))).isEqualTo("accept");
        assertThat(word("hold when blocklisted by at least 2. otherwise accept.", Facts.builder().blocklisted(2)))
                .isEqualTo("hold");
        var types = "hold when type outside \"text/plain\", \"IMAGE/*\". otherwise accept.";
        assertThat(word(types, Facts.builder().contentType("Text/Plain").contentType("image/png"))).isEqualTo("accept");
        assertThat(word(types, Facts.builder().contentType("text/plain").contentType("text/html"))).isEqualTo("hold");
        assertThat(word("hold when spam likely. otherwise accept.", Facts.builder().spam(Facts.Spam.CERTAIN)))
                .isEqualTo("hold");
    }

    @Test
    void ask_without_then_judges_again_and_asks_nobody_twice() {
        var text = "accept when from member and proof at least domain. ask sender to confirm when from member. otherwise refuse.";
        var asked = decide(text, member());
        assertThat(asked).isInstanceOfSatisfying(Decision.Challenge.class, c -> {
            assertThat(c.duty()).isEqualTo(new Duty.Confirm());
            assertThat(c.then()).isEmpty();
        });
        assertThat(word(text, member().confirmed(Facts.Answer.FROM_MAILBOX))).isEqualTo("accept");
        assertThat(decide(text, member().confirmed(Facts.Answer.ELSEWHERE)))
                .isInstanceOfSatisfying(Decision.Hold.class, h -> assertThat(h.by()).isEqualTo(Outcome.By.MODERATORS));
    }

    @Test
    void ask_then_is_settled_even_if_the_answer_changed_the_proof_it_asked_for() {
        var text = "ask sender to confirm then hold for owners when from member and proof is none. otherwise refuse.";
        assertThat(word(text, member())).isEqualTo("ask");
        assertThat(decide(text, member().confirmed(Facts.Answer.FROM_MAILBOX)))
                .isInstanceOfSatisfying(Decision.Hold.class, h -> assertThat(h.by()).isEqualTo(Outcome.By.OWNERS));
    }

    @Test
    void an_answer_given_before_it_was_asked_for_settles_ask_then_as_well() {
        var text = "ask sender to confirm then accept when from member and proof at least domain. otherwise refuse.";
        assertThat(word(text, member())).isEqualTo("refuse");
        assertThat(word(text, member().confirmed(Facts.Answer.FROM_MAILBOX))).isEqualTo("accept");
        assertThat(word(text, member().confirmed(Facts.Answer.ELSEWHERE))).isEqualTo("refuse");
    }

    @Test
    void two_duties_take_at_most_three_judgements() {
        var policy = policy("ask sender to agree to \"a\" when answered confirm. ask sender to confirm when from anyone. otherwise refuse.");
        var facts = Facts.builder().build();
        var judge = new Judge(BuiltIns.STANDARD, Checks.NONE, policy);
        for (int asked = 0; asked < 2; asked++) {
            assertThat(judge.decide(facts)).isInstanceOf(Decision.Challenge.class);
            var duty = ((Decision.Challenge) judge.decide(facts)).duty();
            facts = facts.withAnswered(duty.kind(), Facts.Answer.FROM_MAILBOX);
        }
        assertThat(judge.decide(facts)).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void a_held_post_is_judged_by_the_roles_of_today_and_the_proof_of_then() {
        var stored = Facts.builder().proof(ProofLevel.DOMAIN).role(Standing.Role.PARENT_LIST).build();
        var today = stored.withRoles(Set.of(Standing.Role.MEMBER), Set.of("board"));
        assertThat(today.roles()).containsExactlyInAnyOrder(Standing.Role.MEMBER, Standing.Role.PARENT_LIST);
        assertThat(today.groups()).containsExactly("board");
        assertThat(today.holds(ProofLevel.DOMAIN)).isTrue();
    }

    @Test
    void a_refusal_carries_the_rules_text_with_its_placeholders_filled() {
        var decision = decide("otherwise refuse \"Join at {page}\".", Facts.builder())
                .filled(name -> "https://lists.example.org/" + name);
        assertThat(decision).isInstanceOfSatisfying(Decision.Reject.class, r -> {
            assertThat(r.code()).isEqualTo(550);
            assertThat(r.status()).isEqualTo("5.7.1");
            assertThat(r.reason().text()).isEqualTo("Join at https://lists.example.org/page");
        });
    }

    @Test
    void a_refusal_without_text_names_its_rule() {
        assertThat(decide("refuse when spam certain. otherwise refuse.", Facts.builder()).reason().text())
                .isEqualTo("Refused by the policy of this list (rule 2)");
    }

    @Test
    void only_a_rule_about_authentication_blames_authentication() {
        assertThat(status("refuse when spf fail.", Result.FAIL, Result.NONE)).isEqualTo("5.7.23");
        assertThat(status("refuse when spf fail.", Result.FAIL, Result.FAIL)).isEqualTo("5.7.26");
        assertThat(status("refuse when dmarc fail.", Result.FAIL, Result.FAIL)).isEqualTo("5.7.26");
        assertThat(status("refuse when dmarc fail.", Result.PASS, Result.FAIL)).isEqualTo("5.7.1");
        assertThat(status("refuse when not from member.", Result.FAIL, Result.FAIL)).isEqualTo("5.7.1");
        assertThat(status("", Result.FAIL, Result.FAIL)).isEqualTo("5.7.1");
    }

    private static String status(String rule, Result spf, Result dmarc) {
        var decision = decide(rule + " otherwise refuse.", Facts.builder().spf(spf).dmarc(dmarc));
        assertThat(decision.reason().rule()).isEqualTo(1);
        return ((Decision.Reject) decision).status();
    }

    @Test
    void built_in_rules_stand_before_everything_and_are_not_editable() {
        var anyone = "accept when from anyone. otherwise refuse.";
        assertThat(word(anyone, Facts.builder())).isEqualTo("accept");
        assertThat(word(anyone, Facts.builder().has(FactName.MAIL_LOOP))).isEqualTo("drop");
        for (FactName name : List.of(FactName.NULL_SENDER, FactName.FROM_IS_LIST, FactName.MALWARE, FactName.SWEEP_FAILED)) {
            var decision = decide(anyone, Facts.builder().has(name));
            assertThat(decision.word()).as(name.words()).isEqualTo("refuse");
            assertThat(decision.reason().source()).isEqualTo(Reason.Source.BUILT_IN);
        }
        assertThat(word(anyone, Facts.builder().listState(Facts.ListState.FROZEN))).isEqualTo("refuse");
        assertThat(word(anyone, Facts.builder().listState(Facts.ListState.PAUSED))).isEqualTo("accept");
    }

    @Test
    void az9_a_signature_is_bound_to_the_content_and_tls_only_to_the_hop() {
        String policy = "accept when from member and proof at least key. hold when from member and connection tls. otherwise refuse.";
        FactsBuilder throughABadHost = Facts.builder().role(Standing.Role.MEMBER).signature(Facts.Signature.KNOWN_KEY).blocklisted(9);
        assertThat(TestPolicies.decide(policy, throughABadHost).word()).isEqualTo("accept");
        FactsBuilder overTlsUnsigned = Facts.builder().role(Standing.Role.MEMBER).has(FactName.CONNECTION_TLS);
        assertThat(TestPolicies.decide(policy, overTlsUnsigned).word()).isEqualTo("hold");
        assertThat(TestPolicies.decide("accept when proof at least domain. otherwise refuse.", overTlsUnsigned).word()).isEqualTo("refuse");
    }
}
