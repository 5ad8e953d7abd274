package org.chancery.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Everything a policy can know of one message on one list, collected before it runs. Immutable.
///
/// What nobody established stays neutral: no role, no proof, `none`, absent. What is not known *yet* stands in
/// `unknown`. Sizes are octets; `crossPosted` counts lists of this site and `recipients` the visible recipients.
/// `standingAs` is the other address of the same person that holds a role, `protection` what opening the message showed; they explain,
/// no rule asks for them.
/// `proved` holds what the verifiers proved; an answer from the From mailbox and a signature by a known key add
/// their levels by themselves, see [#holds].
///
/// Example: `Facts.builder().role(Standing.Role.MEMBER).dmarc(Result.PASS).proof(ProofLevel.DOMAIN).build()`.
public record Facts(
        Set<Standing.Role> roles,
        Set<String> groups,
        Set<ProofLevel> proved,
        Answer confirmed,
        Answer agreed,
        Result dmarc,
        Result spf,
        SubstituteKey swk,
        Signature signature,
        Encryption encryption,
        Optional<String> clientCertificate,
        Optional<String> standingAs,
        Optional<String> protection,
        int blocklisted,
        Spam spam,
        long sizeOctets,
        Set<String> contentTypes,
        int crossPosted,
        int recipients,
        Set<String> headerPatterns,
        ListState listState,
        Set<FactName> present,
        Set<FactName> unknown) {

    public Facts {
        roles = copy(roles, Standing.Role.class);
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        proved = copy(proved, ProofLevel.class);
        contentTypes = Collections.unmodifiableSet(new TreeSet<>(contentTypes));
        headerPatterns = Collections.unmodifiableSet(new TreeSet<>(headerPatterns));
        present = copy(present, FactName.class);
        unknown = copy(unknown, FactName.class);
        if (blocklisted < 0 || sizeOctets < 0 || crossPosted < 0 || recipients < 0) {
            throw new IllegalArgumentException("counts and sizes are not negative");
        }
    }

    private static <E extends Enum<E>> Set<E> copy(Collection<E> from, Class<E> type) {
        var copy = EnumSet.noneOf(type);
        copy.addAll(from);
        return Collections.unmodifiableSet(copy);
    }

    /// Was a duty done, and by whom? Only an answer of the From mailbox proves anything about that mailbox.
    public enum Answer {
        NO,
        FROM_MAILBOX,
        /// The envelope address was asked, and answered.
        ELSEWHERE
    }

    /// The substitute key of the transaction.
    public enum SubstituteKey {
        VALID,
        INVALID,
        ABSENT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A bad signature is nobody's.
    public enum Signature {
        NOBODY,
        /// Good, but the key is not registered to the From mailbox. As a question: good, whoever's.
        ANY_KEY,
        KNOWN_KEY;

        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// For whom the message was encrypted.
    public enum Encryption {
        NONE,
        /// Not for the list: its key does not open it.
        OTHERS,
        /// Encrypted, and not opened yet.
        UNOPENED,
        LIST
    }

    /// What the spam filter in front says.
    public enum Spam {
        NO,
        LIKELY,
        CERTAIN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Does the list take mail at all?
    public enum ListState {
        ACTIVE,
        PAUSED,
        FROZEN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static FactsBuilder builder() {
        return new FactsBuilder();
    }

    public FactsBuilder toBuilder() {
        return new FactsBuilder(this);
    }

    /// Is this level held? `NONE` always is. An answer from the From mailbox is `MAILBOX`, a signature by a key
    /// known for it is `KEY`.
    public boolean holds(ProofLevel level) {
        return level == ProofLevel.NONE
                || proved.contains(level)
                || (level == ProofLevel.MAILBOX && (confirmed == Answer.FROM_MAILBOX || agreed == Answer.FROM_MAILBOX))
                || (level == ProofLevel.KEY
                        && signature == Signature.KNOWN_KEY
                        && !unknown.contains(FactName.SIGNATURE));
    }

    /// Does anything vouch for the From mailbox?
    public boolean isProved() {
        return ProofLevel.ALL.stream().anyMatch(level -> level != ProofLevel.NONE && holds(level));
    }

    /// Might this level still turn out to be held?
    boolean mayHold(ProofLevel level) {
        return unknown.contains(FactName.of(level))
                || (level == ProofLevel.KEY && unknown.contains(FactName.SIGNATURE))
                || (level == ProofLevel.DOMAIN && (dmarc == Result.TEMPERROR || unknown.contains(FactName.DMARC)));
    }

    /// Was a duty of this kind done for this message?
    public boolean answered(Duty.Kind kind) {
        return switch (kind) {
            case CONFIRM -> confirmed != Answer.NO;
            case CONTRACT -> agreed != Answer.NO;
        };
    }

    /// The same message after a duty was done, by the From mailbox or by another one.
    public Facts withAnswered(Duty.Kind kind, Answer answer) {
        return switch (kind) {
            case CONFIRM -> toBuilder().confirmed(answer).build();
            case CONTRACT -> toBuilder().agreed(answer).build();
        };
    }

    /// The stored message with the standing its From address has today. `PARENT_LIST` is a fact of the message,
    /// known by its path, and stays as it was stored.
    public Facts withRoles(Set<Standing.Role> today, Set<String> groups) {
        var both = EnumSet.noneOf(Standing.Role.class);
        both.addAll(today);
        if (roles.contains(Standing.Role.PARENT_LIST)) {
            both.add(Standing.Role.PARENT_LIST);
        }
        return toBuilder().roles(both).groups(groups).build();
    }

    /// An encrypted message before it is opened: everything about its content is unknown.
    public Facts beforeOpening() {
        return toBuilder().encryption(Encryption.UNOPENED).unknown(FactName.content()).build();
    }

    /// For storing with the post; neutral values are left out. Read it back with [#fromMap].
    public Map<String, String> toMap() {
        return FactsMap.write(this);
    }

    /// Throws `IllegalArgumentException` on a key or value that [#toMap] never wrote.
    public static Facts fromMap(Map<String, String> map) {
        return FactsMap.read(map);
    }
}
