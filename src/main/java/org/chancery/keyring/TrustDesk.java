package org.chancery.keyring;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Parsed;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;

/// What a list trusts for S/MIME: the authorities whose certificates count, those on the way to them, and what they revoked. A list
/// trusts nobody that its owners did not name; the authorities that a Java runtime or system brings along are not asked.
///
/// Example: `trust.add(list, pem, by)`.
public final class TrustDesk {
    private final ListKeys keys;
    private final InstantSource clock;

    public TrustDesk(ListKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    public List<Trusted> all(MailingList list) {
        return keys.trusted(list.id());
    }

    /// Certificates of authorities and revocation lists, in PEM or DER. A certificate that was issued to itself becomes an anchor, another
    /// one stands on the way to one. Gives what is new. Certificates of persons are refused.
    public Outcome<List<Trusted>> add(MailingList list, byte[] file, By by) {
        return switch (SmimeFiles.read(file, List.of())) {
            case Parsed.Malformed<SmimeKeyring>(int _, String why) -> Outcome.refused("The file holds neither certificates nor revocation lists: " + why + ".");
            case Parsed.Value<SmimeKeyring>(SmimeKeyring read) -> {
                Optional<X509Certificate> person = read.certificates().stream().filter(certificate -> !KeyPairs.isAuthority(certificate)).findFirst();
                yield person.isPresent() || !read.keys().isEmpty()
                        ? Outcome.refused("Only certificates of authorities can be trusted, and " + person.map(X509Certificate::getSubjectX500Principal).map(Object::toString).orElse("a secret key") + " is none.")
                        : Outcome.done(store(entries(list, read), by));
            }
        };
    }

    private List<Trusted> entries(MailingList list, SmimeKeyring read) {
        Instant now = clock.instant();
        List<Trusted> all = new ArrayList<>();
        for (X509Certificate certificate : read.certificates()) {
            boolean isRoot = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
            all.add(new Trusted(list.id(), isRoot ? Trusted.Kind.ANCHOR : Trusted.Kind.INTERMEDIATE, Certificates.fingerprint(certificate),
                    certificate.getSubjectX500Principal().getName(), KeyPairs.der(certificate), now, Optional.of(certificate.getNotAfter().toInstant())));
        }
        for (KeyPairs.Revocations revocations : KeyPairs.revocations(read)) {
            all.add(new Trusted(list.id(), Trusted.Kind.CRL, revocations.issuerDigest(), revocations.issuer(), revocations.der(), now, revocations.next()));
        }
        return all;
    }

    private List<Trusted> store(List<Trusted> entries, By by) {
        return entries.stream().filter(entry -> keys.trust(entry, by.act(
                clock.instant(), "key.anchor.add", entry.fingerprint(), "list " + entry.list() + ", " + entry.kind().word() + " " + entry.subject()))).toList();
    }

    public Outcome<Trusted> remove(MailingList list, String fingerprint, By by) {
        String wanted = fingerprint.replace(":", "").toUpperCase(java.util.Locale.ROOT);
        Optional<Trusted> entry = keys.trusted(list.id()).stream().filter(one -> one.fingerprint().equals(wanted)).findFirst();
        boolean gone = entry.filter(one -> keys.distrust(list.id(), one.kind(), one.fingerprint(), by.act(
                clock.instant(), "key.anchor.remove", one.fingerprint(), "list " + list.id() + ", " + one.kind().word() + " " + one.subject()))).isPresent();
        return gone ? Outcome.done(entry.orElseThrow())
                : Outcome.refused("The list " + list.address() + " trusts nothing with the fingerprint " + fingerprint + ". \"chancery key anchor list " + list.address() + "\" names what it trusts.");
    }
}
