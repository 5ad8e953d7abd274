package org.chancery.list;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.chancery.mail.Address;

/// One membership: an address in one role on one list. Only the role `member` receives posts,
/// and only while its delivery is on and it is not away.
public record Member(
        MembershipNumber number,
        ListId list,
        Address address,
        String displayName,
        Role role,
        Preferences preferences,
        Instant since) {

    /// What the member chose. Who takes a digest gets posts in it and no single copies. `away`: until the beginning of that day (UTC) nothing is sent, then delivery comes back by itself.
    /// `ownPosts`: a copy of what the member wrote. `duplicates`: the list's copy also when To or Cc names the member; on unless
    /// the member says otherwise, because To is written by strangers and must not keep a post from anybody.
    /// `followsPreferred`: the membership goes along when the person prefers another address (docs/decisions/0028).
    /// `language` is a tag of [Setting#LANGUAGE], or empty for the list's. A language we do not write is refused with
    /// `IllegalArgumentException`.
    ///
    /// Example: `Preferences.DEFAULT.ownPosts(false).away(Optional.of(LocalDate.parse("2027-01-07")))`.
    public record Preferences(
            Delivery state, Digest digest, boolean moderated, boolean hidden, Optional<LocalDate> away, boolean ownPosts,
            boolean duplicates, String language, Topics topics, boolean followsPreferred) {
        public static final Preferences DEFAULT = new Preferences(true, Digest.NONE, false, false);

        public Preferences {
            if (!language.isEmpty()) {
                Setting.LANGUAGE.kind().fault(language).ifPresent(fault -> {
                    throw new IllegalArgumentException("language: " + fault);
                });
            }
        }

        /// The rest as of a new member. Delivery that is off was turned off by the member.
        public Preferences(boolean delivery, Digest digest, boolean moderated, boolean hidden) {
            this(delivery ? Delivery.ON : Delivery.OFF_BY_MEMBER, digest, moderated, hidden, Optional.empty(), true, true, "", Topics.ALL, false);
        }

        /// Are posts sent, as far as nobody is away?
        public boolean delivery() {
            return state == Delivery.ON;
        }

        /// When a member who is away comes back.
        public Optional<Instant> back() {
            return away.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
        }

        public Preferences state(Delivery other) {
            return new Preferences(other, digest, moderated, hidden, away, ownPosts, duplicates, language, topics, followsPreferred);
        }

        public Preferences digest(Digest other) {
            return new Preferences(state, other, moderated, hidden, away, ownPosts, duplicates, language, topics, followsPreferred);
        }

        public Preferences moderated(boolean other) {
            return new Preferences(state, digest, other, hidden, away, ownPosts, duplicates, language, topics, followsPreferred);
        }

        public Preferences hidden(boolean other) {
            return new Preferences(state, digest, moderated, other, away, ownPosts, duplicates, language, topics, followsPreferred);
        }

        public Preferences away(Optional<LocalDate> other) {
            return new Preferences(state, digest, moderated, hidden, other, ownPosts, duplicates, language, topics, followsPreferred);
        }

        public Preferences ownPosts(boolean other) {
            return new Preferences(state, digest, moderated, hidden, away, other, duplicates, language, topics, followsPreferred);
        }

        public Preferences duplicates(boolean other) {
            return new Preferences(state, digest, moderated, hidden, away, ownPosts, other, language, topics, followsPreferred);
        }

        public Preferences language(String other) {
            return new Preferences(state, digest, moderated, hidden, away, ownPosts, duplicates, other, topics, followsPreferred);
        }

        public Preferences topics(Topics other) {
            return new Preferences(state, digest, moderated, hidden, away, ownPosts, duplicates, language, other, followsPreferred);
        }

        public Preferences followsPreferred(boolean other) {
            return new Preferences(state, digest, moderated, hidden, away, ownPosts, duplicates, language, topics, other);
        }
    }

    /// Whether posts are sent, and who turned them off. A vacation is no such thing: see [Preferences#away].
    public enum Delivery {
        ON,
        OFF_BY_MEMBER,
        OFF_BY_MODERATOR,
        /// The address did not take its mail.
        OFF_BY_BOUNCES,
        /// Content needs a key of the member, and there has been none for long.
        OFF_WITHOUT_KEY
    }

    public enum Digest {
        NONE,
        MIME,
        PLAIN
    }
}
