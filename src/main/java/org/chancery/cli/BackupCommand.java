package org.chancery.cli;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery backup`.
@Command(name = "backup", description = "Write one consistent copy of everything into a file, while the server works.",
        footer = "Example: chancery backup /var/backups/chancery.backup")
final class BackupCommand implements StoreCommand {
    private final Invocation invocation;

    @Parameters(paramLabel = "FILE", description = "The file; it appears whole or not at all. - is stdout.")
    private @Nullable OutputFile file;

    BackupCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Objects.requireNonNull(file).write(out -> invocation.services().backups().write(invocation.caller(), out));
        return ExitCode.DONE;
    }
}
