package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.chancery.authentication.ProofLevel;
import org.junit.jupiter.api.Test;

/// Row Z12 of authorisation.md: 200,000 decisions a second on one core. `chancery bench policy` measures; this sees that nobody makes it
/// slower by a look-up. The best of many rounds counts, because other tests use the same processors.
class PolicySpeedTest {
    private static final int ROUNDS = 200;
    private static final int DECISIONS = 2_000;

    @Test
    void az12_a_policy_of_ten_rules_is_decided_in_five_microseconds() {
        Judge judge = new Judge(BuiltIns.STANDARD, Checks.NONE, TestPolicies.policy("""
                refuse when blocklisted by at least 2. refuse when (dmarc fail or spam certain). hold when automatic mail. hold when size over 500 KB.
                hold when has attachments and not from owner. accept when from owner and proof at least domain. accept when from moderator and proof at least domain.
                accept when from authorised sender and proof at least sender-key. hold when first post and not proof at least domain.
                accept when from member and proof at least domain. otherwise refuse."""));
        Facts facts = Facts.builder().role(Standing.Role.MEMBER).proof(ProofLevel.DOMAIN).build();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            int rules = 0;
            long begin = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                rules += judge.decide(facts).reason().rule();
            }
            best = Math.min(best, System.nanoTime() - begin);
            assertThat(rules).as("always the tenth").isEqualTo(10 * DECISIONS);
        }
        assertThat(best / DECISIONS).as("nanoseconds for one").isLessThan(5_000);
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
