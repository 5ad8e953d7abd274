package org.chancery.keyring;

import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Parsed;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.secrets.Secret;

/// Keys of a list that were made elsewhere, and certificates for those that were made here. What is imported is the current key from
/// then on; one that was there before is read for [ListKeyDesk#TRANSITION].
///
/// Example: `imports.read(list, file, List.of(passphrase), by)` with an armoured secret key, a `.p12`, or the PEM of an authority.
public final class ListKeyImport {
    private final Ports ports;
    private final KeyBox box;
    private final ListKeyDesk desk;
    private final InstantSource clock;

    public ListKeyImport(Ports ports, KeyBox box, ListKeyDesk desk, InstantSource clock) {
        this.ports = ports;
        this.box = box;
        this.desk = desk;
        this.clock = clock;
    }

    public Outcome<ListKey> read(MailingList list, byte[] file, List<Secret> passphrases, By by) {
        return switch (look(list, file, passphrases)) {
            case Outcome.Refused<ListKey>(String why) -> Outcome.refused(why);
            case Outcome.Done<ListKey>(ListKey key) -> desk.put(list.id(), by, "key.import", known -> together(key, known));
        };
    }

    /// What would be imported; nothing is stored.
    public Outcome<ListKey> look(MailingList list, byte[] file, List<Secret> passphrases) {
        if (OpenPgpKeyring.read(file, passphrases) instanceof Parsed.Value<OpenPgpKeyring>(OpenPgpKeyring read)) {
            return openPgp(list, read);
        }
        return switch (SmimeFiles.read(file, passphrases)) {
            case Parsed.Malformed<SmimeKeyring>(int _, String why) -> Outcome.refused("The file is neither an OpenPGP key nor an S/MIME key: " + why + ". Give the passphrase with --passphrase-first.");
            case Parsed.Value<SmimeKeyring>(SmimeKeyring read) -> smime(list, read);
        };
    }

    private Outcome<ListKey> openPgp(MailingList list, OpenPgpKeyring read) {
        if (read.keys().size() != 1) {
            return Outcome.refused(read.keys().isEmpty()
                    ? "The file holds no secret key. \"chancery key import " + list.address() + " ADDRESS FILE\" takes the key of a member."
                    : "The file holds several secret keys; give one.");
        }
        Optional<OpenPgpKey> key = KeyCare.unlocked(read.keys().getFirst());
        if (key.isEmpty()) {
            return Outcome.refused("The secret key is locked, or that of its primary key is missing. Give the passphrase with --passphrase-first, and export the whole key.");
        }
        Instant now = clock.instant();
        if (KeyCare.component(key.get().certificate(), now.plusSeconds(5)).isEmpty()) {
            return Outcome.refused("Nothing can be encrypted to the key " + key.get().certificate().fingerprint() + ": it is over, revoked, or has no key for it.");
        }
        return Outcome.done(desk.row(list.id(), key.get(), key.get().certificate(), now));
    }

    private Outcome<ListKey> smime(MailingList list, SmimeKeyring read) {
        return read.keys().size() == 1 ? whole(list, read) : read.keys().isEmpty() ? certificate(list, read) : Outcome.refused("The file holds several secret keys; give one.");
    }

    private Outcome<ListKey> whole(MailingList list, SmimeKeyring read) {
        SmimeKeyring.Key key = read.keys().getFirst();
        String fingerprint = Certificates.fingerprint(key.certificate());
        byte[] sealed = box.sealKey(list.id(), Technology.SMIME, fingerprint, KeyPairs.secret(key));
        return Outcome.done(smimeRow(list, key.certificate(), read.certificates(), sealed, clock.instant()));
    }

    /// For a key that waits for it.
    private Outcome<ListKey> certificate(MailingList list, SmimeKeyring read) {
        for (X509Certificate certificate : read.certificates()) {
            Optional<ListKey> requested = ports.lists().of(list.id()).stream()
                    .filter(key -> key.state() == ListKey.State.REQUESTED && key.component().equals(KeyPairs.publicKey(certificate.getPublicKey()))).findFirst();
            Optional<Secret> secret = requested.flatMap(box::open);
            if (secret.isPresent()) {
                byte[] sealed = box.sealKey(list.id(), Technology.SMIME, Certificates.fingerprint(certificate), secret.get());
                return Outcome.done(smimeRow(list, certificate, read.certificates(), sealed, clock.instant()));
            }
        }
        return Outcome.refused("No key of " + list.address() + " waits for this certificate. \"chancery key csr " + list.address() + "\" shows what was asked for.");
    }

    private static ListKey smimeRow(MailingList list, X509Certificate own, List<X509Certificate> all, byte[] sealed, Instant now) {
        var chain = new ByteArrayOutputStream();
        chain.writeBytes(KeyPairs.pem(own));
        all.stream().filter(certificate -> !certificate.equals(own)).distinct().forEach(certificate -> chain.writeBytes(KeyPairs.pem(certificate)));
        String fingerprint = Certificates.fingerprint(own);
        return new ListKey(list.id(), Technology.SMIME, fingerprint, fingerprint, ListKey.State.CURRENT, chain.toByteArray(), sealed, new byte[0], now, now,
                Optional.of(own.getNotAfter().toInstant()), Optional.empty());
    }

    /// The one before retires, and a request is answered by its certificate.
    private List<ListKey> together(ListKey key, List<ListKey> known) {
        Instant now = clock.instant();
        List<ListKey> all = new ArrayList<>(List.of(key));
        for (ListKey other : known) {
            boolean isOther = other.technology() == key.technology() && !other.component().equals(key.component());
            if (isOther && other.isCurrent() && ListKeyDesk.isVersion6(other) == ListKeyDesk.isVersion6(key)) {
                all.add(other.retiring(now, now.plus(ListKeyDesk.TRANSITION)));
            } else if (isOther && other.state() == ListKey.State.REQUESTED && other.component().equals(publicKey(key))) {
                all.add(other.destroyed(now));
            }
        }
        return all;
    }

    private static String publicKey(ListKey key) {
        return key.technology() == Technology.OPENPGP ? "" : SmimeFiles.read(key.certificate(), List.of()).toOptional()
                .map(read -> KeyPairs.publicKey(read.certificates().getFirst().getPublicKey())).orElse("");
    }
}
