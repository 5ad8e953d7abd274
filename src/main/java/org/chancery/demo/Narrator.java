package org.chancery.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Tells the tour: headings, the lines on the wire, findings; and keeps count of what did not go as expected.
final class Narrator {
    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void heading(String text) {
        out.println();
        out.println(++step + ". " + text);
        out.flush();
    }

    void say(String text) {
        out.println("   " + text);
        out.flush();
    }

    void wire(String line) {
        out.println("      " + line);
        out.flush();
    }

    /// Says what was expected and whether it came true.
    void expect(String what, boolean cameTrue) {
        say((cameTrue ? "ok    " : "FAIL  ") + what);
        if (!cameTrue) {
            failures.add(what);
        }
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
