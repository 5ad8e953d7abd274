package org.chancery.keyring;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// A key that somebody uses on one list, as it is stored. What it counts for is its state ([MemberKeyLife]).
///
/// `certificate`: OpenPGP packets, or DER. `expires`: when nothing can be encrypted to it any more. `deadline`: of a pending key when its
/// challenge is over, of a cooling one when it becomes active. `challenge` names the row in tokens, 0 for none. `warned`: how many days
/// before the end the last warning went out, 0 for none.
@SuppressWarnings("ArrayRecordComponent") // made once, compared by fingerprint and state
public record MemberKey(
        ListId list, Address address, Slot slot, String fingerprint, State state, Source source, byte[] certificate,
        Instant created, Instant changed, Optional<Instant> expires, Optional<Instant> deadline, long challenge, int warned) {

    public enum State {
        /// Seen in the header of some mail; nobody asked for it to be used.
        CANDIDATE,
        /// A challenge was sent that only the owner of key and address can answer.
        PENDING,
        /// The challenge was answered, but another key is active: it waits for a signature of that one, or for an owner.
        PROVED,
        /// An owner approved of the change; it counts when everybody had time to object.
        COOLING,
        ACTIVE,
        /// It was taken out of force without a revocation. The next key of this person waits for an owner and three days, as if this one were active.
        WITHDRAWN,
        /// It counted and does no more; kept so that signatures made with it are known for what they are.
        REVOKED;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /// On its way to be the active one.
        public boolean isOpen() {
            return this == PENDING || this == PROVED || this == COOLING;
        }

        /// It counts no more, and does not come back.
        public boolean isOver() {
            return this == WITHDRAWN || this == REVOKED;
        }
    }

    /// Where it came from.
    public enum Source {
        ADMINISTRATOR,
        MAIL,
        WEB,
        AUTOCRYPT,
        WKD,
        /// A key server.
        VKS;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Source ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    public MemberKey in(State other, Optional<Instant> until, Instant now) {
        return new MemberKey(list, address, slot, fingerprint, other, source, certificate, created, now, expires, until, challenge, warned);
    }

    public MemberKey challenged(long id) {
        return new MemberKey(list, address, slot, fingerprint, state, source, certificate, created, changed, expires, deadline, id, warned);
    }

    /// With a newer certificate of the same primary key.
    public MemberKey renewed(byte[] newer, Optional<Instant> until, Instant now) {
        return new MemberKey(list, address, slot, fingerprint, state, source, newer, created, now, until, deadline, challenge, 0);
    }

    public MemberKey warned(int days) {
        return new MemberKey(list, address, slot, fingerprint, state, source, certificate, created, changed, expires, deadline, challenge, days);
    }
}
