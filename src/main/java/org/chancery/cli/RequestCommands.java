package org.chancery.cli;

import java.util.List;
import java.util.Optional;
import org.chancery.administration.RequestAdministration;
import org.chancery.administration.RequestAdministration.Waiting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery request`: who wants to join or leave and waits for moderators.
@Command(name = "request", addMethodSubcommands = false, description = "Requests to join and leave that wait for moderators.",
        footer = "Example: chancery request accept rv3rta5c4q3lq")
final class RequestCommands {
    private final Invocation invocation;

    RequestCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "list", description = "List what waits, oldest first.", footer = "Example: chancery request list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", arity = "0..1", description = "Only this list.") @Nullable String list) {
        List<Waiting> all = requests().waiting(Optional.ofNullable(list).map(invocation.administration().lists()::require));
        invocation.printer().table("Nothing waits.", table -> all.forEach(waiting -> table.add(row(waiting))));
        return ExitCode.DONE;
    }

    @Command(name = "accept", description = "Accept requests.", footer = "Example: chancery request accept rv3rta5c4q3lq")
    int accept(@Parameters(paramLabel = "ID", arity = "1..*", description = "Ids from \"request list\".") List<String> ids) {
        return invocation.each(ids, id -> done(requests().accept(invocation.caller(), id), "accepted"));
    }

    @Command(name = "reject", description = "Refuse requests.", footer = "Example: chancery request reject rv3rta5c4q3lq --reason \"staff only\"")
    int reject(
            @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids from \"request list\".") List<String> ids,
            @Option(names = "--reason", defaultValue = "", description = "Told to the one who asked, if that address has agreed to be asked.") String reason) {
        return invocation.each(ids, id -> done(requests().reject(invocation.caller(), id, reason), "rejected"));
    }

    private static Invocation.Done done(Waiting waiting, String what) {
        return new Invocation.Done("The request of " + waiting.request().address() + " is " + what + ".",
                Row.of("request", waiting.id(), "address", waiting.request().address(), "state", what));
    }

    private static Row row(Waiting waiting) {
        return Row.of("request", waiting.id(), "list", waiting.list(), "address", waiting.request().address(), "wants", waiting.request().change().word(),
                "since", waiting.request().asked(), "until", waiting.request().decideBy(), "door", waiting.request().door().word());
    }

    private RequestAdministration requests() {
        return invocation.administration().requests();
    }
}
