package org.chancery.cli;

import java.util.Optional;
import org.chancery.administration.Refused;
import org.chancery.audit.Act;
import org.chancery.audit.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `chancery audit`: who did what.
@Command(name = "audit", addMethodSubcommands = false, description = "The log of who did what, chained so that no change goes unnoticed.",
        footer = "Example: chancery audit show --limit 20")
final class AuditCommands {
    private final Invocation invocation;

    AuditCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "show", description = "Show the last entries, oldest first.", footer = "Example: chancery audit show --limit 20 --json")
    int show(
            @Option(names = "--limit", defaultValue = "100", description = "So many of the last (default ${DEFAULT-VALUE}).") int limit,
            @Option(names = "--all", description = "All entries.") boolean all) {
        invocation.printer().table("No entry.", table -> {
            if (all) {
                invocation.administration().audit().each(entry -> table.add(row(entry)));
            } else {
                invocation.administration().audit().last(Math.max(1, limit)).forEach(entry -> table.add(row(entry)));
            }
        });
        return ExitCode.DONE;
    }

    @Command(name = "verify", description = "Check the whole chain; exit 1 names the entry that breaks it.", footer = "Example: chancery audit verify")
    int verify() {
        Optional<String> fault = invocation.administration().audit().verify();
        if (fault.isPresent()) {
            throw new Refused("The audit log is not whole: " + fault.get());
        }
        return invocation.done("The audit log is whole.", Row.of("whole", true));
    }

    private static Row row(AuditEntry entry) {
        Act act = entry.act();
        return Row.of("entry", entry.sequence(), "at", act.at(), "actor", act.actor(), "door", act.door(), "action", act.action(),
                "object", act.object(), "detail", act.detail());
    }
}
