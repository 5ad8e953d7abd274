package org.chancery.cli;

import picocli.CommandLine;

/// What `chancery sop` ends with, as draft-dkg-openpgp-stateless-cli numbers it.
final class SopExit {
    static final int NO_SIGNATURE = 3;
    static final int CERT_CANNOT_ENCRYPT = 17;
    static final int MISSING_ARG = 19;
    static final int INCOMPLETE_VERIFICATION = 23;
    static final int CANNOT_DECRYPT = 29;
    static final int PASSWORD_NOT_HUMAN_READABLE = 31;
    static final int UNSUPPORTED_OPTION = 37;
    static final int BAD_DATA = 41;
    static final int EXPECTED_TEXT = 53;
    static final int OUTPUT_EXISTS = 59;
    static final int MISSING_INPUT = 61;
    static final int KEY_IS_PROTECTED = 67;
    static final int UNSUPPORTED_SUBCOMMAND = 69;
    static final int UNSUPPORTED_SPECIAL_PREFIX = 71;
    static final int AMBIGUOUS_INPUT = 73;
    static final int KEY_CANNOT_SIGN = 79;
    static final int INCOMPATIBLE_OPTIONS = 83;
    static final int UNSUPPORTED_PROFILE = 89;

    private SopExit() {}

    /// For a line that was not understood: the number that the draft has for it, or that of all other commands.
    static int misread(CommandLine.ParameterException fault) {
        String name = fault.getCommandLine().getCommandSpec().qualifiedName();
        if (!name.equals("chancery sop") && !name.startsWith("chancery sop ")) {
            return ExitCode.USAGE;
        }
        return switch (fault) {
            case CommandLine.MissingParameterException missing -> name.equals("chancery sop") ? UNSUPPORTED_SUBCOMMAND : MISSING_ARG;
            case CommandLine.UnmatchedArgumentException unmatched -> name.equals("chancery sop") && !unmatched.isUnknownOption() ? UNSUPPORTED_SUBCOMMAND : UNSUPPORTED_OPTION;
            default -> name.equals("chancery sop") ? UNSUPPORTED_SUBCOMMAND : UNSUPPORTED_OPTION;
        };
    }
}
