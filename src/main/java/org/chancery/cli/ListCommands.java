package org.chancery.cli;

import java.util.List;
import java.util.Locale;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chancery.administration.Change;
import org.chancery.administration.ListAdministration;
import org.chancery.administration.Refused;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery list`: lists and their settings.
@Command(name = "list", description = "Mailing lists and their settings.",
        footer = "Example: chancery list create talk@lists.example.org --style discussion")
final class ListCommands {
    private final Invocation invocation;

    ListCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "create", description = "Make a list. The style gives its first policy and settings.",
            footer = "Example: chancery list create talk@lists.example.org --style discussion")
    int create(
            @Parameters(paramLabel = "ADDRESS", description = "Address of the list, in a served domain.") String address,
            @Option(names = "--style", paramLabel = "STYLE", defaultValue = "discussion",
                    description = "discussion (default), contract, announce, newsletter, private, desk, agency or umbrella.") String style) {
        MailingList list = lists().create(invocation.caller(), address, style);
        return invocation.done("The list " + list.address() + " is made in style " + list.style()
                + ". \"chancery member add " + list.address() + " ADDRESS\" adds members.", row(list));
    }

    @Command(name = "show", description = "Show one list with all its settings, or all lists.",
            footer = "Example: chancery list show talk@lists.example.org --json")
    int show(@Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "The list; without it all lists.") @Nullable String address) {
        if (address == null) {
            invocation.printer().table("There is no list yet. \"chancery list create ADDRESS\" makes one.",
                    table -> lists().all().forEach(list -> table.add(row(list))));
        } else {
            showOne(lists().require(address));
        }
        return ExitCode.DONE;
    }

    private void showOne(MailingList list) {
        Map<String, @Nullable Object> thing = new LinkedHashMap<>(row(list).values());
        for (Role role : Role.values()) {
            thing.put(role.word() + "s", invocation.administration().members().count(list, role));
        }
        if (invocation.printer().isJson()) {
            thing.put("policyText", list.policy().text());
            thing.put("settings", ListAdministration.values(list.settings()).entrySet().stream()
                    .map(entry -> setting(entry.getKey(), entry.getValue()).values()).toList());
        } else {
            ListAdministration.values(list.settings()).forEach((setting, value) -> thing.put(setting.key(), value));
        }
        invocation.printer().thing(new Row(thing));
    }

    private static Row setting(Setting setting, String value) {
        return Row.of("key", setting.key(), "value", value, "default", setting.initial(), "help", setting.help());
    }

    @Command(name = "set", description = "Change settings. One wrong value refuses all.",
            footer = "Example: chancery list set talk@lists.example.org subject_prefix=[talk] reply_to=list")
    int set(
            @Parameters(paramLabel = "ADDRESS", description = "The list.") String address,
            @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", description = "Settings; \"list show --json\" names all with their help.")
                    List<String> pairs) {
        MailingList list = lists().require(address);
        List<Change> changes = lists().set(invocation.caller(), list, pairs(pairs));
        return printChanges(list.address(), changes, "changed");
    }

    private static Map<String, String> pairs(List<String> pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refused("\"" + pair + "\" has not the form KEY=VALUE.");
            }
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    private int printChanges(Address list, List<Change> changes, String verb) {
        List<Row> rows = changes.stream().map(change -> Row.of("key", change.key(), "before", change.before(), "after", change.after())).toList();
        if (invocation.printer().isJson()) {
            invocation.printer().table("", table -> rows.forEach(table::add));
        } else if (changes.isEmpty()) {
            invocation.done("Nothing to change: " + list + " is like that already.", Row.of());
        } else {
            changes.forEach(change -> invocation.done(verb + " " + change, Row.of()));
        }
        return ExitCode.DONE;
    }

    @Command(name = "close", description = "Take no posts and no members any more; everything is kept.",
            footer = "Example: chancery list close talk@lists.example.org")
    int close(@Parameters(paramLabel = "ADDRESS", description = "The list.") String address) {
        MailingList list = lists().require(address);
        lists().close(invocation.caller(), list);
        return invocation.done("The list " + list.address() + " is closed.", row(lists().require(address)));
    }

    @Command(name = "open", description = "Open a closed list again.", footer = "Example: chancery list open talk@lists.example.org")
    int open(@Parameters(paramLabel = "ADDRESS", description = "The list.") String address) {
        MailingList list = lists().require(address);
        lists().open(invocation.caller(), list);
        return invocation.done("The list " + list.address() + " is open.", row(lists().require(address)));
    }

    @Command(name = "rename", description = "Give a list another address; mail to the old one is refused from then on.",
            footer = "Example: chancery list rename talk@lists.example.org chat@lists.example.org")
    int rename(
            @Parameters(paramLabel = "ADDRESS", description = "The list.") String address,
            @Parameters(paramLabel = "NEW", description = "Its new address.") String newAddress) {
        Address renamed = lists().rename(invocation.caller(), lists().require(address), newAddress);
        return invocation.done("The list is " + renamed + " now.", row(lists().require(renamed.toString())));
    }

    @Command(name = "delete", description = "End a list with its members, settings and held posts.",
            footer = "Example: chancery list delete talk@lists.example.org")
    int delete(@Parameters(paramLabel = "ADDRESS", description = "The list.") String address) {
        MailingList list = lists().require(address);
        lists().delete(invocation.caller(), list);
        return invocation.done("The list " + list.address() + " is deleted.", Row.of("list", list.address()));
    }

    private static Row row(MailingList list) {
        return Row.of("list", list.address(), "state", list.state().name().toLowerCase(Locale.ROOT), "style", list.style(),
                "policy", list.policy().version(), "created", list.created());
    }

    private ListAdministration lists() {
        return invocation.administration().lists();
    }
}
