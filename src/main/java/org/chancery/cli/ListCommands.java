package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.administration.Change;
import org.chancery.administration.ListAdministration;
import org.chancery.administration.ListRequestAdministration;
import org.chancery.administration.Refused;
import org.chancery.list.ListRequests.ListRequest;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery list`: lists and their settings.
@Command(name = "list", addMethodSubcommands = false, description = "Mailing lists and their settings.",
        footer = "Example: chancery list create talk@lists.example.org --style discussion")
final class ListCommands {
    private static final int MAX_DOCUMENT = 1 << 20; // policy and footer are the long ones, 64 KiB and 10 KB

    private final Invocation invocation;

    ListCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "create", description = "Make a list. The style gives its first policy and settings.",
            footer = "Example: chancery list create talk@lists.example.org --style discussion")
    int create(
            @Parameters(paramLabel = "ADDRESS", description = "Address of the list, in a served domain.") String address,
            @Option(names = "--style", paramLabel = "STYLE", defaultValue = "discussion",
                    description = "discussion (default), contract, announce, newsletter, private, desk, agency, umbrella,"
                            + " encrypted, encrypted-copies, signed, encrypted-posts or anonymous-drop.") String style) {
        MailingList list = lists().create(invocation.caller(), address, style);
        return invocation.done("The list " + list.address() + " is made in style " + list.style()
                + ". \"chancery member add " + list.address() + " ADDRESS\" adds members.", row(list));
    }

    @Command(name = "request", description = "Ask for a list in the name of an account that may: a list creator of the domain.",
            footer = "Example: chancery list request talk@lists.example.org --as anna@example.org --reason \"Talk of the town\"")
    int request(
            @Parameters(paramLabel = "ADDRESS", description = "Address of the list, in a served domain.") String address,
            @Option(names = "--as", required = true, paramLabel = "ACCOUNT", description = "Who asks and becomes its owner.") String as,
            @Option(names = "--style", paramLabel = "STYLE", defaultValue = "discussion", description = "As for list create.") String style,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "What it is for.") String reason) {
        ListRequest asked = requests().ask(invocation.caller(), invocation.administration().accounts().require(as), address, style, reason);
        return invocation.done("The list " + asked.address() + " is asked for under the number " + asked.id() + ".", row(asked));
    }

    @Command(name = "requests", description = "List the lists that are asked for.", footer = "Example: chancery list requests --json")
    int requests(@Option(names = "--domain", paramLabel = "DOMAIN", description = "Only of this domain.") @Nullable String domain) {
        invocation.printer().table("No list is asked for.", table -> requests().waiting().stream()
                .filter(one -> domain == null || one.address().domain().toString().equalsIgnoreCase(domain))
                .forEach(one -> table.add(row(one))));
        return ExitCode.DONE;
    }

    @Command(name = "grant", description = "Make a list that is asked for; who asked becomes its owner and is told.",
            footer = "Example: chancery list grant 3")
    int grant(@Parameters(paramLabel = "ID", description = "Its number in list requests.") String number) {
        MailingList list = requests().grant(invocation.caller(), number);
        return invocation.done("The list " + list.address() + " is made.", row(list));
    }

    @Command(name = "refuse", description = "Refuse a list that is asked for; who asked is told.",
            footer = "Example: chancery list refuse 3 --reason \"There is one already\"")
    int refuse(
            @Parameters(paramLabel = "ID", description = "Its number in list requests.") String number,
            @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Told to who asked.") String reason) {
        ListRequest refused = requests().refuse(invocation.caller(), number, reason);
        return invocation.done("The list " + refused.address() + " is refused.", row(refused));
    }

    private ListRequestAdministration requests() {
        return invocation.administration().listRequests();
    }

    private static Row row(ListRequest request) {
        return Row.of("id", request.id(), "address", request.address(), "style", request.style(), "asker", request.asker(),
                "reason", request.reason(), "at", request.at());
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
        return printChanges(list.address(), changes);
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

    /// One line for each change: `key: old -> new`.
    private int printChanges(Address list, List<Change> changes) {
        if (changes.isEmpty() && !invocation.printer().isJson()) {
            return invocation.done("Nothing to change: " + list + " is like that already.", Row.of());
        }
        if (invocation.printer().isJson()) {
            invocation.printer().table("", table -> changes.forEach(change ->
                    table.add(Row.of("key", change.key(), "before", change.before(), "after", change.after()))));
        } else {
            changes.forEach(change -> invocation.done(change.toString(), Row.of()));
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

    @Command(name = "export", description = "Write every setting, the policy and the style of a list as TOML, to be edited.",
            footer = "Example: chancery list export talk@lists.example.org talk.toml")
    int export(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The file; default stdout.")
                    OutputFile file) throws IOException {
        String document = invocation.administration().exchange().export(lists().require(address));
        file.write(out -> out.write(document.getBytes(StandardCharsets.UTF_8)));
        return ExitCode.DONE;
    }

    @Command(name = "apply", description = "Make a list what an edited export says, and show what changes.",
            footer = "Example: chancery list apply talk@lists.example.org talk.toml --dry-run")
    int apply(
            @Parameters(paramLabel = "LIST", description = "The list.") String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The file; default stdin.") InputFile file,
            @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun) throws IOException {
        MailingList list = lists().require(address);
        List<Change> changes = invocation.administration().exchange().apply(invocation.caller(), list, file.text(MAX_DOCUMENT), dryRun);
        return printChanges(list.address(), changes);
    }

    private static Row row(MailingList list) {
        return Row.of("list", list.address(), "state", list.state().name().toLowerCase(Locale.ROOT), "style", list.style(),
                "policy", list.policy().version(), "created", list.created());
    }

    private ListAdministration lists() {
        return invocation.administration().lists();
    }
}
