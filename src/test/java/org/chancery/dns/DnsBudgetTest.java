package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsBudgetTest {
    private static final Zone ZONE =
            Zone.read("{\"example.org\": {\"TXT\": [\"one\"]}, \"silent.example.org\": {\"timeout\": true}}").orThrow();

    @Test
    void within_the_budget_answers_pass_unchanged() throws Exception {
        try (var server = ZoneServer.start(ZONE, 0)) {
            var direct = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
            var budget = new DnsBudget(direct, DnsBudget.PER_SESSION);
            assertThat(budget.txt("example.org").valuesOrNone()).containsExactly("one");
        }
    }

    @Test
    void one_silent_name_uses_it_up_and_then_nobody_is_asked_any_more() throws Exception {
        try (var server = ZoneServer.start(ZONE, 0)) {
            var direct = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
            var budget = new DnsBudget(direct, Duration.ofMillis(200));
            assertThat(budget.txt("silent.example.org")).isInstanceOf(Answer.TemporaryFailure.class);
            long asked = server.questions();
            assertThat(budget.txt("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
            assertThat(server.questions()).isEqualTo(asked);
        }
    }
}
