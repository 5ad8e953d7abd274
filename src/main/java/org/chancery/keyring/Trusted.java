package org.chancery.keyring;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;

/// What a list trusts for S/MIME, as it is stored: a certificate or revocation list in DER. `subject` names it for people; `expires` is
/// the end of a certificate, or the next update of a revocation list.
@SuppressWarnings("ArrayRecordComponent") // made once, compared by fingerprint
public record Trusted(ListId list, Kind kind, String fingerprint, String subject, byte[] octets, Instant added, Optional<Instant> expires) {

    public enum Kind {
        ANCHOR,
        INTERMEDIATE,
        CRL;

        /// As it is stored and shown.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
