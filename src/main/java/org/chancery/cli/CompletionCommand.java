package org.chancery.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `chancery completion`: generated from the commands themselves, so it never lags behind.
@Command(name = "completion", description = "Print completion for bash and zsh, to be sourced by the shell.",
        footer = "Example: source <(chancery completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final CommandLine root;

    CompletionCommand(Invocation invocation, CommandLine root) {
        this.invocation = invocation;
        this.root = root;
    }

    @Override
    public Integer call() {
        invocation.out().print(AutoComplete.bash("chancery", root));
        return ExitCode.DONE;
    }
}
