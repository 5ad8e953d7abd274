package org.chancery.cli;

/// What a command ends with. Scripts depend on these numbers.
public final class ExitCode {
    public static final int DONE = 0;
    /// Refused; the reason is on stderr and nothing was changed.
    public static final int REFUSED = 1;
    /// The line was not understood.
    public static final int USAGE = 2;
    /// EX_TEMPFAIL of sysexits.h.
    public static final int TRY_LATER = 75;
    /// EX_CONFIG of sysexits.h.
    public static final int CONFIGURATION = 78;

    private ExitCode() {}
}
