package org.chancery.keyring;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;

/// What a list trusts for S/MIME, as it is stored: a certificate, revocation list or answer of an authority (RFC 6960) in DER. `subject` names it for
/// people; `expires` is the end of a certificate, or the next update of a list or answer.
@SuppressWarnings("ArrayRecordComponent") // made once, compared by fingerprint
public record Trusted(ListId list, Kind kind, String fingerprint, String subject, byte[] octets, Instant added, Optional<Instant> expires) {

    public enum Kind {
        ANCHOR,
        INTERMEDIATE,
        CRL,
        /// About the one certificate whose fingerprint it has.
        OCSP;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
