package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AdminPagesTest {
    private static final TestSite SITE = TestSite.delivering();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void a_server_that_is_not_ready_is_alive_all_the_same() {
        SITE.ready.set(false);
        assertThat(SITE.admin("/health/live").statusCode()).isEqualTo(200);
        assertThat(SITE.admin("/health/ready").statusCode()).isEqualTo(503);
        SITE.ready.set(true);
        assertThat(SITE.admin("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_are_open_metrics_text() {
        HttpResponse<String> answer = SITE.admin("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/openmetrics-text; version=1.0.0"));
        assertThat(answer.body()).isEqualTo("""
                # HELP chancery_posts_accepted Posts answered with 250 since start.
                # TYPE chancery_posts_accepted counter
                chancery_posts_accepted_total 12.0
                # HELP chancery_queue_copies Copies that wait now.
                # TYPE chancery_queue_copies gauge
                chancery_queue_copies 3.0
                # EOF
                """);
    }

    @Test
    void the_listeners_share_no_page() {
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(SITE.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(SITE.admin("/").statusCode()).isEqualTo(404);
        assertThat(SITE.admin("/captured").statusCode()).isEqualTo(404);
    }

    @Test
    void a_metric_whose_name_or_help_would_break_the_text_is_refused() {
        for (String name : List.of("", "A", "a b", "a\nb", "1a", "a{x=\"y\"}", "posts_total", "a_")) {
            assertThatThrownBy(() -> new Metric(name, Metric.Kind.GAUGE, "", 0)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Metric("a", Metric.Kind.GAUGE, "two\nlines", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
