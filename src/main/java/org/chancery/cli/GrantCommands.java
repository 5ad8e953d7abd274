package org.chancery.cli;

import java.util.List;
import java.util.Optional;
import org.chancery.administration.GrantAdministration;
import org.chancery.mail.Address;
import org.chancery.sender.Grant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery grant`: which authorised senders may post where.
@Command(name = "grant", addMethodSubcommands = false, description = "What is granted to authorised senders: lists, and groups of lists (@GROUP).",
        footer = "Example: chancery grant add news@lists.example.org registrar@example.org")
final class GrantCommands {
    private static final String TARGET = "A list, or @GROUP for every list of a list group.";
    private final Invocation invocation;

    GrantCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Grant posting. An address that is not a sender's is asked first; the grant comes with its answer.",
            footer = "Example: chancery grant add @faculties registrar@example.org")
    int add(
            @Parameters(paramLabel = "TARGET", description = TARGET) String target,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Address of a sender.") List<String> addresses,
            @Option(names = "--only", paramLabel = "ADDRESS", description = "Only when he writes from this address of his (repeatable).") @Nullable List<String> only,
            @Option(names = "--reapprove", description = "A new address of the sender pauses the grant until it is approved.") boolean reapprove,
            @Option(names = "--days", paramLabel = "DAYS", description = "How long it holds; else until it is removed.") @Nullable Integer days) {
        GrantAdministration.Limits limits = new GrantAdministration.Limits(only == null ? List.of() : only, reapprove, SenderCommands.after(invocation, days));
        return invocation.each(addresses, address -> switch (grants().add(invocation.caller(), grants().target(target), address, limits)) {
            case AT_ONCE -> new Invocation.Done(address + " may post on " + target + " with a key now.", Row.of("target", target, "address", address, "state", "granted"));
            case ASKED -> new Invocation.Done(address + " was asked; the grant comes with the answer.", Row.of("target", target, "address", address, "state", "asked"));
        });
    }

    @Command(name = "remove", description = "Take grants back.", footer = "Example: chancery grant remove news@lists.example.org registrar@example.org")
    int remove(
            @Parameters(paramLabel = "TARGET", description = TARGET) String target,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Any address of a sender.") List<String> addresses) {
        return invocation.each(addresses, address -> {
            grants().remove(invocation.caller(), grants().target(target), address);
            return new Invocation.Done(target + " is granted to " + address + " no more.", Row.of("target", target, "address", address, "state", "removed"));
        });
    }

    @Command(name = "approve", description = "Approve a grant that waits since its sender has a new address.",
            footer = "Example: chancery grant approve news@lists.example.org registrar@example.org")
    int approve(
            @Parameters(paramLabel = "TARGET", description = TARGET) String target,
            @Parameters(paramLabel = "ADDRESS", description = "Any address of the sender.") String address) {
        grants().approve(invocation.caller(), grants().target(target), address);
        return invocation.done(target + " is granted to " + address + " again.", Row.of("target", target, "address", address, "state", "granted"));
    }

    @Command(name = "list", description = "List what is granted on a list or list group itself.", footer = "Example: chancery grant list news@lists.example.org")
    int list(@Parameters(paramLabel = "TARGET", description = TARGET) String target) {
        List<GrantAdministration.Shown> all = grants().on(invocation.caller(), grants().target(target));
        invocation.printer().table("Nothing is granted on " + target + " itself.", table -> all.forEach(one -> {
            Row row = row(target, one.grant());
            row.values().put("address", one.sender().primary().toString());
            row.values().put("sender", one.sender().state().word());
            row.values().put("restorableUntil", Row.plain(one.sender().purgeAfter()));
            table.add(row);
        }));
        return ExitCode.DONE;
    }

    static Row row(String target, Grant grant) {
        return Row.of(
                "target", target, "state", grant.paused() ? "paused" : "granted", "only", grant.only().stream().map(Address::toString).sorted().toList(),
                "reapprove", grant.reapprove(), "grantedBy", grant.grantedBy(), "granted", grant.granted(), "expires", Optional.of(grant).flatMap(Grant::expires));
    }

    private GrantAdministration grants() {
        return invocation.administration().grants();
    }
}
