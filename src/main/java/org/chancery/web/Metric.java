package org.chancery.web;

import java.util.regex.Pattern;

/// One number for whoever watches the server, as the OpenMetrics text format names it: a counter only grows while the
/// process lives, a gauge goes up and down. `help` is one sentence. Names are lower case with `_`, unit last, and for a
/// counter without `_total` (that is added where it is written). Others are refused with `IllegalArgumentException`.
///
/// Example: `new Metric("chancery_posts_accepted", Kind.COUNTER, "Posts answered with 250 since start.", 12)`.
public record Metric(String name, Kind kind, String help, double value) {
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9_]{0,98}[a-z0-9])?");

    public enum Kind {
        COUNTER("counter", "_total"),
        GAUGE("gauge", "");

        private final String word;
        private final String suffix;

        Kind(String word, String suffix) {
            this.word = word;
            this.suffix = suffix;
        }
    }

    public Metric {
        if (!NAME.matcher(name).matches() || name.endsWith("_total")) {
            throw new IllegalArgumentException("no name of a metric: " + name);
        }
        if (help.chars().anyMatch(Character::isISOControl) || help.indexOf('\\') >= 0 || help.indexOf('"') >= 0) {
            throw new IllegalArgumentException("the help of " + name + " is not one plain line");
        }
    }

    /// The lines of this metric, ready for a scraper.
    String exposition() {
        return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + kind.word + "\n" + name + kind.suffix + " " + value + "\n";
    }
}
