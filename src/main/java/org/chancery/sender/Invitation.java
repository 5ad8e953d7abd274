package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// That an address was asked whether its holder wants to post on a list with a secret of his own. A sender comes into being, and
/// gets the grant, when the address agrees. `list` is the one in whose name it is asked.
///
/// `sender` is there when an address is to be added to a sender who exists.
public record Invitation(
        long id, Address address, ListId list, Grant.Target target, Optional<SenderId> sender, String by, State state, Instant asked, Instant expires) {

    public enum State {
        ASKED,
        AGREED,
        /// Too many wrong tokens were tried, or it was declined.
        OVER
    }

    /// What its token is bound to besides address and time.
    List<String> objects() {
        String wanted = switch (target) {
            case Grant.Target.OfList(ListId granted) -> "list " + granted;
            case Grant.Target.OfGroup(String name) -> "group " + name;
        };
        return List.of(wanted, "sender " + sender.map(SenderId::toString).orElse("new"));
    }

    public boolean isOpenAt(Instant now) {
        return state == State.ASKED && now.isBefore(expires);
    }
}
