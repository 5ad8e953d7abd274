package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// One who may post with a secret of his own, the same on all lists and virtual hosts of the site. The addresses are attributes
/// and may change; what lists grant is granted to the [SenderId].
///
/// `addresses` are all verified, the primary one first. `tombstoned` and `purgeAfter` are there while the sender is deleted and can be
/// brought back; until then the addresses stay reserved.
///
/// `scope` is the one virtual host whose lists he may post to, whatever is granted; empty is the whole site.
///
/// Example: the sender of `registrar@example.org` posts from `office@example.org` too, once that address was verified.
public record Sender(
        SenderId id, State state, List<Address> addresses, String createdBy, Instant created, Optional<Instant> tombstoned, Optional<Instant> purgeAfter,
        Optional<Domain> scope) {
    public Sender {
        addresses = List.copyOf(addresses);
    }

    /// Only an active sender's grants and keys count.
    public enum State {
        ACTIVE,
        /// Stopped for a while by an administrator.
        SUSPENDED,
        /// Deleted; can be restored until `purgeAfter`.
        TOMBSTONE;

        /// As it is stored and shown: `active`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// Where we write to.
    public Address primary() {
        return addresses.getFirst();
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }
}
