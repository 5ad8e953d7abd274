package org.chancery.keyring;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.AddressLines;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;

/// Where mail to be opened comes in: one role of one list. The list's key is that of all its addresses, so what is meant for one of them opens at each.
///
/// Example: `new Destination(list, Destination.Role.OWNERS)` is `talk-owner@example.org`.
record Destination(MailingList list, Role role) {
    private static final List<String> SUFFIXES = List.of("-owner", "-request", "-join", "-subscribe", "-leave", "-unsubscribe", "-help", "-sendkey", "-bounces", "-confirm");

    enum Role {
        POSTS,
        OWNERS,
        COMMANDS
    }

    /// Is this how somebody writes to it? Posts come under the aliases of a list, too, and through lists of which it is a member.
    boolean isNamedBy(Address address) {
        return switch (role) {
            case OWNERS -> address.equals(of("-owner"));
            case COMMANDS -> address.equals(of("-request"));
            case POSTS -> address.equals(list.address())
                    || Stream.of(Setting.ACCEPTABLE_ALIASES, Setting.PARENTS).anyMatch(setting -> AddressLines.parse(list.settings().text(setting)).orThrow().contains(address));
        };
    }

    private Address of(String suffix) {
        return Address.of(list.address().localPart() + suffix, list.domain());
    }

    /// Is it any address of the same list?
    boolean isOfList(Address address) {
        return address.equals(list.address()) || listBehind(address).filter(list.address()::equals).isPresent();
    }

    /// Whose role this would be: `talk@` for `talk-owner@` and for `talk-confirm+token@`.
    static Optional<Address> listBehind(Address address) {
        String local = address.localPart();
        int plus = local.indexOf('+');
        String name = plus < 0 ? local : local.substring(0, plus);
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().filter(lower::endsWith).findFirst()
                .flatMap(suffix -> Address.parse(name.substring(0, name.length() - suffix.length()) + "@" + address.domain()).toOptional());
    }

    /// What tells it from all others on the site.
    String word() {
        return list.id().value() + " " + role.name().toLowerCase(Locale.ROOT);
    }
}
