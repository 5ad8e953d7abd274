package org.chancery.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One measured number beside what it is compared with. `reference` is a rate measured in the same run, or empty when the goal
/// is absolute.
///
/// Example: `Figure.rate("accept", "durable accept", "messages/s", 9_100, 12_000, 0.6)`.
record Figure(String name, String what, String unit, double value, Optional<Double> reference, Goal goal, Map<String, Object> beside) {
    Figure {
        beside = new LinkedHashMap<>(beside);
    }

    /// What was promised.
    sealed interface Goal {
        /// At least this share of the reference.
        record Ratio(double least) implements Goal {}

        /// At most this, in the unit of the figure.
        record Most(double most) implements Goal {}
    }

    static Figure rate(String name, String what, String unit, double value, double reference, double least) {
        return new Figure(name, what, unit, value, Optional.of(reference), new Goal.Ratio(least), Map.of());
    }

    static Figure most(String name, String what, String unit, double value, double most) {
        return new Figure(name, what, unit, value, Optional.empty(), new Goal.Most(most), Map.of());
    }

    /// With a number that explains it.
    Figure with(String key, Object number) {
        Map<String, Object> more = new LinkedHashMap<>(beside);
        more.put(key, number);
        return new Figure(name, what, unit, value, reference, goal, more);
    }

    Optional<Double> ratio() {
        return reference.map(measured -> value / measured);
    }

    boolean isMet() {
        return switch (goal) {
            case Goal.Ratio(double least) -> ratio().orElse(0.0) >= least;
            case Goal.Most(double most) -> value <= most;
        };
    }

    String goalText() {
        return switch (goal) {
            case Goal.Ratio(double least) -> "ratio >= " + number(least);
            case Goal.Most(double most) -> "<= " + number(most) + " " + unit;
        };
    }

    static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
