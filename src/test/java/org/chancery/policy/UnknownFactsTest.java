package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// Judging with facts that are not known yet, or cannot be known now.
class UnknownFactsTest {

    private static Judgement judge(String policy, Facts facts) {
        return judge(TestPolicies.policy(policy), facts);
    }

    private static Judgement judge(Policy policy, Facts facts) {
        return new Judge(BuiltIns.STANDARD, Checks.NONE, policy).judge(facts);
    }

    private static Facts dnsFailed(FactsBuilder facts) {
        return facts.dmarc(Result.TEMPERROR).build();
    }

    private static FactsBuilder member() {
        return Facts.builder().role(Standing.Role.MEMBER);
    }

    @Test
    void az19_a_dns_failure_is_451_only_if_the_verdict_depends_on_it() {
        var members = Policies.shipped("discussion");
        assertThat(new Judge(BuiltIns.STANDARD, Checks.NONE, members).decide(dnsFailed(member())))
                .isInstanceOfSatisfying(Decision.Reject.class, r -> {
                    assertThat(r.code()).isEqualTo(451);
                    assertThat(r.status()).isEqualTo("4.7.0");
                    assertThat(r.isTransient()).isTrue();
                    assertThat(r.reason().text()).contains("proof domain");
                });
        assertThat(judge(members, dnsFailed(member().proof(ProofLevel.ACCOUNT)))).isInstanceOf(Judgement.Decided.class);
        assertThat(judge(Policies.shipped("announce"), dnsFailed(Facts.builder())))
                .isInstanceOfSatisfying(
                        Judgement.Decided.class, d -> assertThat(d.decision().word()).isEqualTo("refuse"));
    }

    @Test
    void an_unknown_rule_does_not_matter_if_everything_after_it_says_the_same() {
        assertThat(judge("refuse \"Forged\" when dmarc fail. otherwise refuse \"Closed\".", dnsFailed(Facts.builder())))
                .isInstanceOfSatisfying(
                        Judgement.Decided.class,
                        d -> assertThat(d.decision().reason().text()).isEqualTo("Closed"));
        assertThat(judge("refuse when dmarc fail. otherwise hold.", dnsFailed(Facts.builder())))
                .isInstanceOfSatisfying(
                        Judgement.Undecided.class, u -> assertThat(u.dependsOn()).containsExactly(FactName.DMARC));
    }

    @Test
    void a_condition_that_is_false_anyway_is_not_unknown() {
        assertThat(judge("accept when dmarc pass and from member. otherwise refuse.", dnsFailed(Facts.builder())))
                .isInstanceOf(Judgement.Decided.class);
        assertThat(judge("hold when (dmarc pass or from member). otherwise refuse.", dnsFailed(member())))
                .isInstanceOf(Judgement.Decided.class);
    }

    @Test
    void a_policy_that_asks_for_temperror_has_said_what_it_wants() {
        var text = "accept when from member and dmarc pass. hold when dmarc temperror. otherwise refuse.";
        assertThat(judge(text, dnsFailed(member())))
                .isInstanceOfSatisfying(
                        Judgement.Decided.class, d -> assertThat(d.decision().word()).isEqualTo("hold"));
    }

    @Test
    void before_opening_a_refusal_that_needs_no_content_is_decided_already() {
        var sealed = Facts.builder().encryption(Facts.Encryption.LIST).build().beforeOpening();
        var closed = "refuse when not from member. hold when has attachments. otherwise accept.";
        assertThat(judge(closed, sealed))
                .isInstanceOfSatisfying(
                        Judgement.Decided.class, d -> assertThat(d.decision().word()).isEqualTo("refuse"));
        assertThat(judge(closed, sealed.withRoles(Set.of(Standing.Role.MEMBER), Set.of())))
                .isInstanceOf(Judgement.Undecided.class);
    }

    @Test
    void before_opening_what_rests_on_content_stays_open() {
        var sealed = member().build().beforeOpening();
        assertThat(new Judge(BuiltIns.NONE, Checks.NONE, Policies.shipped("encrypted")).judge(sealed))
                .isInstanceOfSatisfying(
                        Judgement.Undecided.class,
                        u -> assertThat(u.dependsOn()).isEqualTo(Set.of(FactName.ENCRYPTION, FactName.SIGNATURE)));
        assertThat(judge("accept when encrypted. otherwise refuse.", sealed.toBuilder().known(FactName.content()).build()))
                .isInstanceOf(Judgement.Decided.class);
    }

    @Test
    void a_check_that_may_hold_leaves_an_accept_open_but_not_a_refusal() {
        var checks = new Checks(PolicyParser.parseChecks("sign", "hold when dmarc fail.").orThrow());
        var facts = dnsFailed(Facts.builder());
        assertThat(new Judge(BuiltIns.NONE, checks, TestPolicies.policy("otherwise accept.")).judge(facts))
                .isInstanceOf(Judgement.Undecided.class);
        assertThat(new Judge(BuiltIns.NONE, checks, TestPolicies.policy("otherwise refuse.")).judge(facts))
                .isInstanceOf(Judgement.Decided.class);
        assertThat(new Judge(BuiltIns.NONE, checks, TestPolicies.policy("otherwise hold.")).judge(facts))
                .isInstanceOf(Judgement.Decided.class);
    }

    @Test
    void what_was_taken_already_is_held_and_not_deferred() {
        var open = judge("accept when dmarc pass. otherwise refuse.", dnsFailed(Facts.builder()));
        assertThat(open.orHold()).isInstanceOf(Decision.Hold.class);
        assertThat(open.orHold().reason().text()).contains("dmarc");
    }

    @Test
    void filling_in_an_unknown_fact_never_contradicts_what_was_decided_without_it() {
        for (String style : Policies.STYLES) {
            var judge = new Judge(BuiltIns.NONE, Checks.NONE, Policies.shipped(style));
            for (Standing.Role role : Standing.Role.values()) {
                var sealed = Facts.builder().role(role).build().beforeOpening();
                if (judge.judge(sealed) instanceof Judgement.Decided(Decision early)) {
                    for (Facts.Signature signature : Facts.Signature.values()) {
                        var opened = sealed.toBuilder()
                                .known(FactName.content())
                                .signature(signature)
                                .encryption(Facts.Encryption.LIST)
                                .build();
                        assertThat(early.comesToTheSameAs(judge.decide(opened))).as(style + role).isTrue();
                    }
                }
            }
        }
    }
}
