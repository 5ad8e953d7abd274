package org.chancery.cli;

import java.util.List;
import java.util.Optional;
import org.chancery.administration.SenderKeys;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.sender.Credential;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery sender key`: posting keys, and approval keys of moderators.
@Command(name = "key", description = "Posting keys of senders, and approval keys of moderators.",
        footer = "Example: chancery sender key new registrar@example.org --label laptop")
final class SenderKeyCommands {
    private static final String MODERATOR = "A key of a moderator of this list instead: it approves his own posts there.";
    private final Invocation invocation;

    SenderKeyCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "new", description = {"Make keys and show them: they cannot be shown again.",
            "A post carries one in a header field or its first line: \"Authorised: chs1…\"."},
            footer = "Example: chancery sender key new registrar@example.org --once 10")
    int create(
            @Parameters(paramLabel = "ADDRESS", description = "Any address of the sender, or the moderator's.") String address,
            @Option(names = "--list", paramLabel = "LIST", description = "Only for this list (repeatable); else for all that are granted.") @Nullable List<String> lists,
            @Option(names = "--once", paramLabel = "N", defaultValue = "0", description = "Make N keys that are good for one text each.") int once,
            @Option(names = "--per-day", paramLabel = "N", defaultValue = "0", description = "At most so many posts a day; 0 is any number.") int perDay,
            @Option(names = "--days", paramLabel = "DAYS", description = "How long it works; else until it is revoked.") @Nullable Integer days,
            @Option(names = "--label", defaultValue = "", description = "What it is for, such as laptop.") String label,
            @Option(names = "--moderator", paramLabel = "LIST", description = MODERATOR) @Nullable String moderator) {
        List<ListId> only = lists == null ? List.of() : lists.stream().map(list -> list(list).id()).toList();
        SenderKeys.Limits limits = new SenderKeys.Limits(only, SenderCommands.after(invocation, days), perDay, once, label);
        List<SenderKeys.Made> made = moderator == null
                ? keys().create(invocation.caller(), invocation.administration().senders().require(invocation.caller(), address), limits)
                : keys().create(invocation.caller(), list(moderator), address, limits);
        print(made);
        return ExitCode.DONE;
    }

    private void print(List<SenderKeys.Made> made) {
        if (!invocation.printer().isJson()) {
            made.forEach(one -> invocation.printer().heading(one.key().reveal()));
        } else if (made.size() == 1) {
            invocation.printer().thing(shown(made.getFirst()));
        } else {
            invocation.printer().table("", table -> made.forEach(one -> table.add(shown(one))));
        }
    }

    private static Row shown(SenderKeys.Made made) {
        Row row = row(made.credential());
        row.values().put("secret", made.key().reveal());
        return row;
    }

    @Command(name = "list", description = "List the keys of a sender by name; none can be seen again.", footer = "Example: chancery sender key list registrar@example.org")
    int list(
            @Parameters(paramLabel = "ADDRESS", description = "Any address of the sender, or the moderator's.") String address,
            @Option(names = "--moderator", paramLabel = "LIST", description = "Those of a moderator of this list.") @Nullable String moderator) {
        List<Credential> all = moderator == null
                ? invocation.administration().senders().keys(invocation.caller(), invocation.administration().senders().require(invocation.caller(), address))
                : keys().of(invocation.caller(), list(moderator), address);
        invocation.printer().table("No key. \"chancery sender key new " + address + "\" makes one.", table -> all.forEach(key -> table.add(row(key))));
        return ExitCode.DONE;
    }

    @Command(name = "revoke", description = "End keys, by their names.", footer = "Example: chancery sender key revoke k3vqa7x2mpab")
    int revoke(@Parameters(paramLabel = "KEY", arity = "1..*", description = "Name of a key, from \"sender key list\".") List<String> kids) {
        return invocation.each(kids, kid -> {
            keys().revoke(invocation.caller(), kid);
            return new Invocation.Done("The key " + kid + " is revoked.", Row.of("key", kid, "state", "revoked"));
        });
    }

    static Row row(Credential key) {
        return Row.of(
                "key", key.kid(), "kind", key.kind(), "label", key.label(), "uses", key.uses(), "perDay", key.perDay() == 0 ? Optional.empty() : key.perDay(),
                "lists", key.lists().isEmpty() ? "all" : key.lists().size() + " of them", "created", key.created(), "expires", key.expires(),
                "lastUsed", key.lastUsed(), "ended", key.ended(), "reason", key.reason());
    }

    private MailingList list(String address) {
        return invocation.administration().lists().require(address);
    }

    private SenderKeys keys() {
        return invocation.administration().senderKeys();
    }
}
