package org.chancery.protection.smime;

import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// What an authority says of the revocation of a certificate (RFC 5280 section 5.3.1). The later one of two is the worse.
///
/// Example: `Revoked.by(list, certificate)` is `FOR_ALL_TIMES` where the list names the certificate without a reason.
public enum Revoked {
    NOT,
    /// It is replaced, not needed any more, or otherwise over in good order.
    IN_ORDER,
    /// Its key may be in other hands; so it is understood when no reason is given, as with OpenPGP.
    FOR_ALL_TIMES;

    static Revoked by(X509CRL list, X509Certificate certificate) {
        Optional<X509CRLEntry> entry = list.isRevoked(certificate) ? Optional.ofNullable(list.getRevokedCertificate(certificate)) : Optional.empty();
        return entry.map(found -> Optional.ofNullable(found.getRevocationReason()).map(Revoked::of).orElse(FOR_ALL_TIMES)).orElse(NOT);
    }

    static Revoked of(CRLReason reason) {
        return switch (reason) {
            case UNSPECIFIED, KEY_COMPROMISE, CA_COMPROMISE, AA_COMPROMISE, UNUSED -> FOR_ALL_TIMES;
            case AFFILIATION_CHANGED, SUPERSEDED, CESSATION_OF_OPERATION, CERTIFICATE_HOLD, PRIVILEGE_WITHDRAWN -> IN_ORDER;
            case REMOVE_FROM_CRL -> NOT;
        };
    }

    /// The number that an answer (RFC 6960 section 4.2.1) gives; one that is not known is no good order.
    static Revoked of(int reason) {
        CRLReason[] known = CRLReason.values();
        return reason >= 0 && reason < known.length ? of(known[reason]) : FOR_ALL_TIMES;
    }
}
