package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    void time_in_which_several_wait_side_by_side_counts_once() throws Exception {
        Resolver slow = new Resolver() {
            @Override
            public <T> Answer<T> ask(Question<T> question) {
                try {
                    Thread.sleep(100);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
                return new Answer.NxDomain<>(Duration.ZERO);
            }
        };
        var budget = new DnsBudget(slow, Duration.ofSeconds(4));
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                tasks.submit(() -> budget.txt("example.org"));
            }
        }
        assertThat(budget.txt("example.org")).as("a hundred times a tenth of a second are more than the budget").isInstanceOf(Answer.NxDomain.class);
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
