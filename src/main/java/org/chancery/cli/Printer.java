package org.chancery.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prints results: aligned for people, JSON for scripts; results on stdout, everything else on stderr.
/// Text from outside is made harmless on the way ([Visible]).
final class Printer {
    private static final int MANY = 3;
    private final PrintStream out;
    private final PrintStream err;
    private final GlobalOptions options;

    Printer(PrintStream out, PrintStream err, GlobalOptions options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    /// What an act has done: the sentence for people, the thing for scripts.
    void done(String sentence, Row thing) {
        if (options.json()) {
            out.println(Json.write(thing.values()));
        } else if (!options.quiet()) {
            out.println(Visible.line(sentence));
        }
    }

    void table(String whenEmpty, Consumer<Table> rows) {
        try (Table table = new Table(out, options.json(), whenEmpty)) {
            rows.accept(table);
        }
    }

    /// A single thing: one line per value, or one JSON object.
    void thing(Row thing) {
        if (options.json()) {
            out.println(Json.write(thing.values()));
            return;
        }
        int width = thing.values().keySet().stream().mapToInt(String::length).max().orElse(0);
        thing.values().forEach((name, value) -> line(name, block(value), width));
    }

    /// A list that would not fit a line stands one element below the other.
    private static String block(@Nullable Object value) {
        return value instanceof List<?> list && list.size() > MANY ? String.join("\n", list.stream().map(Row::text).toList()) : Row.text(value);
    }

    private void line(String name, String text, int width) {
        String shown = Visible.lines(text.stripTrailing());
        out.println(name + " ".repeat(width - name.length() + 2) + shown.replace("\n", "\n" + " ".repeat(width + 2)));
    }

    /// A heading inside what people read.
    void heading(String text) {
        out.println(Visible.line(text));
    }

    /// Text that is the result itself, several lines; JSON wraps it in an object under `name`.
    void text(String name, String text) {
        if (options.json()) {
            out.println(Json.write(Row.of(name, text).values()));
        } else {
            out.println(Visible.lines(text.stripTrailing()));
        }
    }

    boolean isJson() {
        return options.json();
    }

    /// One line on stderr, whatever the options.
    void warn(String sentence) {
        err.println(Visible.line(sentence));
    }

    static String number(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
