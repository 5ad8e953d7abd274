package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.chancery.authentication.FactSource;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// What every list gets that chooses a style.
class ShippedPoliciesTest {

    private static List<Policy> all() {
        var policies = new ArrayList<>(Policies.STYLES.stream().map(Policies::shipped).toList());
        policies.add(Policies.shipped("discussion"));
        return policies;
    }

    @Test
    void shipped_texts_are_canonical() {
        for (String style : Policies.STYLES) {
            var text = Policies.shippedText(style);
            assertThat(Policies.shipped(style).text()).as(style).isEqualTo(text.replace("hold when", "hold for moderators when"));
        }
    }

    @Test
    void a_style_that_does_not_exist_is_named_with_those_that_do() {
        assertThatThrownBy(() -> Policies.shipped("../discussion"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("anonymous-drop");
    }

    @Test
    void only_the_two_styles_that_take_posts_from_anybody_are_open_and_none_has_another_warning() {
        var codes = new TreeMap<String, String>();
        for (String style : Policies.STYLES) {
            var analysis = Analysis.of(Policies.shipped(style), Set.of("discuss"), Set.of());
            assertThat(analysis.errors()).as(style).isEmpty();
            if (!analysis.warnings().isEmpty()) {
                codes.put(style, analysis.warningCodes());
            }
        }
        assertThat(codes).hasSize(2).containsEntry("anonymous-drop", "W-OPEN").containsEntry("encrypted-posts", "W-OPEN");
        assertThat(Analysis.of(Policies.shipped("discussion"), Set.of(), Set.of()).findings()).isEmpty();
    }

    @Test
    void a_stranger_authenticated_by_his_own_domain_is_accepted_nowhere_but_at_the_open_styles() {
        var spammer = Facts.builder().dmarc(Result.PASS).spf(Result.PASS).proof(ProofLevel.DOMAIN).has(FactName.CONNECTION_TLS);
        for (Policy policy : all()) {
            assertThat(TestPolicies.decide(policy, spammer).word()).as(policy.text()).isNotEqualTo("accept");
        }
    }

    @Test
    void az7_nothing_a_sender_says_of_himself_turns_any_other_outcome_into_accept() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
        for (Policy policy : all()) {
            var judge = new Judge(BuiltIns.STANDARD, Checks.NONE, policy);
            for (int i = 0; i < 1000; i++) {
                var honest = message(random);
                var embellished = honest.toBuilder();
                say(random, embellished);
                if (!(judge.decide(honest) instanceof Decision.Accept)) {
                    assertThat(judge.decide(embellished.build())).as(policy.text()).isNotInstanceOf(Decision.Accept.class);
                }
            }
        }
    }

    private static Facts message(RandomGenerator random) {
        var facts = Facts.builder().dmarc(any(random, Result.PASS, Result.FAIL, Result.NONE)).spf(any(random, Result.values()));
        for (Standing.Role role : Standing.Role.values()) {
            if (random.nextInt(4) == 0) {
                facts.role(role);
            }
        }
        facts.proof(any(random, ProofLevel.values()))
                .confirmed(any(random, Facts.Answer.values()))
                .agreed(any(random, Facts.Answer.values()))
                .swk(any(random, Facts.SubstituteKey.values()))
                .signature(any(random, Facts.Signature.values()))
                .encryption(any(random, Facts.Encryption.NONE, Facts.Encryption.OTHERS, Facts.Encryption.LIST))
                .spam(any(random, Facts.Spam.values()))
                .blocklisted(random.nextInt(4))
                .sizeOctets(random.nextInt(1_000_000))
                .has(FactName.CONNECTION_SUBMISSION, random.nextBoolean());
        return facts.build();
    }

    /// Adds what headers and bodies can say: every fact of the register that only the sender vouches for.
    private static void say(RandomGenerator random, FactsBuilder facts) {
        for (FactName name : FactName.values()) {
            if (name.source() == FactSource.SENDER_SAID && name != FactName.PROOF_NONE && random.nextBoolean()) {
                facts.has(name);
            }
        }
        facts.headerPattern("p" + random.nextInt(3)).contentType("text/x-" + random.nextInt(3)).recipients(random.nextInt(50));
    }

    @SafeVarargs
    private static <T> T any(RandomGenerator random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
