package org.chancery.cli;

import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.administration.SenderAdministration;
import org.chancery.administration.SenderExchange;
import org.chancery.sender.AddressChanges;
import org.chancery.sender.Grant;
import org.chancery.sender.Sender;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery sender`: who may post with a secret of his own.
@Command(name = "sender", addMethodSubcommands = false, description = "Authorised senders: who may post on the lists that are granted to them, with a key of their own.",
        footer = "Example: chancery sender add registrar@example.org")
final class SenderCommands {
    static final String ADDRESS = "Any address of the sender.";
    private static final int KEEP_DAYS = 30;
    private final Invocation invocation;

    SenderCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = {"Make senders. You answer for it that the addresses are theirs;", "\"grant add\" asks an address that is not a sender's yet."},
            footer = "Example: chancery sender add registrar@example.org")
    int add(@Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "The address of a sender.") List<String> addresses) {
        return invocation.each(addresses, address -> {
            Sender sender = senders().add(invocation.caller(), address);
            return new Invocation.Done("The sender " + sender.primary() + " is there now. \"chancery sender key new " + sender.primary() + "\" makes a key.", row(sender));
        });
    }

    @Command(name = "limit", description = "Let a sender post to the lists of one domain only; without DOMAIN to all that grant it.",
            footer = "Example: chancery sender limit registrar@example.org lists.example.org")
    int limit(
            @Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address,
            @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "A domain of this site.") @Nullable String domain) {
        Sender sender = senders().limit(invocation.caller(), require(address), Optional.ofNullable(domain));
        return invocation.done("The sender " + sender.primary() + " may post to lists of " + (domain == null ? "the whole site" : domain) + ".", row(sender));
    }

    @Command(name = "export", description = "All senders that are not deleted as comma-separated values, without their keys.",
            footer = "Example: chancery sender export > senders.csv")
    int export() {
        invocation.out().println(String.join(",", SenderExchange.COLUMNS));
        exchange().export(invocation.caller()).forEach(record -> invocation.out().println(
                record.stream().map(SenderCommands::quoted).collect(Collectors.joining(","))));
        return ExitCode.DONE;
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    @Command(name = "import", description = {
            "Make senders from a file of comma-separated values (RFC 4180) whose first line names the columns.",
            "Column address is needed; addresses, scope and grants may be there, blanks between several. Bad rows are told and left out."},
            footer = "Example: chancery sender import senders.csv")
    int importFile(@Parameters(paramLabel = "FILE", description = "The file; - is stdin.") InputFile file) throws IOException {
        SenderExchange.Imported imported;
        try (Reader csv = file.reader()) {
            imported = exchange().importFile(invocation.caller(), csv, bad -> invocation.printer().warn(bad.toString()));
        }
        return invocation.done(
                Printer.number(imported.senders(), "sender", "senders") + " made, " + Printer.number(imported.addresses(), "address", "addresses") + " and "
                        + Printer.number(imported.grants(), "grant", "grants") + " added, " + Printer.number(imported.bad(), "bad row", "bad rows") + " left out.",
                Row.of("senders", imported.senders(), "addresses", imported.addresses(), "grants", imported.grants(), "bad", imported.bad()));
    }

    private SenderExchange exchange() {
        return invocation.administration().senderExchange();
    }

    @Command(name = "delete", description = {"Delete a sender: keys and grants stop at once.", "For some days \"sender restore\" brings all grants back; then they end for good."},
            footer = "Example: chancery sender delete registrar@example.org")
    int delete(
            @Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address,
            @Option(names = "--keep-days", paramLabel = "DAYS", defaultValue = "" + KEEP_DAYS, description = "How long it can be restored, 1 to 365 (default: ${DEFAULT-VALUE}).") int days) {
        Sender sender = senders().delete(invocation.caller(), require(address), days);
        return invocation.done("The sender " + sender.primary() + " is deleted and can be restored until " + sender.purgeAfter().orElseThrow() + ".", row(sender));
    }

    @Command(name = "restore", description = {"Bring a deleted sender back, with everything that was granted.", "Keys work again only within an hour of the deletion."},
            footer = "Example: chancery sender restore registrar@example.org")
    int restore(@Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address) {
        Sender sender = senders().restore(invocation.caller(), require(address));
        return invocation.done("The sender " + sender.primary() + " is back.", row(sender));
    }

    @Command(name = "page", description = "Mail a sender the link to his own page: keys, password, addresses. It is good for a day.",
            footer = "Example: chancery sender page registrar@example.org")
    int page(@Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address) {
        senders().mailPage(invocation.caller(), address);
        return invocation.done("The link is on its way to " + address + ".", Row.of("address", address, "state", "mailed"));
    }

    @Command(name = "suspend", description = "Stop a sender for a while.", footer = "Example: chancery sender suspend registrar@example.org")
    int suspend(@Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address) {
        Sender sender = senders().suspend(invocation.caller(), require(address), true);
        return invocation.done("The sender " + sender.primary() + " is suspended.", row(sender));
    }

    @Command(name = "resume", description = "End a suspension.", footer = "Example: chancery sender resume registrar@example.org")
    int resume(@Parameters(paramLabel = "ADDRESS", description = ADDRESS) String address) {
        Sender sender = senders().suspend(invocation.caller(), require(address), false);
        return invocation.done("The sender " + sender.primary() + " is active.", row(sender));
    }

    @Command(name = "show", description = "Show a sender with his addresses, keys and grants; without ADDRESS all senders.",
            footer = "Example: chancery sender show registrar@example.org")
    int show(@Parameters(paramLabel = "ADDRESS", arity = "0..1", description = ADDRESS) @Nullable String address) {
        if (address == null) {
            List<Sender> all = senders().all(invocation.caller());
            invocation.printer().table("No sender. \"chancery sender add ADDRESS\" makes one.", table -> all.forEach(sender -> table.add(row(sender))));
        } else {
            invocation.printer().thing(whole(require(address)));
        }
        return ExitCode.DONE;
    }

    private Row whole(Sender sender) {
        Row row = row(sender);
        row.values().put("created", Row.plain(sender.created()));
        row.values().put("createdBy", sender.createdBy());
        row.values().put("keys", Row.plain(senders().keys(invocation.caller(), sender).stream().map(SenderKeyCommands::row).toList()));
        row.values().put("grants", Row.plain(senders().grants(invocation.caller(), sender).stream().map(this::grant).toList()));
        return row;
    }

    private Row grant(Grant grant) {
        return GrantCommands.row(invocation.administration().grants().name(grant.target()), grant);
    }

    static Row row(Sender sender) {
        return Row.of("sender", sender.id(), "address", sender.primary(), "addresses", sender.addresses(), "state", sender.state(), "scope", sender.scope(),
                "restorableUntil", sender.purgeAfter());
    }

    private Sender require(String address) {
        return senders().require(invocation.caller(), address);
    }

    private SenderAdministration senders() {
        return invocation.administration().senders();
    }

    /// `chancery sender address`: the several addresses of one sender.
    @Command(name = "address", description = {"The addresses of a sender: he may post from each of them.",
            "The address we wrote to before, and one that is removed, can take a change back for 72 hours."},
            footer = "Example: chancery sender address add registrar@example.org office@example.org")
    static final class AddressCommands {
        private static final String FINAL = "Tell nobody, and leave no way back for the old address: for someone who left.";

        private static AddressChanges.Telling telling(boolean isFinal) {
            return isFinal ? AddressChanges.Telling.FINAL : AddressChanges.Telling.UNDO;
        }

        private final Invocation invocation;

        AddressCommands(Invocation invocation) {
            this.invocation = invocation;
        }

        @Command(name = "add", description = "Give a sender another address. You answer for it, or have the address asked.",
                footer = "Example: chancery sender address add registrar@example.org office@example.org")
        int add(
                @Parameters(paramLabel = "SENDER", description = ADDRESS) String sender,
                @Parameters(paramLabel = "ADDRESS", description = "The other address.") String address,
                @Option(names = "--confirm", description = "Ask the address; it is added when it answers.") boolean confirm,
                @Option(names = "--final", description = FINAL) boolean isFinal) {
            if (confirm) {
                senders().askAddress(invocation.caller(), require(sender), address);
                return invocation.done(address + " was asked.", Row.of("address", address, "state", "asked"));
            }
            return done(senders().addAddress(invocation.caller(), require(sender), address, telling(isFinal)), address + " is an address of the sender now.");
        }

        @Command(name = "remove", description = "Take an address from a sender.",
                footer = "Example: chancery sender address remove registrar@example.org office@example.org")
        int remove(
                @Parameters(paramLabel = "SENDER", description = ADDRESS) String sender,
                @Parameters(paramLabel = "ADDRESS", description = "Which one goes.") String address,
                @Option(names = "--final", description = FINAL) boolean isFinal) {
            return done(senders().removeAddress(invocation.caller(), require(sender), address, telling(isFinal)), address + " is no address of the sender any more.");
        }

        @Command(name = "prefer", description = "Make an address the primary one: where we write to, and what lists show.",
                footer = "Example: chancery sender address prefer registrar@example.org office@example.org")
        int prefer(
                @Parameters(paramLabel = "SENDER", description = ADDRESS) String sender,
                @Parameters(paramLabel = "ADDRESS", description = "The address to prefer.") String address,
                @Option(names = "--final", description = FINAL) boolean isFinal) {
            return done(senders().preferAddress(invocation.caller(), require(sender), address, telling(isFinal)), address + " is the primary address now.");
        }

        private int done(Sender sender, String sentence) {
            return invocation.done(sentence, row(sender));
        }

        private Sender require(String address) {
            return senders().require(invocation.caller(), address);
        }

        private SenderAdministration senders() {
            return invocation.administration().senders();
        }
    }

    static Optional<Instant> after(Invocation invocation, @Nullable Integer days) {
        return Optional.ofNullable(days).map(count -> invocation.administration().grants().in(count));
    }
}
