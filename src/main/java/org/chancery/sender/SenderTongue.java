package org.chancery.sender;

import java.util.List;
import java.util.stream.Stream;
import org.chancery.list.ListId;
import org.chancery.list.Lists;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.Language;

/// In which language a sender is written to where no list writes: that of the first list he may post to, since he reads mail of it.
///
/// Example: `new SenderTongue(ports, lists).of(Address.of("ann@example.net"))` is English for an address that is no sender's.
public final class SenderTongue {
    private final Ports ports;
    private final Lists lists;

    public SenderTongue(Ports ports, Lists lists) {
        this.ports = ports;
        this.lists = lists;
    }

    public Language of(Address address) {
        return ports.senders().of(address).map(this::of).orElse(Language.EN);
    }

    Language of(Sender sender) {
        return ports.grants().of(sender.id()).stream().map(Grant::target).flatMap(this::listsOf).flatMap(list -> lists.find(list).stream())
                .flatMap(list -> Language.ofTag(list.settings().text(Setting.LANGUAGE)).stream()).findFirst().orElse(Language.EN);
    }

    private Stream<ListId> listsOf(Grant.Target target) {
        return switch (target) {
            case Grant.Target.OfList(ListId list) -> Stream.of(list);
            case Grant.Target.OfGroup(String name) -> ports.groups().lists(name).stream().flatMap(List::stream);
        };
    }
}
