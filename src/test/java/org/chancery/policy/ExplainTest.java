package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// The same true reason for everybody.
class ExplainTest {
    private static final Policy ACCOUNTS_ONLY = PolicyParser.parse(
            "accept when from member and proof at least account. hold for moderators when from member. otherwise refuse \"Only members may post; join at {page}\".").orThrow();


    @Test
    void a_refusal_is_told_with_its_rule_its_facts_and_every_rule_before_it() {
        var facts = Facts.builder().dmarc(Result.FAIL).build();
        var decision = new Judge(BuiltIns.NONE, Checks.NONE, Policies.shipped("discussion"))
                .decide(facts)
                .filled(_ -> "https://lists.example.org/list/discuss");
        assertThat(Explain.text(decision, facts))
                .isEqualTo(
                        """
                        refuse 550 5.7.1: Only members may post; join at https://lists.example.org/list/discuss
                        decided by policy rule 1: refuse "Only members may post; join at {page}" when dmarc fail and not from member
                        known:
                          dmarc fail (path-checked)
                        considered:
                          yes      policy rule 1: refuse "Only members may post; join at {page}" when dmarc fail and not from member
                        """);
    }

    @Test
    void the_structured_story_says_the_same_as_the_text() {
        var facts = Facts.builder().role(Standing.Role.MEMBER).proof(ProofLevel.DOMAIN).sizeOctets(600_000).build();
        var decision = new Judge(BuiltIns.STANDARD, Checks.NONE, Policies.shipped("discussion")).decide(facts);
        var story = Explain.structured(decision, facts);
        assertThat(story).containsEntry("decision", "hold").containsEntry("rule", 2).containsEntry("source", "policy");
        assertThat(story.toString()).contains("from member", "local", "size 600000 octets");
        assertThat(Explain.text(decision, facts)).contains((String) story.get("text"));
    }

    @Test
    void the_listing_shows_checks_with_their_setting_above_numbered_rules() {
        var checks = new Checks(PolicyParser.parseChecks("max_size", "hold when size over 500 KB.").orThrow());
        assertThat(Explain.listing(checks, TestPolicies.policy("accept when from owner and proof at least domain. otherwise refuse.")))
                .isEqualTo(
                        """
                        check 1 (max_size): hold for moderators when size over 500 KB.
                        rule 1: accept when from owner and proof at least domain.
                        rule 2: otherwise refuse.
                        """);
    }

    @Test
    void the_table_tells_each_standing_what_happens_to_its_mail() {
        var table = WhoTable.of(ACCOUNTS_ONLY);
        assertThat(table.rows()).hasSize(14);
        assertThat(table.rows().stream().map(WhoTable.Row::toString))
                .contains(
                        "member, proof account: accept (rule 1)",
                        "member, forged: hold (rule 2)",
                        "a stranger, proof account: refuse (rule 3)");
        assertThat(table.text()).contains("refuse 550 5.7.1: Only members may post; join at {page}");
    }

    @Test
    void a_new_version_says_whom_it_treats_differently() {
        var diff = PolicyDiff.between(ACCOUNTS_ONLY, Policies.shipped("discussion"));
        assertThat(diff.complete()).isTrue();
        assertThat(diff.changes().stream().map(PolicyDiff.Change::toString))
                .contains(
                        "from member, proof domain: hold for moderators becomes accept",
                        "proof domain: refuse 550 5.7.1 becomes hold for moderators",
                        "from member: hold for moderators becomes ask sender to confirm");
        assertThat(PolicyDiff.between(Policies.shipped("desk"), Policies.shipped("desk")).text())
                .isEqualTo("Nobody will be treated differently.\n");
    }
}
