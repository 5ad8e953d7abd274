package org.chancery.administration;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.chancery.audit.Audit;
import org.chancery.keyring.By;
import org.chancery.keyring.Fingerprint;
import org.chancery.keyring.KeyAnnouncement;
import org.chancery.keyring.KeyLookup;
import org.chancery.keyring.KeyNames;
import org.chancery.keyring.KeyRestore;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.MemberCiphers;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.NamedKeys;
import org.chancery.keyring.Outcome;
import org.chancery.keyring.Trusted;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.notice.Answers;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.posting.UnopenedPosts;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;
import org.chancery.secrets.Secret;

/// The keys of lists, of their members, and whom a list trusts. Owners care for the keys of their lists and decide about changes of
/// members' keys; that a key counts at once, without proof, is only the site administrator's to say. Members care for their own keys.
public final class KeyAdministration {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CHALLENGES_A_DAY = 3;
    private final Keyring keyring;
    private final Lists lists;
    private final KeyConcerns concerns;
    private final Answers answers;
    private final InstantSource clock;
    private final KeyAnnouncement announcement;
    private final Surroundings site;

    /// What it stands on. `answers`: how often one address was written to; `unopened`: how many posts could not be opened.
    public record Surroundings(
            Lists lists, Members members, NoticeWriter writer, Outbox outbox, Audit audit, Answers answers, UnopenedPosts unopened, InstantSource clock, SecureRandom random) {}

    public KeyAdministration(Keyring keyring, Surroundings site) {
        this.keyring = keyring;
        this.lists = site.lists();
        this.concerns = new KeyConcerns(keyring, site.members(), site.unopened());
        this.answers = site.answers();
        this.clock = site.clock();
        this.announcement = new KeyAnnouncement(keyring.keyrings(), site.members(), site.writer(), site.clock(), site.random());
        this.site = site;
    }

    /// What is to be looked after, on all lists that this caller may look after.
    public List<KeyConcerns.Concern> concerns(Caller caller) {
        return lists.all().stream().filter(list -> caller.may(Permission.MANAGE_KEYS, list)).flatMap(list -> concerns.of(list, clock.instant()).stream()).toList();
    }

    /// Of a list that encrypts: to whom nothing can be encrypted now in any way that the list uses, so that they wait for a key. Nobody on others.
    public Predicate<Address> waiting(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return concerns.isWithout(list, ProtectionPolicy.of(list.settings()), clock.instant());
    }

