package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.secrets.Secret;

/// Reads what [KeyBackup] wrote, after an owner decrypted it. [#look] is the test of a backup: everything is opened and compared, nothing
/// is stored.
///
/// Example: `restore.look(list, bundle)` names each key that would come back.
public final class KeyRestore {
    /// Of a list that rotates each month for a year, with room.
    private static final int MAX_OCTETS = 1 << 20;
    private static final Pattern SECTION = Pattern.compile("(?m)^# (openpgp|smime) (current|retiring) [0-9A-F]{40,64}$");

    /// The first line of a backup: of which list it is.
    private static final Pattern OF = Pattern.compile("(?m)^Keys of (\\S{3,320}), saved ");

    /// Before the key of the archive, which is 32 octets in base64.
    static final String ARCHIVE_KEY = "\n# archive, what it keeps of encrypted posts is sealed with it\n";
    private static final Pattern ARCHIVE = Pattern.compile(ARCHIVE_KEY + "([A-Za-z0-9+/]{43}=)\n");

    private final Ports ports;
    private final ListKeyImport imports;
    private final ListKeyDesk desk;
    private final ArchiveKeys archive;
    private final InstantSource clock;

    KeyRestore(Ports ports, ListKeyImport imports, ListKeyDesk desk, ArchiveKeys archive, InstantSource clock) {
        this.archive = archive;
        this.ports = ports;
        this.imports = imports;
        this.desk = desk;
        this.clock = clock;
    }

    /// What a backup holds: keys for mail, each with the state it would have, and the key of the archive.
    public record Found(List<ListKey> keys, Optional<Secret> ofArchive) {
        public Found {
            keys = List.copyOf(keys);
        }

        public int count() {
            return keys.size() + (ofArchive.isPresent() ? 1 : 0);
        }
    }

    /// `formerly`: an address that the list had before, when it was renamed since the backup.
    public Outcome<Found> look(MailingList list, byte[] bundle, Optional<Address> formerly) {
        String text = new String(bundle, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        Optional<String> another = another(list, new String(bundle, StandardCharsets.UTF_8), formerly);
        return another.isPresent() ? Outcome.refused(another.get()) : look(list, text, bundle.length);
    }

    private static Optional<String> another(MailingList list, String text, Optional<Address> formerly) {
        Matcher of = OF.matcher(text);
        Optional<Address> saved = of.find() ? Address.parse(of.group(1)).toOptional() : Optional.empty();
        return saved.filter(address -> !address.equals(list.address()) && formerly.filter(address::equals).isEmpty())
                .map(address -> "This is the backup of " + address + ", and its keys would become those of " + list.address() + ". If that is the same list, which was renamed since, say so: --formerly " + address + ".");
    }

    private Outcome<Found> look(MailingList list, String text, int octets) {
        Matcher section = SECTION.matcher(text);
        List<ListKey> keys = new ArrayList<>();
        while (octets <= MAX_OCTETS && section.find()) {
            Matcher next = SECTION.matcher(text);
            String body = text.substring(section.end(), next.find(section.end()) ? next.start() : text.length());
            Outcome<ListKey> key = section.group(1).equals("openpgp") ? openPgp(list, body) : imports.look(list, body.getBytes(StandardCharsets.ISO_8859_1), List.of());
            if (key instanceof Outcome.Refused<ListKey>(String why)) {
                return Outcome.refused("The key " + section.group() + " of the backup cannot be restored: " + why);
            }
            key.toOptional().map(read -> in(ListKey.State.ofWord(section.group(2)), read)).ifPresent(keys::add);
        }
        Matcher archived = ARCHIVE.matcher(text);
        Optional<Secret> ofArchive = archived.find() ? Optional.of(Secret.of(Base64.getDecoder().decode(archived.group(1)))) : Optional.empty();
        if (ofArchive.isPresent() && archive.look(list.id(), ofArchive.get()) instanceof Outcome.Refused<Boolean>(String why)) {
            return Outcome.refused("The archive key of the backup cannot be restored: " + why);
        }
        return keys.isEmpty() && ofArchive.isEmpty() ? Outcome.refused("There is no key in it. Decrypt the backup first: gpg --decrypt FILE.") : Outcome.done(new Found(keys, ofArchive));
    }

    private ListKey in(ListKey.State state, ListKey key) {
        Instant now = clock.instant();
        return state == ListKey.State.RETIRING ? key.retiring(now, now.plus(ListKeyDesk.TRANSITION)) : key;
    }

    /// Secret and certificate apart: the certificate knows of subkeys whose secrets were rotated away.
    private Outcome<ListKey> openPgp(MailingList list, String body) {
        Optional<OpenPgpKey> key = Optional.empty();
        Optional<OpenPgpCertificate> certificate = Optional.empty();
        if (Armor.all(body) instanceof Parsed.Value<List<Armor.Block>>(List<Armor.Block> blocks)) {
            for (Armor.Block block : blocks) {
                Optional<OpenPgpKeyring> read = OpenPgpKeyring.read(block.octets(), List.of()).toOptional();
                key = key.or(() -> read.flatMap(ring -> ring.keys().stream().findFirst()));
                certificate = block.label().contains("PUBLIC") ? certificate.or(() -> read.flatMap(ring -> ring.certificates().stream().findFirst())) : certificate;
            }
        }
        if (key.isEmpty() || certificate.isEmpty() || !key.get().certificate().fingerprint().equals(certificate.get().fingerprint())) {
            return Outcome.refused("its secret and its certificate are not both there, or do not belong together.");
        }
        return Outcome.done(desk.row(list.id(), key.get(), certificate.get(), clock.instant()));
    }

    /// Puts them beside what the list has; a key that is there already stays as it is, and one that was current when it was saved opens mail for
    /// [ListKeyDesk#TRANSITION] where the list has another one by now.
    public Outcome<Found> restore(MailingList list, byte[] bundle, Optional<Address> formerly, By by) {
        return switch (look(list, bundle, formerly)) {
            case Outcome.Refused<Found> refused -> refused;
            case Outcome.Done<Found>(Found read) -> store(list, read, by);
        };
    }

    private Outcome<Found> store(MailingList list, Found read, By by) {
        List<ListKey> there = ports.lists().of(list.id());
        List<String> known = there.stream().filter(key -> key.sealed().length > 0).map(ListKey::component).toList();
        List<ListKey> fresh = read.keys().stream().filter(key -> !known.contains(key.component())).map(key -> isFollowed(key, there) ? in(ListKey.State.RETIRING, key) : key).toList();
        Optional<Secret> ofArchive = read.ofArchive().filter(key -> archive.look(list.id(), key).equals(Outcome.done(true)));
        if (fresh.isEmpty() && ofArchive.isEmpty()) {
            return Outcome.refused("The list has all keys of this backup.");
        }
        if (ofArchive.isPresent() && !archive.restore(list.id(), ofArchive.get(), by)) {
            return Outcome.busy();
        }
        if (!fresh.isEmpty() && desk.put(list.id(), by, "key.restore", keys -> there.stream().allMatch(key -> ListKeyDesk.stands(key, keys)) ? fresh : List.of())
                instanceof Outcome.Refused<ListKey>(String why)) {
            return Outcome.refused(why);
        }
        return Outcome.done(new Found(fresh, ofArchive));
    }

    private static boolean isFollowed(ListKey key, List<ListKey> there) {
        return key.isCurrent() && there.stream().anyMatch(other -> other.isCurrent() && other.technology() == key.technology() && ListKeyDesk.isVersion6(other) == ListKeyDesk.isVersion6(key));
    }
}
