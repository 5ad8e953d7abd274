package org.chancery.administration;

import java.io.Reader;
import java.io.Writer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.chancery.audit.Audit;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.subscription.Answer;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Door;
import org.chancery.subscription.Enrolment;

/// Who is on a list, in which role: one by one, and by the file.
public final class MemberAdministration {
    private final Members members;
    private final Enrolment enrolment;
    private final Audit audit;
    private final InstantSource clock;

    MemberAdministration(Members members, Enrolment enrolment, Audit audit, InstantSource clock) {
        this.members = members;
        this.enrolment = enrolment;
        this.audit = audit;
        this.clock = clock;
    }

    /// Adds one address in one role. The display name may be empty.
    public Member add(Caller caller, MailingList list, String address, String displayName, Role role, Preferences preferences) {
        caller.must(over(role), list);
        Address who = Addresses.require(address);
        RosterFile.nameFault(displayName).ifPresent(fault -> {
            throw new Refused("The name \"" + displayName + "\" cannot be used: " + fault + ".");
        });
        return members.add(new NewMember(list.id(), who, displayName, role, preferences),
                        caller.act(clock.instant(), "member.add", list.address().key(), who + " role=" + role.word()))
                .orElseThrow(() -> new Refused(who + " is " + role.word() + " of " + list.address() + " already."));
    }

    public void remove(Caller caller, MailingList list, String address, Role role) {
        caller.must(over(role), list);
        Member member = require(list, address, role);
        members.remove(list.id(), member.address(), role,
                caller.act(clock.instant(), "member.remove", list.address().key(), member.address() + " role=" + role.word()));
    }

    /// An address as a person typed it; refused with a sentence when it is none.
    public static Address address(String typed) {
        return Addresses.require(typed);
    }

    /// How somebody whom an administrator names becomes a member, or stops being one.
    public enum Manner {
        /// At once, without a word to the address.
        QUIETLY,
        /// At once, and the address is told.
        TOLD,
        /// The address is asked and nothing happens before it agrees.
        CONFIRMED,
        /// As confirmed, in the words of an invitation.
        INVITED
    }

    /// Adds or asks one member; `message` stands in an invitation. False when the address is asked: it is no member yet.
    /// Banned addresses are refused.
    public boolean enrol(Caller caller, MailingList list, NewMember member, Manner manner, String message) {
        caller.must(Permission.CHANGE_ROSTER, list);
        return enrol(caller, list, member, manner, message, true);
    }

    private boolean enrol(Caller caller, MailingList list, NewMember member, Manner manner, String message, boolean logged) {
        requireNotBanned(list, member.address());
        RosterFile.nameFault(member.displayName()).ifPresent(fault -> {
            throw new Refused("The name \"" + member.displayName() + "\" cannot be used: " + fault + ".");
        });
        org.chancery.subscription.Wish wish = wish(list, member.address()).named(member.displayName()).with(member.preferences());
        return switch (manner) {
            case QUIETLY, TOLD -> added(caller, list, wish, manner == Manner.TOLD);
            case CONFIRMED -> asked(caller, list, wish, "member.ask", logged, enrolment.subscriptions().join(wish));
            case INVITED -> asked(caller, list, wish, "member.invite", logged, enrolment.subscriptions().invite(wish, message));
        };
    }

    private void requireNotBanned(MailingList list, Address address) {
        if (enrolment.bans().isBanned(list.id(), address)) {
            throw new Refused(address + " is banned from " + list.address() + ". \"chancery ban list " + list.address() + "\" names all.");
        }
    }

    private static org.chancery.subscription.Wish wish(MailingList list, Address address) {
        return org.chancery.subscription.Wish.of(list, address, Door.CLI, Asker.ADMINISTRATOR);
    }

