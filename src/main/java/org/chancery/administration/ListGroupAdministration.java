package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.sender.ListGroups;

/// Groups of lists, for grants: what is granted on a group holds on every list that is in it when a post comes.
public final class ListGroupAdministration {
    /// Short, and harmless on a command line.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,49}");
    private final ListGroups groups;
    private final Lists lists;
    private final InstantSource clock;

    ListGroupAdministration(ListGroups groups, Lists lists, InstantSource clock) {
        this.groups = groups;
        this.lists = lists;
        this.clock = clock;
    }

    /// By name.
    public List<String> all() {
        return groups.all();
    }

    /// Its lists, by address.
    public List<MailingList> lists(String name) {
        return groups.lists(name).orElseThrow(() -> unknown(name)).stream().flatMap(list -> lists.find(list).stream())
                .sorted(java.util.Comparator.comparing(list -> list.address().key())).toList();
    }

    public void create(Caller caller, String name) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!NAME.matcher(name).matches()) {
            throw new Refused("\"" + name + "\" cannot name a list group: use up to 50 of a-z, 0-9, dot, hyphen and underscore.");
        }
        if (!groups.create(name, caller.act(clock.instant(), "listgroup.create", name, ""))) {
            throw new Refused("The list group " + name + " is there already.");
        }
    }

    /// With what is granted on it.
    public void remove(Caller caller, String name) {
        caller.must(Permission.MANAGE_SENDERS);
        if (!groups.remove(name, caller.act(clock.instant(), "listgroup.remove", name, ""))) {
            throw unknown(name);
        }
    }

    public void put(Caller caller, String name, MailingList list) {
        caller.must(Permission.MANAGE_SENDERS);
        lists(name);
        if (!groups.put(name, list.id(), caller.act(clock.instant(), "listgroup.add", name, list.address().key()))) {
            throw new Refused(list.address() + " is in the list group " + name + " already.");
        }
    }

    public void take(Caller caller, String name, MailingList list) {
        caller.must(Permission.MANAGE_SENDERS);
        lists(name);
        if (!groups.take(name, list.id(), caller.act(clock.instant(), "listgroup.remove", name, list.address().key()))) {
            throw new Refused(list.address() + " is not in the list group " + name + ".");
        }
    }

    private static Refused unknown(String name) {
        return new Refused("There is no list group " + name + ". \"chancery listgroup list\" names all.");
    }
}
