package org.chancery.keyring;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.protection.Technology;

/// One key of a list as it is stored.
///
/// `fingerprint` is that of the certificate (OpenPGP: primary key; S/MIME: SHA-256), `component` that of the key that decrypts: when an
/// OpenPGP subkey is rotated, old and new have the same fingerprint and different components. `certificate` is what the world may see:
/// OpenPGP packets, or PEM with the certificate first and its chain behind it; of a [State#REQUESTED] key the request (PKCS #10) in PEM.
/// `sealed` and `revocation` are opened by [KeyBox]; no octets where there is nothing. `expires`: until when the world may use it,
/// `ends`: until when mail to a retiring key is taken.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record ListKey(
        ListId list, Technology technology, String component, String fingerprint, State state, byte[] certificate, byte[] sealed, byte[] revocation,
        Instant created, Instant changed, Optional<Instant> expires, Optional<Instant> ends) {

    public enum State {
        /// A key pair that waits for its certificate.
        REQUESTED,
        /// Encrypted to, and signing.
        CURRENT,
        /// Another one is in its place; it still opens what was written to it.
        RETIRING,
        /// Its secret is gone.
        DESTROYED;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public boolean isCurrent() {
        return state == State.CURRENT;
    }

    /// Does it open what was received at `at`? Of a retiring key until its transition is over, so that nothing comes in later that
    /// would need a secret which may be destroyed.
    public boolean opens(Instant at) {
        return switch (state) {
            case CURRENT -> true;
            case RETIRING -> ends.filter(end -> !at.isBefore(end)).isEmpty();
            case REQUESTED, DESTROYED -> false;
        };
    }

    public ListKey retiring(Instant now, Instant end) {
        return new ListKey(list, technology, component, fingerprint, State.RETIRING, certificate, sealed, revocation, created, now, expires, Optional.of(end));
    }

    public ListKey destroyed(Instant now) {
        return new ListKey(list, technology, component, fingerprint, State.DESTROYED, certificate, new byte[0], new byte[0], created, now, expires, ends);
    }

    /// The same key, of which the world now sees something else.
    public ListKey certified(byte[] shown, byte[] kept, Optional<Instant> until, Instant now) {
        return new ListKey(list, technology, component, fingerprint, state, shown, kept, revocation, created, now, until, ends);
    }
}
