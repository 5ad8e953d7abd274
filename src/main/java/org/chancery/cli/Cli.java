package org.chancery.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chancery.administration.Caller;
import picocli.CommandLine;

/// Runs one `chancery` command of this process: reads the line, finds the door to the store (a running server, else
/// the store itself), prints, and returns the exit code.
///
/// Example: `Cli.run(List.of("list", "show"), streams, user, options -> Map.of("serve", new Serve(options)), opener)`.
public final class Cli {
    private Cli() {}

    /// `extra` makes the commands that are not of this package (`serve`, `demo`); they run in this process and find the
    /// global options in what they are given. They are picocli commands: a `Callable<Integer>` with `@Command`.
    public static int run(
            List<String> line, Streams streams, String user, Function<GlobalOptions, Map<String, Object>> extra, ServicesOpener opener) {
        GlobalOptions options = new GlobalOptions();
        Invocation invocation = new Invocation(options, streams, new Caller("local:" + user, "cli"));
        Map<String, Object> besides = new LinkedHashMap<>(extra.apply(options));
        besides.put("restore", new RestoreCommand(invocation, opener));
        CommandLine commands = Commands.tree(invocation, new FileArguments.OfThisProcess(streams), line, besides.keySet());
        besides.forEach(commands::addSubcommand);
        commands.addSubcommand("completion", new CompletionCommand(invocation, commands));
        commands.registerConverter(InputFile.class, new FileArguments.OfThisProcess(streams)::input);
        Door door = new Door(invocation, opener, line);
        return Commands.execute(commands, invocation, line, parsed -> Commands.isForTheStore(parsed) ? door.enter(parsed) : Commands.runHere(parsed));
    }
}
