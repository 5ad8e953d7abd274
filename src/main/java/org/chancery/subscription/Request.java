package org.chancery.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// One request about one address on one list. `expires` is when the address can no longer agree, `decideBy` when moderators can
/// no longer decide (as `expires` while they are not asked); both are checked when they matter, whatever the state says.
/// `mailed` is when the address was written to about it.
public record Request(
        long id, ListId list, Address address, Change change, Door door, Asker asker, State state,
        Instant asked, Instant expires, Instant decideBy, Optional<Instant> mailed) {

    public enum State {
        /// The address was asked.
        ASKED,
        /// Moderators were asked.
        WAITING,
        DONE,
        /// By moderators, or because the address is banned.
        REFUSED,
        DECLINED,
        /// The mail that asked could not be delivered.
        BOUNCED,
        /// Too many wrong tokens were tried.
        BURNED,
        /// Another request for the same was answered first.
        SUPERSEDED,
        EXPIRED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOpen() {
            return this == ASKED || this == WAITING;
        }
    }

    Request in(State other) {
        return new Request(id, list, address, change, door, asker, other, asked, expires, decideBy, mailed);
    }

    Request decidedBy(Instant until) {
        return new Request(id, list, address, change, door, asker, state, asked, expires, until, mailed);
    }

    boolean asksTheSameAs(Request other) {
        return list.equals(other.list) && address.equals(other.address) && change.word().equals(other.change.word());
    }

    /// What the tokens of this request are bound to besides address and time.
    List<String> objects() {
        return List.of("list " + list, "change " + change.word());
    }

    boolean isOpenAt(Instant now) {
        return switch (state) {
            case ASKED -> now.isBefore(expires);
            case WAITING -> now.isBefore(decideBy);
            case DONE, REFUSED, DECLINED, BOUNCED, BURNED, SUPERSEDED, EXPIRED -> false;
        };
    }
}
