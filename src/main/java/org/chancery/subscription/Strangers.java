package org.chancery.subscription;

import java.util.List;
import java.util.Locale;
import org.chancery.list.Lists;
import org.chancery.mail.Address;

/// Addresses that are never written to because somebody named them: our own lists and their roles (mail to them would run through
/// our own doors), and address literals, at which nobody can be proved.
final class Strangers {
    private static final List<String> ROLES = List.of(
            "-owner", "-request", "-join", "-subscribe", "-leave", "-unsubscribe", "-help", "-bounces", "-confirm", "-sendkey");
    private final Lists lists;

    Strangers(Lists lists) {
        this.lists = lists;
    }

    boolean mayBeWrittenTo(Address address) {
        return !address.domain().isLiteral() && !isOurs(address);
    }

    private boolean isOurs(Address address) {
        if (!lists.domains().contains(address.domain())) {
            return false;
        }
        String local = address.localPart().toLowerCase(Locale.ROOT);
        int tag = local.indexOf('+');
        String untagged = tag > 0 ? local.substring(0, tag) : local;
        return lists.find(address).isPresent() || ROLES.stream().anyMatch(role -> untagged.endsWith(role) || untagged.equals(role.substring(1)))
                || untagged.equals("challenge-bounces") || untagged.equals("postmaster");
    }
}