    private boolean added(Caller caller, MailingList list, org.chancery.subscription.Wish wish, boolean told) {
        boolean added = enrolment.subscriptions().enrol(wish, told,
                caller.act(clock.instant(), "member.add", list.address().key(), wish.address() + " role=" + Role.MEMBER.word()));
        if (!added) {
            throw new Refused(wish.address() + " is member of " + list.address() + " already.");
        }
        return true;
    }

    private boolean asked(
            Caller caller, MailingList list, org.chancery.subscription.Wish wish, String action, boolean logged, Answer answer) {
        if (answer == Answer.CLOSED) {
            throw new Refused(list.address() + " is closed and takes no members; open it with \"chancery list open\".");
        }
        if (logged) {
            audit.note(caller.act(clock.instant(), action, list.address().key(), wish.address().toString()));
        }
        return false;
    }

    /// Ends a membership, told or confirmed. False when the address is asked.
    public boolean dismiss(Caller caller, MailingList list, String address, Manner manner) {
        caller.must(Permission.CHANGE_ROSTER, list);
        Member member = require(list, address, Role.MEMBER);
        org.chancery.subscription.Wish wish = wish(list, member.address());
        return switch (manner) {
            case QUIETLY -> {
                remove(caller, list, address, Role.MEMBER);
                yield true;
            }
            case TOLD -> enrolment.subscriptions().dismiss(wish, caller.act(
                    clock.instant(), "member.remove", list.address().key(), member.address() + " role=" + Role.MEMBER.word()));
            case CONFIRMED, INVITED -> asked(caller, list, wish, "member.ask", true, enrolment.subscriptions().leave(wish));
        };
    }

    /// Streams the roster in order of address.
    public void each(MailingList list, Optional<Role> role, Consumer<Member> visitor) {
        members.each(list.id(), role, visitor);
    }

    /// Writes the roster as [#importFile] reads it. Who took it along is noted.
    public void export(Caller caller, MailingList list, Optional<Role> role, Writer csv) {
        caller.must(Permission.SEE_ROSTER, list);
        audit.note(caller.act(clock.instant(), "member.export", list.address().key(), "role=" + role.map(Role::word).orElse("all")));
        RosterExport export = new RosterExport(csv, today());
        export.head();
        members.each(list.id(), role, export::add);
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
        caller.must(over(role), list);
        Member member = require(list, address, role);
        Preferences changed = wish.over(member.preferences(), today());
        if (!changed.equals(member.preferences())) {
            members.setPreferences(member.number(), changed, caller.act(clock.instant(), "member.set", list.address().key(),
                    member.address() + " role=" + role.word() + " " + words(member.preferences()) + " -> " + words(changed)));
        }
        return members.find(member.number())
                .or(() -> members.find(list.id(), members.preferred(member.address()), role)) // it follows now, to where another was
                .orElseThrow(() -> unknown(list, member.address(), "as " + role.word()));
    }

    /// Gives all that one address is, on every list, to another address: the person's new one. Where the new address is there
    /// already, the two memberships become one.
    public Members.Moved move(Caller caller, String from, String to) {
        caller.must(Permission.MOVE_ADDRESS);
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
        caller.must(over(role), list);
        RosterFile file = new RosterFile(csv, new RosterFile.Onto(list.id(), role, preferences, named(caller, list), today()), bad);
        Members.ImportResult result = members.addAll(() -> file,
                caller.act(clock.instant(), "member.import", list.address().key(), "role=" + role.word()), progress);
        return new Imported(result.added(), result.alreadyThere(), file.badRows());
    }

