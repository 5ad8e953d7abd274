package org.chancery.cli;

import java.util.List;
import org.chancery.administration.ListGroupAdministration;
import org.chancery.list.MailingList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `chancery listgroup`: groups of lists.
@Command(name = "listgroup", addMethodSubcommands = false, description = "Groups of lists, which may overlap: what is granted on a group holds on each list in it.",
        footer = "Example: chancery listgroup create faculties arts@lists.example.org law@lists.example.org")
final class ListGroupCommands {
    private static final String NAME = "Name of the group.";
    private final Invocation invocation;

    ListGroupCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "create", description = "Make a group.", footer = "Example: chancery listgroup create faculties arts@lists.example.org")
    int create(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "LIST", arity = "0..*", description = "Lists in it.") @Nullable List<String> lists) {
        List<MailingList> found = lists == null ? List.of() : lists.stream().map(invocation.administration().lists()::require).toList();
        groups().create(invocation.caller(), name);
        found.forEach(list -> groups().put(invocation.caller(), name, list));
        return done(name, "The list group " + name + " is there now.");
    }

    @Command(name = "add", description = "Put lists into a group.", footer = "Example: chancery listgroup add faculties law@lists.example.org")
    int add(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "LIST", arity = "1..*", description = "The lists.") List<String> lists) {
        return invocation.each(lists, list -> {
            groups().put(invocation.caller(), name, invocation.administration().lists().require(list));
            return new Invocation.Done(list + " is in the list group " + name + " now.", Row.of("name", name, "list", list));
        });
    }

    @Command(name = "remove", description = "Take lists out of a group; without LIST the group itself goes, with what is granted on it.",
            footer = "Example: chancery listgroup remove faculties law@lists.example.org")
    int remove(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Parameters(paramLabel = "LIST", arity = "0..*", description = "The lists.") @Nullable List<String> lists) {
        if (lists == null || lists.isEmpty()) {
            groups().remove(invocation.caller(), name);
            return invocation.done("The list group " + name + " is gone.", Row.of("name", name));
        }
        return invocation.each(lists, list -> {
            groups().take(invocation.caller(), name, invocation.administration().lists().require(list));
            return new Invocation.Done(list + " is in the list group " + name + " no more.", Row.of("name", name, "list", list));
        });
    }

    @Command(name = "list", description = "List the groups, or the lists of one.", footer = "Example: chancery listgroup list faculties")
    int list(@Parameters(paramLabel = "NAME", arity = "0..1", description = NAME) @Nullable String name) {
        if (name == null) {
            invocation.printer().table("No list group.", table -> groups().all().forEach(group -> table.add(row(group))));
        } else {
            List<MailingList> lists = groups().lists(name);
            invocation.printer().table("No list is in it.", table -> lists.forEach(list -> table.add(Row.of("list", list.address()))));
        }
        return ExitCode.DONE;
    }

    private int done(String name, String sentence) {
        return invocation.done(sentence, row(name));
    }

    private Row row(String name) {
        return Row.of("name", name, "lists", groups().lists(name).stream().map(list -> list.address().toString()).toList());
    }

    private ListGroupAdministration groups() {
        return invocation.administration().listGroups();
    }
}
