package org.chancery.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chancery.cli.ServicesOpener.Services;
import org.chancery.cli.ServicesOpener.Site;
import picocli.CommandLine.ParseResult;

/// The way of one command to the store: through the running server if there is one, else to the store itself under the
/// lock. Never two processes on one SQLite file.
final class Door {
    /// A server that starts or ends has the lock but does not answer; so long it may take.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long PAUSE_MILLIS = 50;

    private final Invocation invocation;
    private final ServicesOpener opener;
    private final List<String> line;

    Door(Invocation invocation, ServicesOpener opener, List<String> line) {
        this.invocation = invocation;
        this.opener = opener;
        this.line = line;
    }

    int enter(ParseResult parsed) throws IOException {
        Site site = opener.locate(invocation.options());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            Optional<AdminConnection> server = AdminConnection.open(site.data(), deadline);
            if (server.isPresent()) {
                return ask(server.get(), parsed);
            }
            if (site.isShared()) {
                return workDirectly(parsed, site);
            }
            Optional<DataLock> lock = DataLock.tryTake(site.data());
            if (lock.isPresent()) {
                return workUnder(lock.get(), parsed, site);
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new CommandFailure(ExitCode.TRY_LATER, "The data folder " + site.data()
                + " is in use by another process that does not answer. Try again later.");
    }

    private int ask(AdminConnection server, ParseResult parsed) throws IOException {
        try (server) {
            return server.run(line, FilesOfCommand.of(parsed), invocation.streams());
        }
    }

    private int workUnder(DataLock lock, ParseResult parsed, Site site) {
        try (lock) {
            return workDirectly(parsed, site);
        }
    }

    private int workDirectly(ParseResult parsed, Site site) {
        try (Services services = opener.open(site)) {
            invocation.workOn(services);
            return Commands.runHere(parsed);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.TRY_LATER, "The command was interrupted before it did anything.");
        }
    }
}
