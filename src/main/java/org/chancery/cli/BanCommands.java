package org.chancery.cli;

import java.util.List;
import java.util.Optional;
import org.chancery.administration.BanAdministration;
import org.chancery.list.MailingList;
import org.chancery.subscription.Ban;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery ban`: who may not join.
@Command(name = "ban", addMethodSubcommands = false, description = "Who may not join, on one list or on the whole site.",
        footer = "Example: chancery ban add @spam.example --list talk@lists.example.org")
final class BanCommands {
    private static final String TARGET = "An address, @domain (with all below it) or /pattern/ (RE2).";
    private static final String LIST = "Only on this list; else on the whole site.";
    private final Invocation invocation;

    BanCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Ban addresses.", footer = "Example: chancery ban add spam@example.net --list talk@lists.example.org")
    int add(
            @Parameters(paramLabel = "TARGET", arity = "1..*", description = TARGET) List<String> targets,
            @Option(names = "--list", paramLabel = "LIST", description = LIST) @Nullable String list) {
        Optional<MailingList> where = where(list);
        return invocation.each(targets, target -> {
            Ban ban = bans().add(invocation.caller(), where, target);
            return new Invocation.Done(ban.target().text() + " is banned now.", row(ban));
        });
    }

    @Command(name = "remove", description = "Lift bans.", footer = "Example: chancery ban remove @spam.example")
    int remove(
            @Parameters(paramLabel = "TARGET", arity = "1..*", description = TARGET) List<String> targets,
            @Option(names = "--list", paramLabel = "LIST", description = LIST) @Nullable String list) {
        Optional<MailingList> where = where(list);
        return invocation.each(targets, target -> {
            Ban ban = bans().remove(invocation.caller(), where, target);
            return new Invocation.Done(ban.target().text() + " is banned no more.", row(ban));
        });
    }

    @Command(name = "list", description = "List the bans of the site, and those of a list.", footer = "Example: chancery ban list talk@lists.example.org")
    int list(@Parameters(paramLabel = "LIST", arity = "0..1", description = "Also those of this list.") @Nullable String list) {
        List<Ban> all = bans().list(where(list));
        invocation.printer().table("Nobody is banned.", table -> all.forEach(ban -> table.add(row(ban))));
        return ExitCode.DONE;
    }

    private Optional<MailingList> where(@Nullable String list) {
        return Optional.ofNullable(list).map(invocation.administration().lists()::require);
    }

    private static Row row(Ban ban) {
        return Row.of("target", ban.target().text(), "where", ban.list().isPresent() ? "list" : "site");
    }

    private BanAdministration bans() {
        return invocation.administration().bans();
    }
}
