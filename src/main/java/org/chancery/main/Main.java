package org.chancery.main;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.chancery.bench.BenchCommand;
import org.chancery.cli.Cli;
import org.chancery.cli.GlobalOptions;
import org.chancery.cli.SopCommands;
import org.chancery.cli.Streams;
import org.chancery.cli.Words;
import org.chancery.demo.DemoCommand;
import org.chancery.server.CheckCommand;
import org.chancery.server.Opener;
import org.chancery.server.ServeCommand;
import org.chancery.server.Surroundings;

/// The entry point of every `chancery` command.
public final class Main {
    private static final Map<String, BiFunction<GlobalOptions, Surroundings, Object>> OWN = own();

    private Main() {}

    private static Map<String, BiFunction<GlobalOptions, Surroundings, Object>> own() {
        Map<String, BiFunction<GlobalOptions, Surroundings, Object>> own = new LinkedHashMap<>();
        own.put("serve", ServeCommand::new);
        own.put("check", CheckCommand::new);
        own.put("demo", DemoCommand::new);
        own.put("bench", (options, _) -> new BenchCommand(options));
        own.put("sop", (_, surroundings) -> new SopCommands(Streams.ofThisProcess(), surroundings.clock(), surroundings.random()));
        return own;
    }

    public static void main(String[] args) {
        List<String> line = Arrays.asList(args);
        if (!Words.command(line).equals(Optional.of("serve"))) {
            System.setProperty("chancery.log", System.getProperty("chancery.log", "ERROR")); // commands speak for themselves
        }
        Surroundings surroundings = Surroundings.ofThisMachine();
        int exit = Cli.run(
                line, Streams.ofThisProcess(), System.getProperty("user.name", "unknown"),
                options -> commands(line, options, surroundings), new Opener(surroundings));
        System.exit(exit);
    }

    /// Only the one that is meant: reflecting on all of them would take longer than most commands.
    private static Map<String, Object> commands(List<String> line, GlobalOptions options, Surroundings surroundings) {
        String word = Words.command(line).orElse("completion"); // help and completion tell of all
        Map<String, Object> commands = new LinkedHashMap<>();
        OWN.forEach((name, maker) -> {
            if (word.equals("completion") || word.equals(name)) {
                commands.put(name, maker.apply(options, surroundings));
            }
        });
        return commands;
    }
}
