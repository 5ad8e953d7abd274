package org.chancery.sender;

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
        return ports.grants().of(sender.id()).stream().flatMap(grant -> ports.groups().in(grant.target()).stream()).flatMap(list -> lists.find(list).stream())
                .flatMap(list -> Language.ofTag(list.settings().text(Setting.LANGUAGE)).stream()).findFirst().orElse(Language.EN);
    }
}
