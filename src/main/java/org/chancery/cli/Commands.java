package org.chancery.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.chancery.administration.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The tree of commands and how each ends: the same in the process of who typed it and inside the server.
final class Commands {
    private Commands() {}

    /// Groups, and the commands in them, are made only when the line names them: reflecting on all of them would take as long as a command.
    /// A line that names nothing we know, or asks for the completion of all, gets all, so that help can tell them.
    static CommandLine tree(Invocation invocation, FileArguments files, List<String> line, Set<String> besides) {
        Map<String, Supplier<Object>> groups = groups(invocation);
        CommandLine root = new CommandLine(invocation.options());
        Optional<String> named = Words.command(line).filter(name -> groups.containsKey(name) || besides.contains(name));
        groups.forEach((name, group) -> {
            if (named.isEmpty() || name.equals(named.get())) {
                root.addSubcommand(name, withMethods(group.get(), named.flatMap(_ -> Words.inGroup(line))));
            }
        });
        root.registerConverter(InputFile.class, files::input);
        root.registerConverter(NamedFile.class, word -> new NamedFile(word, files.input(word)));
        root.registerConverter(OutputFile.class, files::output);
        return root.setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(false).setUnmatchedOptionsArePositionalParams(false);
    }

    /// Those commands of a group that are methods: the one that the line names, else all. Classes that leave this to us say so by
    /// `addMethodSubcommands = false`; of others the library has made all already.
    private static CommandLine withMethods(Object made, Optional<String> word) {
        CommandLine group = made instanceof CommandLine ready ? ready : new CommandLine(made);
        List<Method> all = CommandLine.getCommandMethods(group.getCommandSpec().userObject().getClass(), null);
        List<Method> named = all.stream().filter(method -> word.equals(Optional.of(nameOf(method)))).toList();
        (named.isEmpty() ? all : named).stream()
                .filter(method -> !group.getSubcommands().containsKey(nameOf(method)))
                .forEach(method -> group.addSubcommand(new CommandLine(method)));
        return group;
    }

    private static String nameOf(Method method) {
        return method.getAnnotation(CommandLine.Command.class).name();
    }

    private static Map<String, Supplier<Object>> groups(Invocation invocation) {
        Map<String, Supplier<Object>> groups = new LinkedHashMap<>();
        groups.put("domain", () -> new DomainCommands(invocation));
        groups.put("account", () -> new CommandLine(new AccountCommands(invocation))
                .addSubcommand("password", new AccountPasswordCommands(invocation))
                .addSubcommand("address", new AccountAddressCommands(invocation)));
        groups.put("list", () -> new ListCommands(invocation));
        groups.put("member", () -> new MemberCommands(invocation));
        groups.put("request", () -> new RequestCommands(invocation));
        groups.put("ban", () -> new BanCommands(invocation));
        groups.put("sender", () -> new CommandLine(new SenderCommands(invocation))
                .addSubcommand("key", new SenderKeyCommands(invocation))
                .addSubcommand("password", new SenderPasswordCommands(invocation))
                .addSubcommand("address", new SenderCommands.AddressCommands(invocation)));
        groups.put("key", () -> new CommandLine(new KeyCommands(invocation)).addSubcommand("anchor", new KeyAnchorCommands(invocation)));
        groups.put("grant", () -> new GrantCommands(invocation));
        groups.put("listgroup", () -> new ListGroupCommands(invocation));
        groups.put("policy", () -> new PolicyCommands(invocation));
        groups.put("text", () -> new TextCommands(invocation));
        groups.put("held", () -> new HeldCommands(invocation));
        groups.put("post", () -> new PostCommand(invocation));
        groups.put("explain", () -> new ExplainCommand(invocation));
        groups.put("digest", () -> new DigestCommands(invocation));
        groups.put("archive", () -> new ArchiveCommands(invocation));
        groups.put("queue", () -> new QueueCommands(invocation));
        groups.put("audit", () -> new AuditCommands(invocation));
        groups.put("backup", () -> new BackupCommand(invocation));
        groups.put("verify", () -> new VerifyCommand(invocation));
        groups.put("diagnose", () -> new DiagnoseCommands(invocation));
        return groups;
    }

