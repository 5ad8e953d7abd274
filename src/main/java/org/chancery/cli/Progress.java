package org.chancery.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongConsumer;

/// Progress on stderr: one line redrawn when somebody watches, otherwise a plain line now and then.
final class Progress implements LongConsumer, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L; // ten times a second is smooth
    private static final long LINE_NANOS = 5_000_000_000L; // a log wants few lines

    private final PrintStream err;
    private final boolean isTerminal;
    private final boolean quiet;
    private final String what;
    private final long start = System.nanoTime();
    private long shown = System.nanoTime();
    private boolean isDrawn;

    Progress(Invocation invocation, String what) {
        this.err = invocation.err();
        this.isTerminal = invocation.streams().isTerminal();
        this.quiet = invocation.options().quiet();
        this.what = what;
    }

    @Override
    public void accept(long count) {
        long now = System.nanoTime();
        if (quiet || now - shown < (isTerminal ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        shown = now;
        String line = String.format(Locale.ROOT, "%,d %s, %,d a second", count, what, count * 1_000_000_000L / Math.max(1, now - start));
        if (isTerminal) {
            err.print("\r" + line + " ");
            err.flush();
            isDrawn = true;
        } else {
            err.println(line);
        }
    }

    /// Ends the redrawn line, so that what follows begins on its own.
    @Override
    public void close() {
        if (isDrawn) {
            err.println();
        }
    }
}
