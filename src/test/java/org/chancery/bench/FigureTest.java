package org.chancery.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A figure says whether it is met, and nothing else than what was measured.
class FigureTest {
    @Test
    void a_rate_is_met_when_it_reaches_its_share_of_the_reference() {
        assertThat(Figure.rate("x", "x", "x/s", 60, 100, 0.6).isMet()).isTrue();
        assertThat(Figure.rate("x", "x", "x/s", 59.9, 100, 0.6).isMet()).isFalse();
        assertThat(Figure.rate("x", "x", "x/s", 60, 100, 0.6).ratio()).contains(0.6);
    }

    @Test
    void a_time_is_met_up_to_its_goal_and_has_no_ratio() {
        assertThat(Figure.most("x", "x", "s", 2.0, 2).isMet()).isTrue();
        assertThat(Figure.most("x", "x", "s", 2.01, 2).isMet()).isFalse();
        assertThat(Figure.most("x", "x", "s", 2.01, 2).ratio()).isEmpty();
    }

    @Test
    void a_report_names_value_reference_ratio_goal_and_what_is_missed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(out, true, StandardCharsets.UTF_8));
        Figure missed = Figure.rate("accept", "durable accept", "messages/s", 500, 1_000, 0.6).with("commits", 7.0);
        report.text(missed);
        report.json(List.of(missed));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("500 messages/s").contains("1,000").contains("0.50").contains("NOT met").contains("commits")
                .contains("\"met\"");
    }

    @Test
    void the_median_is_the_middle_one_and_no_average() {
        assertThat(Bench.median(3, 1, 200)).isEqualTo(3);
    }

    @Test
    void times_that_tell_nothing_have_an_area_of_one_half_and_times_that_tell_all_have_one() {
        assertThat(PrivacyFigure.auc(new long[] {1, 2, 3, 4}, new long[] {1, 2, 3, 4})).isEqualTo(0.5);
        assertThat(PrivacyFigure.auc(new long[] {5, 6}, new long[] {1, 2, 3})).isEqualTo(1.0);
        assertThat(PrivacyFigure.auc(new long[] {1, 2}, new long[] {5, 6})).isEqualTo(0.0);
    }

    @Test
    void a_warm_up_ends_when_the_rate_grows_no_more_and_in_any_case_and_says_what_it_does() throws Exception {
        List<String> told = new ArrayList<>();
        Bench bench = new Bench(Path.of("."), 1, 1, 1, 1, 1, 1, "64m", 53, told::add);
        List<Double> rates = List.of(100.0, 200.0, 300.0, 301.0);
        bench.warmUp("settled", 3, rates.iterator()::next);
        assertThat(told).containsExactly(
                "settled: warm-up 1, 100/s", "settled: warm-up 2, 200/s", "settled: warm-up 3, 300/s", "settled: warm-up 4, 301/s");
        told.clear();
        double[] rate = {1};
        bench.warmUp("growing", 3, () -> rate[0] *= 2);
        assertThat(told).hasSizeBetween(3, 20);
    }
}
