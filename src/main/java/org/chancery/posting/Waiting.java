package org.chancery.posting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;

/// What goes with a held post into its commit: until when it waits (empty: for ever), whether
/// on the desk of the owners alone, who may act on it by which key, and the
/// mails that tell them so.
public record Waiting(Optional<Instant> until, boolean forOwners, List<Key> keys, List<Notice> notices) {
    public Waiting {
        keys = List.copyOf(keys);
        notices = List.copyOf(notices);
    }

    /// One address that may do one kind of act on the post by a token. `id` is 64 random bits.
    public record Key(long id, Action action, Address bearer, Instant expires) {}

    /// What a key is good for.
    public enum Action {
        /// Accept, reject, discard.
        MODERATE("moderate"),
        /// The author takes the post back.
        WITHDRAW("withdraw");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /// As tokens and the store hold it.
        public String word() {
            return word;
        }
    }
}
