package org.chancery.cli;

import java.util.ArrayList;
import java.util.List;

/// Ends a command with an exit code and one sentence on stderr. For what lies outside the acts themselves: the
/// configuration cannot be read (78), the data folder is in use (75).
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final ArrayList<String> sentences;

    public CommandFailure(int exitCode, String sentence) {
        this(exitCode, List.of(sentence));
    }

    /// Several things are wrong: one sentence for each.
    public CommandFailure(int exitCode, List<String> sentences) {
        super(String.join("\n", sentences));
        this.exitCode = exitCode;
        this.sentences = new ArrayList<>(sentences);
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    public int exitCode() {
        return exitCode;
    }
}
