package org.chancery.protection.smime;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Certificates, what was said of their revocation, key pairs, and the anchors that are trusted. An intermediate certificate may stand anywhere.
///
/// Example: `SmimeFiles.read(octets, passphrases).orThrow().trusting(SmimeFiles.read(anchors, List.of()).orThrow())`.
public final class SmimeKeyring {
    public static final SmimeKeyring EMPTY = new SmimeKeyring(List.of(), List.of(), List.of(), List.of());

    private final List<X509Certificate> certificates;
    private final List<X509CRL> revocations;
    private final List<Key> keys;
    private final List<X509Certificate> anchors;
    /// Beside what the certificates say themselves; by fingerprint.
    private final Map<String, List<String>> bindings;
    /// What authorities answered about single certificates, verified; by fingerprint, then by serial number.
    private final Map<String, Map<BigInteger, OcspAnswers.Answer>> answers;
    /// Fingerprints of certificates that the list no longer takes, whatever their authorities say.
    private final Set<String> withdrawn;

    SmimeKeyring(List<X509Certificate> certificates, List<X509CRL> revocations, List<Key> keys, List<X509Certificate> anchors) {
        this(certificates, revocations, keys, anchors, Map.of(), Map.of(), Set.of());
    }

    private SmimeKeyring(
            List<X509Certificate> certificates, List<X509CRL> revocations, List<Key> keys, List<X509Certificate> anchors, Map<String, List<String>> bindings, Map<String, Map<BigInteger, OcspAnswers.Answer>> answers,
            Set<String> withdrawn) {
        this.certificates = List.copyOf(certificates);
        this.revocations = List.copyOf(revocations);
        this.keys = List.copyOf(keys);
        this.anchors = List.copyOf(anchors);
        this.bindings = Map.copyOf(bindings);
        this.answers = Map.copyOf(answers);
        this.withdrawn = Set.copyOf(withdrawn);
    }

    /// These certificates also speak for the addresses beside their fingerprints (SHA-256, upper-case hexadecimal): a member has several,
    /// of which an authority certified one. A way to an anchor is still needed.
    public SmimeKeyring bound(Map<String, List<String>> addressesOfFingerprint) {
        return new SmimeKeyring(certificates, revocations, keys, anchors, addressesOfFingerprint, answers, withdrawn);
    }

    /// What these certificates sign is signed with a revoked key, whatever their authorities say.
    public SmimeKeyring withdrawing(Set<String> fingerprints) {
        return new SmimeKeyring(certificates, revocations, keys, anchors, bindings, answers, fingerprints);
    }

    boolean isWithdrawn(X509Certificate certificate) {
        return withdrawn.contains(Certificates.fingerprint(certificate));
    }

    /// With a verified answer of an authority (OCSP) about the certificate with this fingerprint.
    public SmimeKeyring answered(String fingerprint, byte[] answer) {
        Map<String, Map<BigInteger, OcspAnswers.Answer>> more = new HashMap<>(answers);
        more.put(fingerprint, OcspAnswers.kept(answer));
        return new SmimeKeyring(certificates, revocations, keys, anchors, bindings, more, withdrawn);
    }

    Optional<OcspAnswers.Answer> answer(X509Certificate certificate) {
        return answers.isEmpty() ? Optional.empty() : Optional.ofNullable(answers.getOrDefault(Certificates.fingerprint(certificate), Map.of()).get(certificate.getSerialNumber()));
    }

    /// What is known of the revocation of a certificate, from its issuer.
    Revoked revoked(X509Certificate certificate, X509Certificate issuer) {
        Revoked worst = answer(certificate).map(OcspAnswers.Answer::revoked).orElse(Revoked.NOT);
        for (X509CRL list : revocations) {
            Revoked listed = Revoked.by(list, certificate);
            worst = listed.compareTo(worst) > 0 && CertificatePath.isFrom(list, issuer) ? listed : worst;
        }
        return worst;
    }

    /// Does an authority at hand say that this certificate, or one on the way to it, is revoked? It is not asked whether the way ends at an anchor: what is not
    /// to be encrypted to any more is told by whoever signed it. Cheap as long as nothing is revoked: signatures are verified only then.
    public boolean isRevoked(X509Certificate certificate) {
        return isRevoked(certificate, both(anchors, certificates), CertificatePath.MAX_LENGTH);
    }

    private boolean isRevoked(X509Certificate certificate, List<X509Certificate> authorities, int steps) {
        if (answer(certificate).filter(OcspAnswers.Answer::isRevoked).isPresent()) {
            return true;
        }
        List<X509CRL> naming = revocations.stream().filter(list -> list.isRevoked(certificate)).toList();
        return authorities.stream().filter(one -> one.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()) && !one.equals(certificate))
                .anyMatch(issuer -> (naming.stream().anyMatch(list -> CertificatePath.isFrom(list, issuer)) || (steps > 1 && isRevoked(issuer, authorities, steps - 1)))
                        && OcspAnswers.hasSigned(issuer, certificate));
    }

    /// Whom this certificate speaks for.
    List<String> addresses(X509Certificate certificate) {
        return both(Certificates.addresses(certificate), bindings.getOrDefault(Certificates.fingerprint(certificate), List.of()));
    }

    /// A key pair. Prints its certificate's subject only, and is neither a record nor serialisable.
    public static final class Key {
        private final X509Certificate certificate;
        private final PrivateKey secret;

        Key(X509Certificate certificate, PrivateKey secret) {
            this.certificate = certificate;
            this.secret = secret;
        }

        public X509Certificate certificate() {
            return certificate;
        }

        PrivateKey secret() {
            return secret;
        }

        @Override
        public String toString() {
            return "key of " + certificate.getSubjectX500Principal();
        }
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    public List<Key> keys() {
        return keys;
    }

    List<X509CRL> revocations() {
        return revocations;
    }

    List<X509Certificate> anchors() {
        return anchors;
    }

    public SmimeKeyring with(SmimeKeyring other) {
        return together(List.of(this, other));
    }

    /// All that these hold, in their order.
    public static SmimeKeyring together(List<SmimeKeyring> all) {
        Map<String, List<String>> bindings = new HashMap<>();
        Map<String, Map<BigInteger, OcspAnswers.Answer>> answers = new HashMap<>();
        Set<String> withdrawn = new HashSet<>();
        all.forEach(one -> {
            bindings.putAll(one.bindings);
            answers.putAll(one.answers);
            withdrawn.addAll(one.withdrawn);
        });
        return new SmimeKeyring(of(all, one -> one.certificates), of(all, one -> one.revocations), of(all, one -> one.keys), of(all, one -> one.anchors), bindings, answers, withdrawn);
    }

    private static <T> List<T> of(List<SmimeKeyring> all, Function<SmimeKeyring, List<T>> what) {
        return all.stream().map(what).flatMap(List::stream).toList();
    }

    /// The certificates of `other` become anchors.
    public SmimeKeyring trusting(SmimeKeyring other) {
        return new SmimeKeyring(certificates, both(revocations, other.revocations), keys, both(anchors, other.certificates), bindings, answers, withdrawn);
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }
}
