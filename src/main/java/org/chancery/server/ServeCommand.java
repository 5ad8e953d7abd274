package org.chancery.server;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.DataLock;
import org.chancery.cli.ExitCode;
import org.chancery.cli.GlobalOptions;
import picocli.CommandLine.Command;

/// `chancery serve`: the server in the foreground until it is told to stop.
@Command(name = "serve", description = "Run the server in the foreground.",
        footer = {"", "Example: chancery serve --set listen.smtp=127.0.0.1:2525"})
public final class ServeCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Surroundings surroundings;

    public ServeCommand(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = Opener.configuration(options);
        DataLock lock = DataLock.tryTake(configuration.data()).orElseThrow(() -> new CommandFailure(
                ExitCode.TRY_LATER, "Another process works on " + configuration.data() + ". Is a server running already?"));
        CountDownLatch stopped = new CountDownLatch(1);
        try (lock; Server server = Server.start(configuration, surroundings)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, main), "stop"));
            System.out.println(server.readyLine());
            System.out.flush();
            stopped.await();
        } finally {
            Files.deleteIfExists(configuration.data().resolve(Ready.FILE));
        }
        return 0;
    }

    /// The virtual machine ends when its hooks have; so this one waits until everything is closed.
    private static void stop(CountDownLatch stopped, Thread main) {
        stopped.countDown();
        try {
            main.join(java.time.Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
