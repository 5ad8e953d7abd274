package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.CrossCertification;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// How one primary OpenPGP key of a list follows another: each certifies the other (RFC 9580 section 5.2.1.7), both open mail for
/// [ListKeyDesk#TRANSITION], and then the older one is revoked as superseded, so that programs stop using it and what it signed stays signed.
///
/// Which key came before which is told by the certification on the newer one, and by nothing else: a key that was taken away by
/// `key revoke` or `key import` has no successor here and is not revoked by this.
final class KeySuccession {
    private final ListKeyDesk desk;

    KeySuccession(ListKeyDesk desk) {
        this.desk = desk;
    }

    Outcome<ListKey> rotate(MailingList list, ListKey old, Optional<OpenPgpKeyGenerator.Profile> wanted, By by) {
        Instant now = desk.now();
        Optional<KeyCare> before = desk.care(old, now);
        if (before.isEmpty()) {
            return ListKeyDesk.mute(list);
        }
        OpenPgpKeyGenerator.Profile like = OpenPgpKeyGenerator.Profile.like(ListKeyDesk.certificate(old));
        OpenPgpKeyGenerator.Profile profile = wanted.orElse(like);
        if (!profile.isOfOneVersion(like)) {
            return Outcome.refused("The key " + old.fingerprint() + " is of the other version, and many programs read version 4 only. \"chancery key generate " + list.address()
                    + " --type rfc9580\" makes one of version 6 beside it, \"--fingerprint\" names the one to replace.");
        }
        OpenPgpKey made = desk.made(list, profile);
        Predicate<String> isOurs = userId -> ListKeyDesk.addresses(list).stream().anyMatch(address -> userId.equals(address) || userId.endsWith("<" + address + ">"));
        ListKey fresh = desk.row(list.id(), made, before.get().certifying(made.certificate(), isOurs), now);
        Instant end = now.plus(ListKeyDesk.TRANSITION);
        OpenPgpCertificate told = desk.care(made, now).orElseThrow().certifying(before.get().ending(end), isOurs);
        ListKey retiring = old.certified(told.encoded(), old.sealed(), Optional.of(end), now).retiring(now, end);
        return desk.put(list.id(), by, "key.rotate-primary", keys -> ListKeyDesk.stands(old, keys) ? List.of(fresh, retiring) : List.of());
    }

    /// The certificate that the current key takes the place of, whatever became of it; empty for a first key, and for one that was imported.
    static Optional<ListKey> before(List<ListKey> keys) {
        return ListKeyDesk.current(keys, Technology.OPENPGP).flatMap(current -> ListKeyDesk.newest(keys.stream().filter(key -> follows(current, key)).toList()));
    }

    /// A row that nobody can read follows nothing.
    private static boolean follows(ListKey newer, ListKey older) {
        return older.technology() == Technology.OPENPGP && newer.technology() == Technology.OPENPGP && !newer.fingerprint().equals(older.fingerprint())
                && read(newer).flatMap(certificate -> read(older).filter(before -> CrossCertification.isBy(certificate, before))).isPresent();
    }

    private static Optional<OpenPgpCertificate> read(ListKey key) {
        return OpenPgpKeyring.read(key.certificate(), List.of()).toOptional().flatMap(read -> read.certificates().stream().findFirst());
    }

    /// Revokes what was followed by another key and opens nothing any more. Returns how many.
    int supersede(Instant now) {
        int superseded = 0;
        for (ListKey key : desk.keys().ended(now)) {
            superseded += superseded(key, desk.keys().of(key.list()), now).isPresent() && desk.put(key.list(), ListKeyDesk.HOUSEKEEPING, "key.supersede",
                    keys -> ListKeyDesk.stands(key, keys) ? superseded(key, keys, now).stream().toList() : List.of()).toOptional().isPresent() ? 1 : 0;
        }
        return superseded;
    }

    /// The key with its revocation; empty when it is revoked already, is still in use with some subkey, nothing follows it, or it cannot speak for itself.
    Optional<ListKey> superseded(ListKey key, List<ListKey> keys, Instant now) {
        if (key.technology() != Technology.OPENPGP || keys.stream().anyMatch(other -> other.technology() == Technology.OPENPGP && other.fingerprint().equals(key.fingerprint()) && other.opens(now))) {
            return Optional.empty();
        }
        Optional<OpenPgpCertificate> certificate = read(key).filter(one -> !one.isRevoked() && keys.stream().anyMatch(other -> follows(other, key)));
        String by = ListKeyDesk.current(keys.stream().filter(other -> ListKeyDesk.isVersion6(other) == ListKeyDesk.isVersion6(key)).toList(), Technology.OPENPGP).map(current -> "superseded by " + current.fingerprint()).orElse("superseded");
        return certificate.flatMap(one -> desk.care(key, now).flatMap(care -> OpenPgpUpload.revoked(one, care.superseded(by))))
                .map(revoked -> key.certified(revoked.encoded(), key.sealed(), Optional.of(now), now));
    }
}