    /// Commands that work on the store, wherever they run; a group alone does not.
    static boolean isForTheStore(ParseResult parsed) {
        Object command = leaf(parsed).userObject();
        return command instanceof StoreCommand
                || (command instanceof Method method && !method.isAnnotationPresent(WithoutStore.class));
    }

    static CommandSpec leaf(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.commandSpec();
    }

    /// How a parsed command is carried out: here, or by the server.
    interface Way {
        int go(ParseResult parsed) throws IOException;
    }

    static int runHere(ParseResult parsed) {
        return new CommandLine.RunLast().execute(parsed);
    }

    static int execute(CommandLine commands, Invocation invocation, List<String> line, Way way) {
        commands.setExecutionStrategy(parsed -> helpOr(way, parsed));
        commands.setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
        commands.setParameterExceptionHandler((fault, _) -> misread(fault, invocation));
        commands.setExecutionExceptionHandler((fault, _, _) -> failed(fault, invocation));
        int exitCode = commands.execute(line.toArray(String[]::new));
        invocation.out().flush();
        return exitCode;
    }

    /// The library hands only its own exception to the handler of failures.
    private static int helpOr(Way way, ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        try {
            return way.go(parsed);
        } catch (CommandLine.ExecutionException | CommandLine.ParameterException known) {
            throw known;
        } catch (IOException | RuntimeException fault) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), String.valueOf(fault.getMessage()), fault);
        }
    }

    private static int misread(CommandLine.ParameterException fault, Invocation invocation) {
        invocation.printer().warn(String.valueOf(fault.getMessage()));
        invocation.printer().warn("\"" + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help\" explains it.");
        return SopExit.misread(fault);
    }

    private static int failed(Exception fault, Invocation invocation) {
        return switch (fault) {
            case Refused refused -> end(invocation, refused.sentences(), ExitCode.REFUSED);
            case CommandFailure failure -> end(invocation, failure.sentences(), failure.exitCode());
            case UncheckedIOException wrapped -> broken(invocation, Objects.requireNonNull(wrapped.getCause()));
            case IOException broken -> broken(invocation, broken);
            default -> isOurs(fault) ? told(invocation, fault) : unforeseen(invocation, fault);
        };
    }

    /// Our own exceptions say in their message what a person can use.
    private static boolean isOurs(Exception fault) {
        return fault.getClass().getPackageName().startsWith("org.chancery.");
    }

    private static int told(Invocation invocation, Exception fault) {
        log().warn("cli.failed actor={} fault={}", invocation.caller().actor(), fault.toString());
        return end(invocation, List.of("Not done: " + fault.getMessage() + ". Try again later."), ExitCode.TRY_LATER);
    }

    private static int unforeseen(Invocation invocation, Exception fault) {
        log().error("cli.failed actor={} fault={}", invocation.caller().actor(), fault.toString(), fault);
        return end(invocation, List.of("The command did not end well: " + fault + ". Try again later; the log has more."), ExitCode.TRY_LATER);
    }

    private static int broken(Invocation invocation, IOException fault) {
        return end(invocation, List.of(sentence(fault)), exitCode(fault));
    }

    private static int end(Invocation invocation, List<String> sentences, int exitCode) {
        sentences.forEach(invocation.printer()::warn);
        return exitCode;
    }

    private static String sentence(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
            case AccessDeniedException denied -> "The file " + denied.getFile() + " may not be read or written by this user.";
            default -> "Reading or writing failed: " + fault.getMessage();
        };
    }

    private static int exitCode(IOException fault) {
        return fault instanceof NoSuchFileException || fault instanceof AccessDeniedException ? ExitCode.REFUSED : ExitCode.TRY_LATER;
    }

    /// Not a constant: a client that only talks to the server never loads the logging library.
    private static Logger log() {
        return LoggerFactory.getLogger(Commands.class);
    }
}
