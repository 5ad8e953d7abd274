package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.secrets.Secret;

/// The keys of a list as its owners care for them: made, rotated, extended, revoked, destroyed.
///
/// Example: `desk.generate(list, ListKeyDesk.Kind.ED25519, by)`, two years later `desk.rotate(list, Technology.OPENPGP, by)`.
public final class ListKeyDesk {
    /// How long subkeys hold; they are extended before it is over.
    static final Duration LIFE = Duration.ofDays(730);
    /// How long mail to a key that was rotated away is still taken.
    public static final Duration TRANSITION = Duration.ofDays(30);
    /// Somebody else may change the keys at the same time.
    static final int TRIES = 3;
    /// Early enough for members who refresh their keys once in a quarter.
    private static final Duration EXTENDED_BEFORE = Duration.ofDays(90);

    private final Ports ports;
    private final KeyBox box;
    private final InstantSource clock;
    private final SecureRandom random;

    public ListKeyDesk(Ports ports, KeyBox box, InstantSource clock, SecureRandom random) {
        this.ports = ports;
        this.box = box;
        this.clock = clock;
        this.random = random;
    }

    /// What to make. `RFC9580` is of version 6, which many programs cannot read: a list has it beside one of version 4.
    public enum Kind {
        ED25519(Technology.OPENPGP),
        RSA3072(Technology.OPENPGP),
        RFC9580(Technology.OPENPGP),
        SMIME_EC_P256(Technology.SMIME),
        SMIME_RSA3072(Technology.SMIME);

        private final Technology technology;

        Kind(Technology technology) {
            this.technology = technology;
        }

