package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Checks stand above the policy and can only lower.
class ChecksTest {

    private static Decision decide(String checks, String policy, FactsBuilder facts) {
        var generated = new Checks(PolicyParser.parseChecks("emergency", checks).orThrow());
        return Judge.decide(BuiltIns.STANDARD, generated, TestPolicies.policy(policy), facts.build());
    }

    @Test
    void a_check_cannot_accept_or_ask() {
        assertThat(PolicyParser.parseChecks("x", "hold when first post. accept when from owner."))
                .isEqualTo(new ParsedPolicy.Wrong<>(1, 23, "a check can only hold, refuse or drop"));
        assertThat(PolicyParser.parseChecks("x", "ask sender to confirm when from owner."))
                .isInstanceOf(ParsedPolicy.Wrong.class);
        assertThat(PolicyParser.parseChecks("x", "").orThrow()).isEmpty();
    }

    @Test
    void a_check_that_refuses_or_drops_ends_the_matter() {
        assertThat(decide("refuse when from group \"banned\".", "otherwise accept.", Facts.builder().group(Checks.BANNED)).word())
                .isEqualTo("refuse");
        assertThat(decide("drop when from anyone.", "otherwise accept.", Facts.builder()).word()).isEqualTo("drop");
    }

    @Test
    void a_check_that_holds_turns_accept_into_hold_with_its_own_reason() {
        assertThat(decide("hold for owners when from anyone.", "otherwise accept and tag \"t\".", Facts.builder()))
                .isInstanceOfSatisfying(Decision.Hold.class, h -> {
                    assertThat(h.by()).isEqualTo(Outcome.By.OWNERS);
                    assertThat(h.extras().tag()).contains("t");
                    assertThat(h.reason().source()).isEqualTo(Reason.Source.CHECK);
                    assertThat(h.reason().text()).isEqualTo("Held for the owners by a setting of this list (emergency)");
                });
    }

    @Test
    void a_check_that_holds_turns_a_challenge_into_challenge_then_hold() {
        var hold = Optional.of(new Outcome.Hold(Outcome.By.MODERATORS, Extras.NONE));
        for (String policy : new String[] {"otherwise ask sender to confirm.", "otherwise ask sender to confirm then accept."}) {
            assertThat(decide("hold when from anyone.", policy, Facts.builder()))
                    .isInstanceOfSatisfying(Decision.Challenge.class, c -> assertThat(c.then()).isEqualTo(hold));
            assertThat(decide("hold when from anyone.", policy, Facts.builder().confirmed(Facts.Answer.FROM_MAILBOX)).word())
                    .isEqualTo("hold");
        }
        assertThat(decide("hold when from anyone.", "otherwise ask sender to confirm then drop.", Facts.builder()))
                .isInstanceOfSatisfying(
                        Decision.Challenge.class,
                        c -> assertThat(c.then()).contains(new Outcome.Drop(Extras.NONE)));
    }

    @Test
    void a_check_that_holds_leaves_refusals_and_drops_alone() {
        assertThat(decide("hold when from anyone.", "otherwise refuse.", Facts.builder()).word()).isEqualTo("refuse");
        assertThat(decide("hold when from anyone.", "otherwise drop.", Facts.builder()).word()).isEqualTo("drop");
        assertThat(decide("hold when from anyone. refuse when spam certain.", "otherwise accept.", Facts.builder().spam(Facts.Spam.CERTAIN)).word())
                .isEqualTo("refuse");
    }

    @Test
    void two_holds_together_are_the_stricter_of_both() {
        assertThat(decide(
                        "hold when from anyone. hold for owners when from anyone.",
                        "otherwise hold and need 2 approvals.",
                        Facts.builder()))
                .isInstanceOfSatisfying(Decision.Hold.class, h -> {
                    assertThat(h.by()).isEqualTo(Outcome.By.OWNERS);
                    assertThat(h.reason().text()).startsWith("Held for the owners");
                    assertThat(h.extras().approvals()).isEqualTo(2);
                    assertThat(h.reason().rule()).isEqualTo(1);
                });
    }
}