    /// Does with each row of the file what [#enrol] does with one; one audit entry for all who are asked. Members are passed over,
    /// and rows in other roles than member are bad.
    public Enrolled enrolFile(
            Caller caller, MailingList list, Reader csv, Preferences preferences, Manner manner, String message, Consumer<RosterFile.BadRow> bad, LongConsumer progress) {
        caller.must(Permission.CHANGE_ROSTER, list);
        RosterFile file = new RosterFile(csv, new RosterFile.Onto(list.id(), Role.MEMBER, preferences, named(caller, list), today()), bad);
        audit.note(caller.act(clock.instant(), "member.import", list.address().key(), "manner=" + manner.name().toLowerCase(Locale.ROOT)));
        long added = 0;
        long asked = 0;
        long passedOver = 0;
        while (file.hasNext()) {
            NewMember member = file.next();
            if (member.role() != Role.MEMBER) {
                file.refuse("only members are asked or told");
            } else if (members.find(list.id(), member.address(), Role.MEMBER).isPresent()) {
                passedOver++;
            } else if (enrolment.bans().isBanned(list.id(), member.address())) {
                file.refuse(member.address() + " is banned");
            } else if (enrol(caller, list, member, manner, message, false)) {
                added++;
            } else {
                asked++;
            }
            progress.accept(added + asked + passedOver);
        }
        return new Enrolled(added, asked, passedOver, file.badRows());
    }

    /// Makes one role of the list what the file says: adds who is missing, removes who is not named.
    /// Any bad row refuses the whole, because a misspelt member must not lose the membership by it.
    public Synced sync(Caller caller, MailingList list, Reader csv, Role role, Preferences preferences, Manner joins, Manner leaves, boolean dryRun) {
        caller.must(over(role), list);
        Map<String, NewMember> wanted = read(caller, csv, list, role, preferences);
        List<Address> leaving = new ArrayList<>();
        members.each(list.id(), Optional.of(role), member -> {
            if (wanted.remove(member.address().key()) == null) {
                leaving.add(member.address());
            }
        });
        List<NewMember> joining = List.copyOf(wanted.values());
        if (joins != Manner.QUIETLY) {
            joining.forEach(member -> requireNotBanned(list, member.address()));
        }
        if (!dryRun) {
            carryOut(caller, list, role, joining, leaving, joins, leaves);
        }
        return new Synced(joining.stream().map(NewMember::address).toList(), leaving);
    }

    /// The roles that rows of a file may name.
    private static Set<Role> named(Caller caller, MailingList list) {
        return caller.may(Permission.NAME_OFFICERS, list) ? EnumSet.allOf(Role.class) : EnumSet.of(Role.MEMBER, Role.NONMEMBER, Role.POSTER);
    }

    /// Owners and moderators are named by fewer than members are.
    private static Permission over(Role role) {
        return switch (role) {
            case MEMBER, NONMEMBER, POSTER -> Permission.CHANGE_ROSTER;
            case MODERATOR, OWNER -> Permission.NAME_OFFICERS;
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Map<String, NewMember> read(Caller caller, Reader csv, MailingList list, Role role, Preferences preferences) {
        List<RosterFile.BadRow> bad = new ArrayList<>();
        Map<String, NewMember> wanted = new HashMap<>();
        RosterFile file = new RosterFile(csv, new RosterFile.Onto(list.id(), role, preferences, named(caller, list), today()), bad::add);
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

    private void carryOut(
            Caller caller, MailingList list, Role role, List<NewMember> joining, List<Address> leaving, Manner joins, Manner leaves) {
        if (joins != Manner.QUIETLY) {
            joining.forEach(member -> enrol(caller, list, member, joins, ""));
        } else if (!joining.isEmpty()) {
            members.addAll(joining, caller.act(clock.instant(), "member.sync", list.address().key(), "role=" + role.word()), _ -> {});
        }
        for (Address address : leaves == Manner.QUIETLY ? List.<Address>of() : leaving) {
            dismiss(caller, list, address.toString(), leaves);
        }
        for (Address address : leaves == Manner.QUIETLY ? leaving : List.<Address>of()) {
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

    /// Of a file: who is a member now, who was asked, who was a member already, and how many rows were left out.
    public record Enrolled(long added, long asked, long alreadyThere, long bad) {}

    public record Synced(List<Address> added, List<Address> removed) {}
}
