package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.administration.ArchiveAdministration;
import org.chancery.list.MailingList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery archive`: what lists keep of their posts.
@Command(name = "archive", addMethodSubcommands = false,
        description = {"What lists keep of their posts. \"chancery list set LIST archive=owners\" begins it.", "Reading, exporting and deleting is written into the audit log."},
        footer = "Example: chancery archive list talk@lists.example.org")
final class ArchiveCommands {
    private static final String LIST = "The address of the list.";

    private final Invocation invocation;

    ArchiveCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "list", description = "List the kept posts of a list: number, when it came, octets, sealed or not.",
            footer = "Example: chancery archive list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", description = LIST) String address) {
        MailingList list = require(address);
        invocation.printer().table("Nothing is kept.", table -> archive().each(invocation.caller(), list, entry -> table.add(
                Row.of("number", entry.number(), "received", entry.at(), "octets", entry.octets(), "sealed", entry.isSealed(), "post", entry.posting().value()))));
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Show a kept post as its readers got it.", footer = "Example: chancery archive show talk@lists.example.org 17")
    int show(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "NUMBER", description = "From \"archive list\".") String number) {
        byte[] post = archive().read(invocation.caller(), require(address), number).borrow();
        invocation.printer().text("post", new String(post, StandardCharsets.UTF_8).replace("\r\n", "\n"));
        return ExitCode.DONE;
    }

    @Command(name = "export", description = {"Write all kept posts of a list as mbox (mboxrd), which mail programs open.", "Sealed posts are opened: they stand in clear in the file, unless --sealed-to names somebody."},
            footer = "Example: chancery archive export talk@lists.example.org talk.mbox")
    int export(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The file; default stdout.") OutputFile file,
            @Option(names = "--sealed-to", paramLabel = "ADDRESS", description = "Encrypt each post to the key that this address has on the list.") @Nullable String reader) throws IOException {
        MailingList list = require(address);
        List<Long> closed = new ArrayList<>();
        file.write(out -> {
            try (Progress progress = new Progress(invocation, "posts")) {
                closed.addAll(archive().export(invocation.caller(), list, Optional.ofNullable(reader), out, progress).closed());
            }
        });
        if (!closed.isEmpty()) {
            invocation.printer().warn("All others were written. " + ArchiveAdministration.unreadable(list, closed));
        }
        return closed.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    @Command(name = "delete", description = "Take posts out of the archive of a list for good.", footer = "Example: chancery archive delete talk@lists.example.org 17")
    int delete(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "From \"archive list\".") List<String> numbers) {
        MailingList list = require(address);
        return invocation.each(numbers, number -> {
            archive().delete(invocation.caller(), list, number);
            return new Invocation.Done("Post " + number + " is no longer in the archive of " + list.address() + ".", Row.of("number", Long.parseLong(number), "deleted", true));
        });
    }

    @Command(name = "waiting", description = "List posts that are still to be kept, and what keeps them from it.", footer = "Example: chancery archive waiting")
    int waiting(@Parameters(paramLabel = "LIST", arity = "0..1", description = "Only this list.") @Nullable String address) {
        invocation.printer().table("Nothing waits.", table -> archive().waiting(Optional.ofNullable(address).map(this::require)).forEach(one -> table.add(
                Row.of("list", one.list(), "post", one.post(), "since", one.since(), "next", one.next(), "why", one.why()))));
        return ExitCode.DONE;
    }

    private MailingList require(String list) {
        return invocation.administration().lists().require(list);
    }

    private ArchiveAdministration archive() {
        return invocation.administration().archive();
    }
}
