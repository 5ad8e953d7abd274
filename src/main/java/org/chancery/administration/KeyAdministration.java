package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.By;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.Outcome;
import org.chancery.keyring.Trusted;
import org.chancery.keyring.WebKeyDirectories;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;
import org.chancery.secrets.Secret;

/// The keys of lists, of their members, and whom a list trusts. Owners care for the keys of their lists and decide about changes of
/// members' keys; that a key counts at once, without proof, is only the site administrator's to say.
public final class KeyAdministration {
    private final Keyring keyring;
    private final Lists lists;
    private final KeyConcerns concerns;
    private final InstantSource clock;

    KeyAdministration(Keyring keyring, Lists lists, Members members, InstantSource clock) {
        this.keyring = keyring;
        this.lists = lists;
        this.concerns = new KeyConcerns(keyring, members);
        this.clock = clock;
    }

    /// What is to be looked after, on all lists that this caller may look after.
    public List<KeyConcerns.Concern> concerns(Caller caller) {
        return lists.all().stream().filter(list -> caller.may(Permission.MANAGE_KEYS, list)).flatMap(list -> concerns.of(list, clock.instant()).stream()).toList();
    }

    private static By by(Caller caller) {
        return new By(caller.actor(), caller.door());
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(String why) -> throw new Refused(why);
        };
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

    public ListKey revoke(Caller caller, MailingList list, ListKeyDesk.Which which) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.listKeys().revoke(list, which, by(caller)));
    }

    public ListKey importKey(Caller caller, MailingList list, byte[] file, List<Secret> passphrases) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.imports().read(list, file, passphrases, by(caller)));
    }

    /// Public: anybody may have it.
    public byte[] export(MailingList list, ListKeyDesk.Which which) {
        return done(keyring.listKeys().export(list, which));
    }

    public byte[] request(MailingList list) {
        return done(keyring.listKeys().request(list));
    }

    /// Encrypted to the owners.
    public byte[] backup(Caller caller, MailingList list) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.backup().of(list));
    }

    public List<ListKey> restore(Caller caller, MailingList list, byte[] bundle, boolean dryRun) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(dryRun ? keyring.restore().look(list, bundle) : keyring.restore().restore(list, bundle, by(caller)));
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
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.memberKeys().of(list, Addresses.require(address));
    }

    /// The key counts at once.
    public MemberKeyDesk.Handed install(Caller caller, MailingList list, String address, byte[] file) {
        caller.must(Permission.INSTALL_KEYS);
        return done(keyring.memberKeys().install(list, Addresses.require(address), file, by(caller)));
    }

    /// The key that the Web Key Directory of the address's domain has, challenged like any that is handed in. For those who have a role on the list.
    public MemberKeyDesk.Handed fetch(Caller caller, MailingList list, String address) {
        caller.must(Permission.MANAGE_KEYS, list);
        Address member = Addresses.require(address);
        WebKeyDirectories directories = keyring.directories()
                .orElseThrow(() -> new Refused("This site asks no Web Key Directories. With keys.wkd=on in the configuration it does."));
        if (!keyring.autocrypt().isMember(list, member)) {
            throw new Refused(member + " is no member of " + list.address() + ". Only members are asked to prove a key.");
        }
        return done(keyring.memberKeys().upload(list, member, done(directories.find(member)), MemberKey.Source.WKD, by(caller)));
    }

    /// The public key of a member, of the technology that is wanted or the only one there is, armoured or in PEM.
    public byte[] exportOf(Caller caller, MailingList list, String address, Optional<Technology> technology) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.memberKeys().export(list, Addresses.require(address), technology));
    }

    public List<MemberKey> revokeOf(Caller caller, MailingList list, String address, Optional<Technology> technology) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.memberKeys().revoke(list, Addresses.require(address), technology, by(caller)));
    }

    /// `now`: without the three days, for the site administrator.
    public MemberKey approve(Caller caller, MailingList list, String address, boolean now) {
        caller.must(Permission.MANAGE_KEYS, list);
        if (!now) {
            return done(keyring.memberKeys().approve(list, Addresses.require(address), by(caller)));
        }
        caller.must(Permission.INSTALL_KEYS);
        return done(keyring.memberKeys().approveNow(list, Addresses.require(address), by(caller)));
    }

    public MemberKey object(Caller caller, MailingList list, String address) {
        caller.must(Permission.MANAGE_KEYS, list);
        return done(keyring.memberKeys().object(list, Addresses.require(address), by(caller)));
    }

    /// False when it was so already.
    public boolean prefer(Caller caller, MailingList list, String address, Technology technology) {
        caller.must(Permission.MANAGE_KEYS, list);
        return keyring.memberKeys().prefer(list, Addresses.require(address), technology, by(caller));
    }
}
