package org.chancery.server;

import java.util.Arrays;
import java.util.Map;
import org.chancery.bench.BenchCommand;
import org.chancery.cli.Cli;
import org.chancery.cli.GlobalOptions;
import org.chancery.cli.Streams;
import org.chancery.demo.DemoCommand;

/// The entry point of every `chancery` command.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        boolean serves = Arrays.asList(args).contains("serve");
        if (!serves) {
            System.setProperty("chancery.log", System.getProperty("chancery.log", "ERROR")); // commands speak for themselves
        }
        Surroundings surroundings = Surroundings.ofThisMachine();
        int exit = Cli.run(
                Arrays.asList(args), new Streams(System.in, System.out, System.err, System.console() != null), System.getProperty("user.name", "unknown"),
                options -> own(options, surroundings), new Opener(surroundings));
        System.exit(exit);
    }

    private static Map<String, Object> own(GlobalOptions options, Surroundings surroundings) {
        return Map.of(
                "serve", new ServeCommand(options, surroundings),
                "demo", new DemoCommand(options, surroundings),
                "bench", new BenchCommand(options, surroundings));
    }
}
