package org.chancery.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery restore`: the one command that needs the store closed, so it always runs in this process, under the lock.
@Command(name = "restore", description = {
        "Put a backup into a data folder that has the master key of its store (keys/master.key) and no store. The server must not run.",
        "--dry-run reads and checks the backup and changes nothing; the server may run."},
        footer = "Example: chancery restore /var/backups/chancery.backup --data /var/lib/chancery")
final class RestoreCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final ServicesOpener opener;

    @Parameters(paramLabel = "FILE", description = "A file that \"chancery backup\" wrote.")
    private @Nullable InputFile file;

    @Option(names = "--dry-run", description = "Only check the backup.")
    private boolean dryRun;

    RestoreCommand(Invocation invocation, ServicesOpener opener) {
        this.invocation = invocation;
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException {
        ServicesOpener.Site site = opener.locate(invocation.options());
        if (dryRun) {
            return restore(site);
        }
        DataLock lock = DataLock.tryTake(site.data()).orElseThrow(() -> new CommandFailure(ExitCode.TRY_LATER,
                "The data folder " + site.data() + " is in use. Stop the server, then restore."));
        try (lock) {
            return restore(site);
        }
    }

    private int restore(ServicesOpener.Site site) throws IOException {
        try (InputStream backup = InputFile.given(file).open()) {
            String told = opener.restore(site, backup, dryRun);
            return invocation.done(told, Row.of("restored", !dryRun, "text", told));
        }
    }
}
