package org.chancery.sender;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;

/// Ends for good what was deleted long enough ago, and tells each owner once of all his lists.
public final class Purge {
    private final Ports ports;
    private final Lists lists;
    private final Members members;
    private final Warnings warnings;

    public Purge(Ports ports, Lists lists, Members members, Warnings warnings) {
        this.ports = ports;
        this.lists = lists;
        this.members = members;
        this.warnings = warnings;
    }

    public void at(Instant now) {
        ports.invitations().purge(now);
        ports.links().purge(now);
        ports.senders().purge(now).forEach(this::tell);
    }

    private void tell(Senders.Purged purged) {
        Map<Address, List<String>> owners = new LinkedHashMap<>();
        for (MailingList list : purged.grants().stream().flatMap(target -> lists(target).stream()).distinct().toList()) {
            members.each(list.id(), Optional.of(Role.OWNER), owner ->
                    owners.computeIfAbsent(owner.address(), _ -> new ArrayList<>()).add(list.address().toString()));
        }
        owners.forEach((owner, named) -> warnings.purged(owner, purged.address(), named));
    }

    private List<MailingList> lists(Grant.Target target) {
        return switch (target) {
            case Grant.Target.OfList(ListId list) -> lists.find(list).stream().toList();
            case Grant.Target.OfGroup(String name) ->
                    ports.groups().lists(name).orElse(List.of()).stream().flatMap(list -> lists.find(list).stream()).toList();
        };
    }
}
