package org.chancery.protection.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The way from a certificate to an anchor of the list (RFC 5280 section 6), with the revocation lists that are at hand.
final class CertificatePath {
    /// Longer ways are no honest ones.
    static final int MAX_LENGTH = 8;
    private static final int MAX_ALONG = 6;

    private final SmimeKeyring keyring;
    private final RevocationDemand demand;

    CertificatePath(SmimeKeyring keyring, RevocationDemand demand) {
        this.keyring = keyring;
        this.demand = demand;
    }

    /// UNCHECKED: trusted, but not all of its authorities say that it still holds.
    enum Trust { TRUSTED, EXPIRED, REVOKED, COMPROMISED, UNCHECKED, UNKNOWN }

    /// `besides`: certificates that came along; they may stand on the way, never at its end.
    Trust of(X509Certificate certificate, List<X509Certificate> besides, Instant made, Instant received) {
        Optional<List<X509Certificate>> then = path(certificate, besides, made);
        if (then.isEmpty()) {
            boolean wasOver = isOver(certificate, made) && path(certificate, besides, lastMoment(certificate)).isPresent();
            return wasOver ? Trust.EXPIRED : Trust.UNKNOWN;
        }
        Revoked revoked = revoked(then.get());
        if (revoked != Revoked.NOT) {
            return revoked == Revoked.FOR_ALL_TIMES ? Trust.COMPROMISED : Trust.REVOKED;
        }
        if (path(certificate, besides, received).isEmpty()) {
            return Trust.EXPIRED;
        }
        return demand == RevocationDemand.OFF || isChecked(then.get(), received) ? Trust.TRUSTED : Trust.UNCHECKED;
    }

    private static boolean isOver(X509Certificate certificate, Instant at) {
        return at.isAfter(certificate.getNotAfter().toInstant());
    }

    private static Instant lastMoment(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    /// From the certificate to the anchor, both included.
    private Optional<List<X509Certificate>> path(X509Certificate certificate, List<X509Certificate> besides, Instant at) {
        if (keyring.anchors().isEmpty()) {
            return Optional.empty();
        }
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            keyring.anchors().forEach(anchor -> anchors.add(new TrustAnchor(anchor, null)));
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            List<X509Certificate> known = new ArrayList<>(above(certificate, besides));
            known.addAll(keyring.certificates());
            known.add(certificate);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            parameters.setRevocationEnabled(false); // done below with the lists at hand: nothing is fetched
            parameters.setMaxPathLength(MAX_LENGTH);
            parameters.setDate(Date.from(at));
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
            List<X509Certificate> path = new ArrayList<>();
            result.getCertPath().getCertificates().forEach(one -> path.add((X509Certificate) one));
            path.add(result.getTrustAnchor().getTrustedCert());
            return Optional.of(path);
        } catch (GeneralSecurityException noWay) {
            return Optional.empty();
        }
    }

    /// Those that came along and can stand on the way, and few: their makers can sign each other in all directions, and the ways through
    /// a dozen such are more than anybody can walk.
    private static List<X509Certificate> above(X509Certificate certificate, List<X509Certificate> besides) {
        List<X509Certificate> above = new ArrayList<>(List.of(certificate));
        for (int at = 0; at < above.size(); at++) {
            X509Certificate below = above.get(at);
            besides.stream().filter(one -> one.getBasicConstraints() >= 0 && one.getSubjectX500Principal().equals(below.getIssuerX500Principal()) && !above.contains(one))
                    .limit(Math.max(0, MAX_ALONG + 1 - above.size())).forEach(above::add);
        }
        return above.subList(1, above.size());
    }

    /// The worst that is known of those on the way.
    private Revoked revoked(List<X509Certificate> path) {
        return IntStream.range(0, path.size() - 1).mapToObj(i -> keyring.revoked(path.get(i), path.get(i + 1))).max(Comparator.naturalOrder()).orElse(Revoked.NOT);
    }

    /// Of each certificate on the way its authority has said that it holds, by an answer about it or by a list, and that is current. A list that speaks for a part of its certificates only, or says otherwise
    /// something that must be understood, answers for nothing (RFC 5280 section 5.2).
    private boolean isChecked(List<X509Certificate> path, Instant received) {
        return IntStream.range(0, path.size() - 1).allMatch(i -> isAnswered(path.get(i), received) || isListed(path.get(i + 1), received));
    }

    private boolean isAnswered(X509Certificate certificate, Instant received) {
        return keyring.answer(certificate).filter(answer -> demand.isCurrent(answer.next(), received)).isPresent();
    }

    private boolean isListed(X509Certificate issuer, Instant received) {
        return keyring.revocations().stream().anyMatch(list -> isWhole(list)
                && list.getNextUpdate() != null && demand.isCurrent(list.getNextUpdate().toInstant(), received) && isFrom(list, issuer));
    }

    static boolean isWhole(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        return critical == null || critical.isEmpty();
    }

    static boolean isFrom(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException ofSomebodyElse) {
            return false;
        }
    }

    /// Those of a list of certificates that can be read.
    static List<X509Certificate> readable(List<org.bouncycastle.cert.X509CertificateHolder> holders) {
        List<X509Certificate> readable = new ArrayList<>();
        for (var holder : holders) {
            try {
                readable.add(SmimeFiles.certificate(holder.getEncoded()));
            } catch (CertificateException | IOException unreadable) {
                continue; // one that nobody can read helps nobody on the way
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("X.509 is in every JDK", impossible);
            }
        }
        return readable;
    }
}