    private static By by(Caller caller) {
        return new By(caller.actor(), caller.door());
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T> refused -> throw refused.isBusy() ? new Refused.Overtaken(refused.why()) : new Refused(refused.why());
        };
    }

    /// The technology that is meant when nobody says: OpenPGP, unless the list has keys of S/MIME alone.
    public Technology technology(Caller caller, MailingList list, Optional<Technology> wanted) {
        return wanted.orElseGet(() -> {
            List<ListKey> keys = all(caller, list);
            boolean onlySmime = keys.stream().noneMatch(key -> key.technology() == Technology.OPENPGP && key.state() != ListKey.State.DESTROYED)
                    && keys.stream().anyMatch(key -> key.technology() == Technology.SMIME);
            return onlySmime ? Technology.SMIME : Technology.OPENPGP;
        });
    }

    // ---- keys of the list

    public List<ListKey> all(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.listKeys().all(list);
    }

    public ListKey generate(Caller caller, MailingList list, ListKeyDesk.Kind kind) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.listKeys().generate(list, kind, by(caller)));
    }

    public ListKey rotate(Caller caller, MailingList list, ListKeyDesk.Which which) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.listKeys().rotate(list, which, by(caller)));
    }

    /// A key that took the place of another, and how many people were told.
    public record Replaced(ListKey key, int told) {}

    /// A new primary key, and at once the mail that brings it to the people of the list: the new one signs from now on, and they shall know it. A list that
    /// neither encrypts nor signs has nobody to tell.
    public Replaced rotatePrimary(Caller caller, MailingList list, ListKeyDesk.Which which, Optional<ListKeyDesk.Kind> kind) {
        caller.must(Permission.MANAGE_KEYS, list);
        ListKey key = done(keyring.listKeys().rotatePrimary(list, which, kind, by(caller)));
        return new Replaced(key, ProtectionPolicy.of(list.settings()).isNone() ? 0 : announce(caller, list));
    }

    public ListKey revoke(Caller caller, MailingList list, ListKeyDesk.Which which) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.listKeys().revoke(list, which, by(caller)));
    }

    public ListKey importKey(Caller caller, MailingList list, byte[] file, List<Secret> passphrases) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.imports().read(list, file, passphrases, by(caller)));
    }

    /// What follows when a key that was taken does not name the list's address, in a sentence.
    public Optional<String> misnamed(MailingList list, ListKey key) {
        return KeyNames.missing(key, list, clock.instant());
    }

    /// The same for the key of a member that was put in force.
    public Optional<String> misnamed(Caller caller, MailingList list, String address, MemberKeyDesk.Handed handed) {
        return ofMember(caller, list, address).stream().filter(key -> key.isActive() && key.fingerprint().equals(handed.fingerprint())).findFirst()
                .flatMap(key -> KeyNames.missing(key, clock.instant()));
    }

    /// Tells the people of the list its keys; returns how many were told.
    public int announce(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        int told = done(announcement.send(list, site.outbox()));
        site.audit().note(caller.act(clock.instant(), "key.announce", list.address().key(), told + " addresses"));
        return told;
    }

    /// Public: anybody may have it.
    public byte[] export(MailingList list, ListKeyDesk.Which which) {
        return done(keyring.listKeys().export(list, which));
    }

    public byte[] request(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.listKeys().request(list));
    }

    /// Encrypted to the owners.
    public byte[] backup(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        byte[] bundle = done(keyring.backup().of(list));
        site.audit().note(caller.act(clock.instant(), "key.backup", list.address().key(), ""));
        return bundle;
    }

    /// `formerly`: an address that the list had when the backup was made.
    public KeyRestore.Found restore(Caller caller, MailingList list, byte[] bundle, Optional<String> formerly, boolean dryRun) {
        caller.must(Permission.MANAGE_KEYS, list);
        Optional<Address> before = formerly.map(Addresses::require);
        return done(dryRun ? keyring.restore().look(list, bundle, before) : keyring.restore().restore(list, bundle, before, by(caller)));
    }

    // ---- whom the list trusts

    public List<Trusted> trusted(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.trust().all(list);
    }

    public List<Trusted> trust(Caller caller, MailingList list, byte[] file) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.trust().add(list, file, by(caller)));
    }

    public Trusted distrust(Caller caller, MailingList list, String fingerprint) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.trust().remove(list, fingerprint, by(caller)));
    }

    // ---- keys of members

    public List<MemberKey> ofMembers(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.memberKeys().of(list);
    }

    public List<MemberKey> ofMember(Caller caller, MailingList list, String address) {
        mustCare(caller, list, address);
        return keyring.memberKeys().of(list, Addresses.require(address));
    }

    /// The key counts at once.
    public MemberKeyDesk.Handed install(Caller caller, MailingList list, String address, byte[] file) {
        caller.must(Permission.INSTALL_KEYS);
        return done(keyring.memberKeys().install(list, Addresses.require(address), file, by(caller)));
    }

    /// A key, or a revocation, that counts when its owner has answered the challenge: of the caller, or of somebody with a role on a list of his.
    public MemberKeyDesk.Handed handIn(Caller caller, MailingList list, String address, byte[] file) {
        Address member = challengeable(caller, list, address);
        return done(keyring.memberKeys().upload(list, member, file, MemberKey.Source.WEB, by(caller)));
    }

    /// The key that servers of others have for the address, or of this fingerprint, challenged like any that is handed in. For those who have a role on the list.
    public MemberKeyDesk.Handed fetch(Caller caller, MailingList list, String address, Optional<String> fingerprint) {
        mustCare(caller, list, address);
        KeyLookup lookup = keyring.lookup()
                .orElseThrow(() -> new Refused("This site asks no Web Key Directories and no key server. With keys.wkd=on or a keys.vks in the configuration it does."));
        Optional<Fingerprint> wanted = fingerprint.map(KeyAdministration::fingerprint);
        Address member = challengeable(caller, list, address);
        KeyLookup.Found found = done(lookup.find(member, wanted));
        return done(keyring.memberKeys().upload(list, member, found.key(), found.source(), by(caller)));
    }

    private static Fingerprint fingerprint(String written) {
        return switch (Fingerprint.parse(written)) {
            case Parsed.Value<Fingerprint>(Fingerprint read) -> read;
            case Parsed.Malformed<Fingerprint>(int _, String why) -> throw new Refused("\"" + written + "\" is no fingerprint: " + why + ".");
        };
    }

    private Address challengeable(Caller caller, MailingList list, String address) {
        mustCare(caller, list, address);
        Address member = Addresses.require(address);
        if (!keyring.autocrypt().isMember(list, member)) {
            throw new Refused(member + " is no member of " + list.address() + ". Only members are asked to prove a key.");
        }
        // Each is a mail to the address. Who may put keys in force without asking does not have to be held back from asking.
        if (!caller.may(Permission.INSTALL_KEYS) && !mayChallenge(member)) {
            throw new Refused("Too many keys were handed in for " + member + " today. Try again tomorrow.");
        }
        return member;
    }

    private boolean mayChallenge(Address member) {
        for (int i = 1; i <= CHALLENGES_A_DAY; i++) {
            if (answers.mayAnswer(member, "key challenge " + i, DAY)) { // one count with keys that come by mail
                return true;
            }
        }
        return false;
    }

    private static void mustCare(Caller caller, MailingList list, String address) {
        boolean isOwn = Address.parse(address).toOptional().filter(caller.powers()::own).isPresent();
        if (!isOwn || !caller.may(Permission.CHANGE_OWN_MEMBERSHIP, list)) {
            caller.must(Permission.MANAGE_KEYS, list);
        }
    }

    /// The public key of a member, of the technology that is wanted or the only one there is, armoured or in PEM.
    public byte[] exportOf(Caller caller, MailingList list, String address, Optional<Technology> technology) {
        mustCare(caller, list, address);
        return done(keyring.memberKeys().export(list, Addresses.require(address), technology));
    }

    public List<MemberKey> revokeOf(Caller caller, MailingList list, String address, Optional<Technology> technology) {
        mustCare(caller, list, address);
        return done(keyring.memberKeys().revoke(list, Addresses.require(address), technology, by(caller)));
    }

    /// `fingerprint`: which key, where several wait; `now`: without the three days, for the site administrator.
    public MemberKey approve(Caller caller, MailingList list, String address, Optional<String> fingerprint, boolean now) {
        caller.must(Permission.MANAGE_KEYS, list);
        Optional<Fingerprint> wanted = fingerprint.map(KeyAdministration::fingerprint);
        if (!now) {
            return done(keyring.memberKeys().approve(list, Addresses.require(address), wanted, by(caller)));
        }
        caller.must(Permission.INSTALL_KEYS);
        return done(keyring.memberKeys().approveNow(list, Addresses.require(address), wanted, by(caller)));
    }

    /// The same for this very key alone; how it stands with it is told in any case.
    public NamedKeys.Named approve(Caller caller, MailingList list, Address member, Fingerprint key) {
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.memberKeys().named().approve(list, member, key, by(caller));
    }

    /// All that is on its way.
    public List<MemberKey> object(Caller caller, MailingList list, String address) {
        mustCare(caller, list, address);
        return done(keyring.memberKeys().object(list, Addresses.require(address), by(caller)));
    }

    /// False when it was so already.
    public boolean prefer(Caller caller, MailingList list, String address, Technology technology) {
        mustCare(caller, list, address);
        return keyring.memberKeys().prefer(list, Addresses.require(address), technology, by(caller));
    }

    /// With which cipher copies in S/MIME go to the member, and who says so.
    public MemberCiphers.Used cipher(Caller caller, MailingList list, String address) {
        mustCare(caller, list, address);
        return done(keyring.ciphers().of(list, Addresses.require(address)));
    }

    /// Whatever the member's program and certificate announce. What is used from now on.
    public MemberCiphers.Used choose(Caller caller, MailingList list, String address, ContentCipher cipher) {
        cipher(caller, list, address);
        keyring.ciphers().choose(list, Addresses.require(address), cipher, by(caller));
        return cipher(caller, list, address);
    }

    /// What program and certificate announce counts again.
    public MemberCiphers.Used unchoose(Caller caller, MailingList list, String address) {
        cipher(caller, list, address);
        keyring.ciphers().unchoose(list, Addresses.require(address), by(caller));
        return cipher(caller, list, address);
    }
}
