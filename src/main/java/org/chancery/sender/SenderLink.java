package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Notice;
import org.chancery.token.ConfirmTokens;

/// A link that went by mail to one address of a sender, and lets whoever reads that mailbox act for the sender. The token itself is
/// stored nowhere ([ConfirmTokens]); a GET never acts.
///
/// `before` are the addresses as they were before a change, the primary one first; empty for [Purpose#PAGE]. `isOver`: it was used, or must
/// not be any more.
///
/// Example: the link under which `ann@example.net` takes back within 72 hours that `office@example.net` became primary.
public record SenderLink(long id, SenderId sender, Address address, Purpose purpose, List<Address> before, Instant sent, Instant expires, boolean isOver) {
    public SenderLink {
        before = List.copyOf(before);
    }

    /// What it opens.
    public enum Purpose {
        /// The sender's own page: keys, password, addresses.
        PAGE("page", Duration.ofDays(1)),
        /// Takes a change of addresses back.
        UNDO("undo", Duration.ofHours(72));

        private final String word;
        private final Duration valid;

        Purpose(String word, Duration valid) {
            this.word = word;
            this.valid = valid;
        }

        /// As it is stored, and bound into the token.
        public String word() {
            return word;
        }

        Duration valid() {
            return valid;
        }

        public static Purpose ofWord(String word) {
            return word.equals(PAGE.word) ? PAGE : UNDO;
        }
    }

    /// A link with the mail that carries it: they are stored together.
    public record Mailed(SenderLink link, Notice mail) {}

    static SenderLink of(long id, Sender sender, Address address, Purpose purpose, Instant now) {
        List<Address> before = purpose == Purpose.UNDO ? sender.addresses() : List.of();
        return new SenderLink(id, sender.id(), address, purpose, before, now, now.plus(purpose.valid), false);
    }

    public boolean isOpenAt(Instant now) {
        return !isOver && now.isBefore(expires);
    }

    /// What its token is bound to.
    ConfirmTokens.Subject subject(Domain host) {
        return new ConfirmTokens.Subject(id, "sender-" + purpose.word, host, address, List.of("sender " + sender), expires);
    }
}