        /// As commands write it: `smime-ec-p256`.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        public Technology technology() {
            return technology;
        }
    }

    /// Which key of a list is meant: that of a technology, and where there are two (versions 4 and 6) the one that most programs read, unless a
    /// fingerprint names it.
    public record Which(Technology technology, Optional<String> fingerprint) {
        public static Which of(Technology technology) {
            return new Which(technology, Optional.empty());
        }

        boolean isMeant(ListKey key) {
            return key.technology() == technology && fingerprint.map(named -> named.replaceAll("[ :]", "").toUpperCase(java.util.Locale.ROOT)).filter(named -> !named.equals(key.fingerprint())).isEmpty();
        }

        /// As a sentence names it.
        String words() {
            return technology.word() + " key" + fingerprint.map(named -> " " + named).orElse("");
        }
    }

    public List<ListKey> all(MailingList list) {
        return ports.lists().of(list.id());
    }

    /// The one that the world is to use; of several the one that most programs read.
    public Optional<ListKey> current(MailingList list, Technology technology) {
        return current(ports.lists().of(list.id()), technology);
    }

    static Optional<ListKey> current(List<ListKey> keys, Technology technology) {
        return keys.stream().filter(key -> key.isCurrent() && key.technology() == technology)
                .min(java.util.Comparator.comparing(key -> isVersion6(key) ? 1 : 0));
    }

    private Optional<ListKey> current(MailingList list, Which which) {
        return current(ports.lists().of(list.id()).stream().filter(which::isMeant).toList(), which.technology());
    }

    static boolean isVersion6(ListKey key) {
        return key.technology() == Technology.OPENPGP && key.fingerprint().length() == 64;
    }

    /// A new key of the list. For S/MIME it waits for a certificate ([ListKeyImport]) that is asked for with what it shows.
    public Outcome<ListKey> generate(MailingList list, Kind kind, By by) {
        Optional<ListKey> known = current(list, kind.technology())
                .filter(key -> kind.technology() == Technology.OPENPGP && isVersion6(key) == (kind == Kind.RFC9580));
        if (known.isPresent()) {
            return Outcome.refused("The list " + list.address() + " has the key " + known.get().fingerprint() + " already. \"chancery key rotate "
                    + list.address() + "\" gives it a new subkey, \"chancery key revoke " + list.address() + "\" ends it.");
        }
        ListKey made = switch (kind) {
            case ED25519 -> openPgp(list, OpenPgpKeyGenerator.Profile.ED25519);
            case RSA3072 -> openPgp(list, OpenPgpKeyGenerator.Profile.RSA3072);
            case RFC9580 -> openPgp(list, OpenPgpKeyGenerator.Profile.RFC9580);
            case SMIME_EC_P256 -> requested(list, KeyPairs.Kind.EC_P256);
            case SMIME_RSA3072 -> requested(list, KeyPairs.Kind.RSA3072);
        };
        return put(list.id(), by, "key.generate", now -> isFree(now, kind) ? List.of(made) : List.of());
    }

    /// Nobody made one of the kind meanwhile.
    private static boolean isFree(List<ListKey> keys, Kind kind) {
        return kind.technology() != Technology.OPENPGP
                || keys.stream().noneMatch(key -> key.isCurrent() && key.technology() == Technology.OPENPGP && isVersion6(key) == (kind == Kind.RFC9580));
    }

    private ListKey openPgp(MailingList list, OpenPgpKeyGenerator.Profile profile) {
        Instant now = clock.instant();
        List<String> userIds = addresses(list).stream().map(address -> address.substring(0, address.indexOf('@')) + " <" + address + ">").toList();
        OpenPgpKey key = new OpenPgpKeyGenerator(clock, random).generate(profile, userIds, Optional.of(LIFE), Optional.empty());
        return row(list.id(), key, key.certificate(), now);
    }

    /// `now` is when it is written; what a signature of the same second says counts already.
    ListKey row(ListId list, OpenPgpKey key, OpenPgpCertificate certificate, Instant now) {
        Instant soon = now.plusSeconds(5);
        String component = KeyCare.component(certificate, soon).orElse(certificate.fingerprint());
        byte[] revocation = KeyCare.of(key, certificate, now, random)
                .map(care -> box.sealRevocation(list, Technology.OPENPGP, component, Secret.of(care.revocation()))).orElse(new byte[0]);
        return new ListKey(list, Technology.OPENPGP, component, certificate.fingerprint(), ListKey.State.CURRENT, certificate.encoded(),
                box.sealKey(list, Technology.OPENPGP, component, key.encoded()), revocation, now, now, KeyCare.expires(certificate, soon), Optional.empty());
    }

    private ListKey requested(MailingList list, KeyPairs.Kind kind) {
        Instant now = clock.instant();
        KeyPairs.Requested made = KeyPairs.requested(kind, list.address().localPart(), addresses(list), random);
        return new ListKey(list.id(), Technology.SMIME, made.publicKey(), made.publicKey(), ListKey.State.REQUESTED, made.request(),
                box.sealKey(list.id(), Technology.SMIME, made.publicKey(), made.key()), new byte[0], now, now, Optional.empty(), Optional.empty());
    }

    /// Those under which people write to the list itself.
    private static List<String> addresses(MailingList list) {
        String local = list.address().localPart();
        return java.util.stream.Stream.of(local, local + "-request", local + "-owner").map(name -> name + "@" + list.domain()).toList();
    }

    /// OpenPGP: a new subkey to encrypt to, under the same fingerprint. S/MIME: a new key that waits for its certificate, and takes over
    /// when that is imported. What was written to the old key within [#TRANSITION] is read.
    public Outcome<ListKey> rotate(MailingList list, Which which, By by) {
        Optional<ListKey> old = current(list, which);
        if (old.isEmpty()) {
            return Outcome.refused("The list " + list.address() + " has no key to rotate" + which.fingerprint().map(named -> " with the fingerprint " + named).orElse("")
                    + ". \"chancery key list " + list.address() + "\" names what it has, \"chancery key generate " + list.address() + "\" makes one.");
        }
        return switch (which.technology()) {
            case SMIME -> put(list.id(), by, "key.rotate", _ -> List.of(requested(list, kind(old.get()))));
            case OPENPGP -> rotate(list, old.get(), by);
        };
    }

    private static KeyPairs.Kind kind(ListKey key) {
        return KeyPairs.isRsa(key.certificate()) ? KeyPairs.Kind.RSA3072 : KeyPairs.Kind.EC_P256;
    }

    private Outcome<ListKey> rotate(MailingList list, ListKey old, By by) {
        Instant now = clock.instant();
        Optional<KeyCare> care = care(old, now);
        if (care.isEmpty()) {
            return Outcome.refused("The secret of the primary key of " + list.address() + " is not here, so nothing can be said in its name. Rotate it where it is, and import the result.");
        }
        KeyCare.Kept kept = care.get().rotated(LIFE, now.plus(TRANSITION));
        ListKey fresh = row(list.id(), kept.key(), kept.certificate(), now);
        return put(list.id(), by, "key.rotate", keys -> stands(old, keys) ? List.of(fresh, old.retiring(now, now.plus(TRANSITION))) : List.of());
    }

    private Optional<KeyCare> care(ListKey row, Instant now) {
        Optional<OpenPgpKey> key = box.open(row).flatMap(secret -> OpenPgpKeyring.read(secret.reveal(), List.of()).toOptional()).flatMap(read -> read.keys().stream().findFirst());
        return key.flatMap(one -> KeyCare.of(one, certificate(row), now, random));
    }

    private static OpenPgpCertificate certificate(ListKey row) {
        return OpenPgpKeyring.read(row.certificate(), List.of()).orThrow().certificates().getFirst();
    }

    /// The world is told that the key is not to be used (OpenPGP), and from now on it opens nothing new. Its secret goes when no post
    /// needs it any more. For S/MIME the authority must be asked to revoke the certificate.
    public Outcome<ListKey> revoke(MailingList list, Which which, By by) {
        Optional<ListKey> known = current(list, which);
        if (known.isEmpty()) {
            return Outcome.refused("The list " + list.address() + " has no " + which.words() + " to revoke. \"chancery key list " + list.address() + "\" names what it has.");
        }
        Instant now = clock.instant();
        ListKey shown = box.openRevocation(known.get())
                .flatMap(revocation -> OpenPgpUpload.revoked(certificate(known.get()), revocation.reveal()))
                .map(revoked -> known.get().certified(revoked.encoded(), known.get().sealed(), Optional.of(now), now)).orElse(known.get());
        return put(list.id(), by, "key.revoke", keys -> stands(known.get(), keys) ? List.of(shown.retiring(now, now)) : List.of());
    }

    /// The public key for everybody, in armour or PEM: the current one, or a revoked one where there is no other, so that the world learns
    /// of it.
    public Outcome<byte[]> export(MailingList list, Which which) {
        Technology technology = which.technology();
        List<ListKey> keys = ports.lists().of(list.id()).stream().filter(key -> which.isMeant(key) && key.state() != ListKey.State.REQUESTED).toList();
        Optional<ListKey> shown = current(keys, technology).or(() -> keys.stream().max(java.util.Comparator.comparing(ListKey::changed)));
        return shown.map(key -> Outcome.done(technology == Technology.OPENPGP ? Armor.write("PGP PUBLIC KEY BLOCK", key.certificate()) : key.certificate()))
                .orElseGet(() -> Outcome.refused("The list " + list.address() + " has no " + which.words() + ". \"chancery key list " + list.address() + "\" names what it has, \"chancery key generate " + list.address() + "\" makes one."));
    }

    /// The newest request for a certificate, in PEM.
    public Outcome<byte[]> request(MailingList list) {
        return ports.lists().of(list.id()).stream().filter(key -> key.state() == ListKey.State.REQUESTED).max(java.util.Comparator.comparing(ListKey::created))
                .map(key -> Outcome.done(key.certificate()))
                .orElseGet(() -> Outcome.refused("No key of " + list.address() + " waits for a certificate. \"chancery key generate " + list.address() + " --type smime-ec-p256\" makes one."));
    }

    /// Subkeys of current keys that end soon hold two years more. Returns how many keys.
    public int extend(Instant now) {
        int extended = 0;
        for (ListKey key : ports.lists().ending(now.plus(EXTENDED_BEFORE))) {
            Optional<KeyCare.Kept> kept = key.technology() == Technology.OPENPGP ? care(key, now).map(care -> care.extended(LIFE)) : Optional.empty();
            if (kept.isPresent()) {
                OpenPgpCertificate certificate = kept.get().certificate();
                ListKey longer = key.certified(certificate.encoded(), box.sealKey(key.list(), key.technology(), key.component(), kept.get().key().encoded()),
                        KeyCare.expires(certificate, now.plusSeconds(5)), now);
                extended += put(key.list(), new By("server", "housekeeping"), "key.extend", keys -> stands(key, keys) ? List.of(longer) : List.of()).toOptional().isPresent() ? 1 : 0;
            }
        }
        return extended;
    }

    /// Secrets that no post needs any more are destroyed for good. Returns how many.
    public int destroy(Instant now) {
        List<ListKey> gone = ports.lists().destroyable(now);
        int destroyed = 0;
        for (ListKey key : gone) {
            destroyed += put(key.list(), new By("server", "housekeeping"), "key.destroy", keys -> stands(key, keys) ? List.of(key.destroyed(now)) : List.of()).toOptional().isPresent() ? 1 : 0;
        }
        return destroyed;
    }

    /// Whether it is still as it was when an act on it was prepared.
    private static boolean stands(ListKey key, List<ListKey> keys) {
        return keys.stream().anyMatch(now -> now.technology() == key.technology() && now.component().equals(key.component())
                && now.state() == key.state() && Arrays.equals(now.certificate(), key.certificate()));
    }

    /// Tries again when somebody else was quicker; `made` is asked anew with what is there then, and gives nothing when the act does not fit
    /// that any more. The first of them is the answer.
    Outcome<ListKey> put(ListId list, By by, String action, Function<List<ListKey>, List<ListKey>> made) {
        for (int i = 0; i < TRIES; i++) {
            long version = ports.lists().version(list);
            List<ListKey> keys = new ArrayList<>(made.apply(ports.lists().of(list)));
            if (keys.isEmpty()) {
                return Outcome.busy();
            }
            ListKey first = keys.getFirst();
            if (ports.lists().put(list, version, keys, by.act(clock.instant(), action, first.fingerprint(),
                    "list " + list + ", " + first.technology().word() + " " + first.state().word() + " " + first.component()))) {
                return Outcome.done(first);
            }
        }
        return Outcome.busy();
    }
}
