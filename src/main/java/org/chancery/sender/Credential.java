package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// What is known of one secret, without the secret. `kid` names it everywhere.
///
/// `lists` limits it to some lists; empty is all that are granted. `maxUses` and `perDay` are 0 for no limit; one text that
/// comes again within [#SAME_TEXT] counts once, so that a message for several lists and hosts is one use.
/// `ended` is when it stopped to work, with the reason: revoked, or its sender deleted.
public record Credential(
        String kid, Owner owner, Kind kind, String label, List<ListId> lists, int maxUses, int uses, int perDay,
        Instant created, Optional<Instant> expires, Optional<Instant> ended, String reason, Optional<Instant> lastUsed) {
    /// How long the same text may be sent again to further lists and hosts with one use.
    public static final java.time.Duration SAME_TEXT = java.time.Duration.ofMinutes(15);

    public Credential {
        lists = List.copyOf(lists);
    }

    /// A key in force, without limits.
    public static Credential of(String kid, Owner owner, Kind kind, String label, Instant now) {
        int maxUses = kind == Kind.ONCE ? 1 : 0;
        return new Credential(kid, owner, kind, label, List.of(), maxUses, 0, 0, now, Optional.empty(), Optional.empty(), "", Optional.empty());
    }

    public Credential limited(List<ListId> to, Optional<Instant> end, int eachDay) {
        return new Credential(kid, owner, kind, label, to, maxUses, uses, eachDay, created, end, ended, reason, lastUsed);
    }

    public boolean worksAt(Instant now) {
        return ended.isEmpty() && expires.filter(end -> !now.isBefore(end)).isEmpty();
    }

    public boolean worksOn(ListId list) {
        return lists.isEmpty() || lists.contains(list);
    }

    /// Whose it is.
    public sealed interface Owner {
        /// A sender's: `chs1`.
        record OfSender(SenderId sender) implements Owner {}

        /// A moderator's or owner's of one list: `chm1`.
        record OfModerator(ListId list, Address address) implements Owner {}
    }

    public enum Kind {
        /// Reusable.
        KEY,
        /// Good for one text.
        ONCE,
        /// Chosen by a person; off unless the site allows them.
        PASSWORD;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
