package org.chancery.administration;

import java.io.Reader;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;

/// Who is on a list, in which role: one by one, and by the file.
public final class MemberAdministration {
    private final Members members;
    private final InstantSource clock;

    MemberAdministration(Members members, InstantSource clock) {
        this.members = members;
        this.clock = clock;
    }

    /// Adds one address in one role. The display name may be empty.
    public Member add(Caller caller, MailingList list, String address, String displayName, Role role, Preferences preferences) {
        Address who = Addresses.require(address);
        RosterFile.nameFault(displayName).ifPresent(fault -> {
            throw new Refused("The name \"" + displayName + "\" cannot be used: " + fault + ".");
        });
        return members.add(new NewMember(list.id(), who, displayName, role, preferences),
                        caller.act(clock.instant(), "member.add", list.address().key(), who + " role=" + role.word()))
                .orElseThrow(() -> new Refused(who + " is " + role.word() + " of " + list.address() + " already."));
    }

    public void remove(Caller caller, MailingList list, String address, Role role) {
        Member member = require(list, address, role);
        members.remove(list.id(), member.address(), role,
                caller.act(clock.instant(), "member.remove", list.address().key(), member.address() + " role=" + role.word()));
    }

    /// Streams the roster in order of address.
    public void each(MailingList list, Optional<Role> role, Consumer<Member> visitor) {
        members.each(list.id(), role, visitor);
    }

    public long count(MailingList list, Role role) {
        return members.count(list.id(), role);
    }

    /// All that one address is on one list; at least one.
    public List<Member> show(MailingList list, String address) {
        Address who = Addresses.require(address);
        List<Member> found = new ArrayList<>();
        for (Role role : Role.values()) {
            members.find(list.id(), who, role).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw unknown(list, who, "in any role");
        }
        return found;
    }

    /// Changes what the member chose; the parts of `wish` that are empty stay.
    public Member set(Caller caller, MailingList list, String address, Role role, Wish wish) {
        Member member = require(list, address, role);
        Preferences changed = wish.over(member.preferences(), today());
        if (!changed.equals(member.preferences())) {
            members.setPreferences(member.number(), changed, caller.act(clock.instant(), "member.set", list.address().key(),
                    member.address() + " role=" + role.word() + " " + words(member.preferences()) + " -> " + words(changed)));
        }
        return require(list, address, role);
    }

    /// Gives all that one address is, on every list, to another address: the person's new one. Where the new address is there
    /// already, the two memberships become one.
    public Members.Moved move(Caller caller, String from, String to) {
        Address old = Addresses.require(from);
        Address wanted = Addresses.require(to);
        if (old.equals(wanted)) {
            throw new Refused(old + " and " + wanted + " are the same address.");
        }
        Members.Moved moved = members.move(old, wanted, caller.act(clock.instant(), "member.move", old.key(), "to=" + wanted.key()));
        if (moved.moved() + moved.merged() == 0) {
            throw new Refused(old + " is on no list.");
        }
        return moved;
    }

    /// Adds everybody in the file. Bad rows are told to `bad` and left out, the good ones enter. Rows that name no role
    /// take `role`, and what they leave open is taken from `preferences`.
    public Imported importFile(
            Caller caller, MailingList list, Reader csv, Role role, Preferences preferences, Consumer<RosterFile.BadRow> bad, LongConsumer progress) {
        RosterFile file = new RosterFile(csv, new RosterFile.Onto(list.id(), role, preferences, today()), bad);
        Members.ImportResult result = members.addAll(() -> file,
                caller.act(clock.instant(), "member.import", list.address().key(), "role=" + role.word()), progress);
        return new Imported(result.added(), result.alreadyThere(), file.badRows());
    }

    /// Makes one role of the list what the file says: adds who is missing, removes who is not named.
    /// Any bad row refuses the whole, because a misspelt member must not lose the membership by it.
    public Synced sync(Caller caller, MailingList list, Reader csv, Role role, Preferences preferences, boolean dryRun) {
        Map<String, NewMember> wanted = read(csv, list, role, preferences);
        List<Address> leaving = new ArrayList<>();
        members.each(list.id(), Optional.of(role), member -> {
            if (wanted.remove(member.address().key()) == null) {
                leaving.add(member.address());
            }
        });
        List<NewMember> joining = List.copyOf(wanted.values());
        if (!dryRun) {
            carryOut(caller, list, role, joining, leaving);
        }
        return new Synced(joining.stream().map(NewMember::address).toList(), leaving);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Map<String, NewMember> read(Reader csv, MailingList list, Role role, Preferences preferences) {
        List<RosterFile.BadRow> bad = new ArrayList<>();
        Map<String, NewMember> wanted = new HashMap<>();
        RosterFile file = new RosterFile(csv, new RosterFile.Onto(list.id(), role, preferences, today()), bad::add);
        file.forEachRemaining(member -> {
            if (member.role() == role) {
                wanted.put(member.address().key(), member);
            }
        });
        if (!bad.isEmpty()) {
            throw new Refused("Nothing was changed, because the file has " + bad.size() + " bad rows; the first: " + bad.getFirst());
        }
        if (wanted.isEmpty()) {
            throw new Refused("Nothing was changed, because the file names nobody as " + role.word()
                    + ", and that would remove everybody.");
        }
        return wanted;
    }

    private void carryOut(Caller caller, MailingList list, Role role, List<NewMember> joining, List<Address> leaving) {
        if (!joining.isEmpty()) {
            members.addAll(joining, caller.act(clock.instant(), "member.sync", list.address().key(), "role=" + role.word()), _ -> {});
        }
        for (Address address : leaving) {
            members.remove(list.id(), address, role,
                    caller.act(clock.instant(), "member.remove", list.address().key(), address + " role=" + role.word() + " by sync"));
        }
    }

    private Member require(MailingList list, String address, Role role) {
        Address who = Addresses.require(address);
        return members.find(list.id(), who, role).orElseThrow(() -> unknown(list, who, "as " + role.word()));
    }

    private static Refused unknown(MailingList list, Address who, String how) {
        return new Refused(who + " is not on " + list.address() + " " + how + ". \"chancery member list " + list.address() + "\" names all.");
    }

    static String words(Preferences preferences) {
        return Arrays.stream(Choice.values()).map(choice -> choice.word() + "=" + choice.value(preferences)).collect(Collectors.joining(" "))
                + " moderated=" + preferences.moderated() + (preferences.delivery() ? "" : " state=" + Words.of(preferences.state()));
    }

    /// What is to become of the preferences of a member; what it does not name stays. `stoppedBy` says who turned delivery off.
    public record Wish(Map<Choice, String> choices, Optional<Boolean> moderated, Optional<Member.Delivery> stoppedBy) {
        public Wish {
            choices = Map.copyOf(choices);
        }

        Preferences over(Preferences now, LocalDate today) {
            Preferences changed = now;
            for (Map.Entry<Choice, String> choice : choices.entrySet()) {
                changed = switch (choice.getKey().in(changed, choice.getValue(), today)) {
                    case Parsed.Value<Preferences>(Preferences value) -> value;
                    case Parsed.Malformed<Preferences>(int _, String why) ->
                        throw new Refused(choice.getKey().word() + " cannot be \"" + choice.getValue() + "\": " + why + ".");
                };
            }
            changed = moderated.map(changed::moderated).orElse(changed);
            return stoppedBy.isPresent() && !changed.delivery() ? changed.state(stoppedBy.get()) : changed;
        }
    }

    public record Imported(long added, long alreadyThere, long bad) {}

    public record Synced(List<Address> added, List<Address> removed) {}
}
