package org.chancery.cli;

/// Ends a command with an exit code and one sentence on stderr. For what lies outside the acts themselves: the
/// configuration cannot be read (78), the data folder is in use (75).
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    public CommandFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
