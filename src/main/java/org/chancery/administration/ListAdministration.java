package org.chancery.administration;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.By;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.Technology;

/// Lists from their making to their end, and their settings.
public final class ListAdministration {
    private final Lists lists;
    private final ListKeyDesk keys;
    private final InstantSource clock;

    ListAdministration(Lists lists, ListKeyDesk keys, InstantSource clock) {
        this.lists = lists;
        this.keys = keys;
        this.clock = clock;
    }

    /// All lists, by address.
    public List<MailingList> all() {
        return lists.all();
    }

    /// The list with this address, in whatever case it is written.
    public MailingList require(String address) {
        return lists.find(Addresses.require(address)).orElseThrow(() -> new Refused(
                "There is no list " + address + ". \"chancery list show\" names all lists, \"chancery list create " + address + "\" makes it."));
    }

    /// Makes a list in one of the shipped styles.
    public MailingList create(Caller caller, String text, String styleName) {
        Address address = newAddress(text);
        caller.must(Permission.CREATE_LIST, address.domain());
        Styles.Style style = Styles.require(styleName);
        MailingList list = lists.create(address, style.name(), style.settings(), style.policy(),
                        caller.act(clock.instant(), "list.create", address.key(), "style=" + style.name()))
                .orElseThrow(() -> taken(address));
        equip(caller, list, style.settings());
        return list;
    }

    /// A list that is to open or to sign with OpenPGP gets a key at once, so that it never stands there unable. For S/MIME an authority has
    /// to be asked first.
    void equip(Caller caller, MailingList list, Settings settings) {
        ProtectionPolicy.Side gpg = ProtectionPolicy.of(settings).gpg();
        boolean isWanted = gpg.postEncrypt().isAny() || gpg.distribSign();
        if (isWanted && keys.all(list).stream().noneMatch(key -> key.technology() == Technology.OPENPGP)) {
            KeyAdministration.done(keys.generate(list, ListKeyDesk.Kind.ED25519, new By(caller.actor(), caller.door())));
        }
    }

    /// Sets several settings at once, or none: one wrong key or value refuses all. Returns what changed.
    public List<Change> set(Caller caller, MailingList list, Map<String, String> values) {
        caller.must(Permission.SET_LIST, list);
        while (true) {
            // As they are now: what somebody else has set since the caller looked must stay.
            Settings before = lists.find(list.id()).map(MailingList::settings).orElseThrow(() -> new Refused("The list " + list.address() + " is gone."));
            Settings after = with(before, values);
            List<Change> changes = changes(before, after);
            if (changes.isEmpty()) {
                return changes;
            }
            if (lists.saveSettings(list.id(), before, after, caller.act(clock.instant(), "list.set", list.address().key(), Change.inOneLine(changes)))) {
                equip(caller, list, after);
                return changes;
            }
        }
    }

    private static Settings with(Settings before, Map<String, String> values) {
        Settings settings = before;
        for (Map.Entry<String, String> value : values.entrySet()) {
            settings = with(settings, value.getKey(), value.getValue());
        }
        mustStand(settings);
        return settings;
    }

    static Settings with(Settings settings, String key, String value) {
        Setting setting = Setting.ofKey(key).orElseThrow(() -> new Refused("There is no setting \"" + key + "\". The settings are: "
                + String.join(", ", List.of(Setting.values()).stream().map(Setting::key).toList()) + "."));
        setting.kind().fault(value).ifPresent(fault -> {
            throw new Refused(setting.key() + " cannot be \"" + value + "\": " + fault + ".");
        });
        return settings.with(setting, value);
    }

    /// Settings are refused together where each alone could be.
    static void mustStand(Settings settings) {
        settings.fault().ifPresent(fault -> {
            throw new Refused("These settings cannot stand together: " + fault + ".");
        });
    }

    static List<Change> changes(Settings before, Settings after) {
        return List.of(Setting.values()).stream()
                .filter(setting -> !before.text(setting).equals(after.text(setting)))
                .map(setting -> new Change(setting.key(), before.text(setting), after.text(setting)))
                .toList();
    }

    /// Stops posts and joining; everything is kept.
    public void close(Caller caller, MailingList list) {
        caller.must(Permission.SET_LIST, list);
        state(caller, list, MailingList.State.CLOSED, "list.close", "is closed already");
    }

    public void open(Caller caller, MailingList list) {
        caller.must(Permission.SET_LIST, list);
        state(caller, list, MailingList.State.OPEN, "list.open", "is open already");
    }

    private void state(Caller caller, MailingList list, MailingList.State state, String action, String already) {
        if (list.state() == state || !lists.setState(list.id(), state, caller.act(clock.instant(), action, list.address().key(), ""))) {
            throw new Refused("The list " + list.address() + " " + already + ".");
        }
    }

    /// Members, settings and policy stay; the old address is free at once and its mail refused.
    public Address rename(Caller caller, MailingList list, String text) {
        caller.must(Permission.RENAME_LIST, list);
        Address address = newAddress(text);
        if (!lists.rename(list.id(), address, caller.act(clock.instant(), "list.rename", list.address().key(), "to=" + address.key()))) {
            throw taken(address);
        }
        return address;
    }

    /// Ends the list with its members, settings and held posts.
    public void delete(Caller caller, MailingList list) {
        caller.must(Permission.DELETE_LIST, list);
        if (!lists.delete(list.id(), caller.act(clock.instant(), "list.delete", list.address().key(), "style=" + list.style()))) {
            throw new Refused("The list " + list.address() + " is gone already.");
        }
    }

    Optional<MailingList> find(Address address) {
        return lists.find(address);
    }

    /// An address that a new list could have now.
    Address free(String text) {
        Address address = newAddress(text);
        lists.find(address).ifPresent(there -> {
            throw taken(address);
        });
        return address;
    }

    private Address newAddress(String text) {
        Address address = switch (ListAddress.parse(text)) {
            case Parsed.Value<Address>(Address value) -> value;
            case Parsed.Malformed<Address>(int at, String why) ->
                throw new Refused("\"" + text + "\" cannot be the address of a list: " + why + (at > 0 ? " (at character " + (at + 1) + ")." : "."));
        };
        if (!lists.domains().contains(address.domain())) {
            throw new Refused(DomainAdministration.unknown(address.domain(), lists));
        }
        return address;
    }

    private static Refused taken(Address address) {
        return new Refused("The address " + address + " is taken by another list. \"chancery list show " + address + "\" shows it.");
    }

    /// Every setting with its value, in the order of the table.
    public static Map<Setting, String> values(Settings settings) {
        Map<Setting, String> values = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            values.put(setting, settings.text(setting));
        }
        return values;
    }
}
