package org.chancery.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Rows as they come, in columns for people or as one JSON array. The first rows are looked at for the widths;
/// all others are printed at once, so that a roster of a million members passes through.
final class Table implements AutoCloseable {
    private static final int ROWS_MEASURED = 200;

    private final PrintStream out;
    private final boolean json;
    private final String whenEmpty;
    private final List<Row> waiting = new ArrayList<>();
    private int @Nullable [] widths;
    private boolean isFirst = true;

    /// `whenEmpty` is what people read when there is no row; JSON has an empty array then.
    Table(PrintStream out, boolean json, String whenEmpty) {
        this.out = out;
        this.json = json;
        this.whenEmpty = whenEmpty;
    }

    void add(Row row) {
        if (json) {
            out.print(isFirst ? "[" : ",\n");
            out.print(Json.write(row.values()));
        } else if (widths != null) {
            printLine(cells(row), widths);
        } else {
            waiting.add(row);
            if (waiting.size() == ROWS_MEASURED) {
                printWaiting();
            }
        }
        isFirst = false;
    }

    @Override
    public void close() {
        if (json) {
            out.println(isFirst ? "[]" : "]");
        } else if (isFirst) {
            out.println(whenEmpty);
        } else {
            printWaiting();
        }
    }

    private void printWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        List<String> titles = waiting.getFirst().values().keySet().stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        List<List<String>> lines = new ArrayList<>();
        lines.add(titles);
        waiting.forEach(row -> lines.add(cells(row)));
        int[] measured = new int[titles.size()];
        lines.forEach(line -> widen(measured, line));
        lines.forEach(line -> printLine(line, measured));
        widths = measured;
        waiting.clear();
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private static List<String> cells(Row row) {
        return row.values().values().stream().map(value -> Visible.line(Row.text(value))).toList();
    }

    private void printLine(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i));
            if (i < cells.size() - 1) {
                line.repeat(' ', Math.max(0, widths[i] - width(cells.get(i))) + 2);
            }
        }
        out.println(line);
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
