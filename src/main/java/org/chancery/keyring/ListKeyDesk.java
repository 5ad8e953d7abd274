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

/// The keys of a list as its owners care for them: made, rotated, replaced ([KeySuccession]), extended, revoked, destroyed.
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
    static final By HOUSEKEEPING = new By("server", "housekeeping");

    private final Ports ports;
    private final KeyBox box;
    private final InstantSource clock;
    private final SecureRandom random;
    private final KeySuccession succession = new KeySuccession(this);

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
            case ED25519, RSA3072, RFC9580 -> openPgp(list, profile(kind));
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

    /// Only of the OpenPGP kinds.
    static OpenPgpKeyGenerator.Profile profile(Kind kind) {
        return OpenPgpKeyGenerator.Profile.valueOf(kind.name());
    }

    private ListKey openPgp(MailingList list, OpenPgpKeyGenerator.Profile profile) {
        OpenPgpKey key = made(list, profile);
        return row(list.id(), key, key.certificate(), clock.instant());
    }

    OpenPgpKey made(MailingList list, OpenPgpKeyGenerator.Profile profile) {
        List<String> userIds = addresses(list).stream().map(address -> address.substring(0, address.indexOf('@')) + " <" + address + ">").toList();
        return new OpenPgpKeyGenerator(clock, random).generate(profile, userIds, Optional.of(LIFE), Optional.empty());
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
    static List<String> addresses(MailingList list) {
        String local = list.address().localPart();
        return java.util.stream.Stream.of(local, local + "-request", local + "-owner").map(name -> name + "@" + list.domain()).toList();
    }

    /// OpenPGP: a new subkey to encrypt to, under the same fingerprint. S/MIME: a new key that waits for its certificate, and takes over
    /// when that is imported. What was written to the old key within [#TRANSITION] is read.
    public Outcome<ListKey> rotate(MailingList list, Which which, By by) {
        Optional<ListKey> old = current(list, which);
        if (old.isEmpty()) {
            return nothingToRotate(list, which);
        }
        return switch (which.technology()) {
            case SMIME -> put(list.id(), by, "key.rotate", _ -> List.of(requested(list, kind(old.get()))));
            case OPENPGP -> rotate(list, old.get(), by);
        };
    }

    private static Outcome<ListKey> nothingToRotate(MailingList list, Which which) {
        return Outcome.refused("The list " + list.address() + " has no key to rotate" + which.fingerprint().map(named -> " with the fingerprint " + named).orElse("")
                + ". \"chancery key list " + list.address() + "\" names what it has, \"chancery key generate " + list.address() + "\" makes one.");
    }

    /// A new OpenPGP key with a fingerprint of its own, of the kind that is wanted or like the one before. Both certify each other, and for
    /// [#TRANSITION] both open mail; the new one signs from now on. S/MIME has no such key: a certificate is of its authority.
    public Outcome<ListKey> rotatePrimary(MailingList list, Which which, Optional<Kind> wanted, By by) {
        if (which.technology() == Technology.SMIME || wanted.filter(kind -> kind.technology() == Technology.SMIME).isPresent()) {
            return Outcome.refused("Only an OpenPGP key has a primary key. \"chancery key rotate " + list.address() + " --technology smime\" asks for a new certificate.");
        }
        Optional<ListKey> old = current(list, which);
        return old.isEmpty() ? nothingToRotate(list, which) : succession.rotate(list, old.get(), wanted.map(ListKeyDesk::profile), by);
    }

    private static KeyPairs.Kind kind(ListKey key) {
        return KeyPairs.isRsa(key.certificate()) ? KeyPairs.Kind.RSA3072 : KeyPairs.Kind.EC_P256;
    }

    private Outcome<ListKey> rotate(MailingList list, ListKey old, By by) {
        Instant now = clock.instant();
        Optional<KeyCare> care = care(old, now);
        if (care.isEmpty()) {
            return mute(list);
        }
        KeyCare.Kept kept = care.get().rotated(LIFE, now.plus(TRANSITION));
        ListKey fresh = row(list.id(), kept.key(), kept.certificate(), now);
        return put(list.id(), by, "key.rotate", keys -> stands(old, keys) ? List.of(fresh, old.retiring(now, now.plus(TRANSITION))) : List.of());
    }

    static Outcome<ListKey> mute(MailingList list) {
        return Outcome.refused("The secret of the primary key of " + list.address() + " is not here, so nothing can be said in its name. Rotate it where it is, and import the result.");
    }

    Instant now() {
        return clock.instant();
    }

    ListKeys keys() {
        return ports.lists();
    }

    Optional<KeyCare> care(OpenPgpKey key, Instant now) {
        return KeyCare.of(key, key.certificate(), now, random);
    }

    Optional<KeyCare> care(ListKey row, Instant now) {
        Optional<OpenPgpKey> key = box.open(row).flatMap(secret -> OpenPgpKeyring.read(secret.reveal(), List.of()).toOptional()).flatMap(read -> read.keys().stream().findFirst());
        return key.flatMap(one -> KeyCare.of(one, certificate(row), now, random));
    }

    static OpenPgpCertificate certificate(ListKey row) {
        return OpenPgpKeyring.read(row.certificate(), List.of()).orThrow().certificates().getFirst();
    }

    /// The world is told that the key is not to be used (OpenPGP), and from now on it opens nothing new, nor do older subkeys of the same
    /// primary key. Its secret goes when no post needs it any more. For S/MIME the authority must be asked to revoke the certificate.
    /// A fingerprint may also name a key whose transition is not over: one that came into other hands must not vouch for the next.
    public Outcome<ListKey> revoke(MailingList list, Which which, By by) {
        Optional<ListKey> known = current(list, which).or(() -> which.fingerprint().flatMap(_ -> newest(all(list).stream()
                .filter(key -> which.isMeant(key) && key.state() == ListKey.State.RETIRING).toList())));
        if (known.isEmpty()) {
            return Outcome.refused("The list " + list.address() + " has no " + which.words() + " to revoke. \"chancery key list " + list.address() + "\" names what it has.");
        }
        Instant now = clock.instant();
        Optional<byte[]> revocation = box.openRevocation(known.get()).map(Secret::reveal);
        return put(list.id(), by, "key.revoke", keys -> stands(known.get(), keys) ? revoked(known.get(), keys, revocation, now) : List.of());
    }

    private static List<ListKey> revoked(ListKey first, List<ListKey> keys, Optional<byte[]> revocation, Instant now) {
        List<ListKey> all = new ArrayList<>(List.of(first));
        keys.stream().filter(key -> key.state() == ListKey.State.RETIRING && key.fingerprint().equals(first.fingerprint()) && !key.component().equals(first.component())).forEach(all::add);
        return all.stream().map(key -> {
            Instant end = key.ends().filter(known -> known.isBefore(now)).orElse(now);
            Optional<OpenPgpCertificate> shown = revocation.flatMap(octets -> OpenPgpUpload.revoked(certificate(key), octets));
            return shown.map(one -> key.certified(one.encoded(), key.sealed(), Optional.of(now), now)).orElse(key).retiring(now, end);
        }).toList();
    }

    /// Of one primary key the row that knows most.
    static Optional<ListKey> newest(List<ListKey> keys) {
        return keys.stream().max(java.util.Comparator.comparing(ListKey::created));
    }

    /// The public key for everybody, in armour or PEM: the current one, or a revoked one where there is no other, so that the world learns
    /// of it.
    public Outcome<byte[]> export(MailingList list, Which which) {
        Technology technology = which.technology();
        List<ListKey> keys = ports.lists().of(list.id()).stream().filter(key -> which.isMeant(key) && key.state() != ListKey.State.REQUESTED).toList();
        Optional<ListKey> shown = current(keys, technology).or(() -> newest(keys));
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
                extended += put(key.list(), HOUSEKEEPING, "key.extend", keys -> stands(key, keys) ? List.of(longer) : List.of()).toOptional().isPresent() ? 1 : 0;
            }
        }
        return extended;
    }

    /// Keys whose transition is over say so ([KeySuccession#supersede]); then secrets that no post needs any more are destroyed for good.
    /// Returns how many.
    public int destroy(Instant now) {
        succession.supersede(now);
        int destroyed = 0;
        for (ListKey key : ports.lists().destroyable(now)) {
            destroyed += put(key.list(), HOUSEKEEPING, "key.destroy", keys -> stands(key, keys) && succession.superseded(key, keys, now).isEmpty() ? List.of(key.destroyed(now)) : List.of())
                    .toOptional().isPresent() ? 1 : 0;
        }
        return destroyed;
    }

    /// Whether it is still as it was when an act on it was prepared.
    static boolean stands(ListKey key, List<ListKey> keys) {
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
            String others = keys.stream().filter(key -> !key.fingerprint().equals(first.fingerprint())).map(key -> ", " + key.state().word() + " " + key.fingerprint()).collect(java.util.stream.Collectors.joining());
            if (ports.lists().put(list, version, keys, by.act(clock.instant(), action, first.fingerprint(),
                    "list " + list + ", " + first.technology().word() + " " + first.state().word() + " " + first.component() + others))) {
                return Outcome.done(first);
            }
        }
        return Outcome.busy();
    }
}
