package org.chancery.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.chancery.administration.MemberAdministration;
import org.chancery.administration.MemberAdministration.Enrolled;
import org.chancery.administration.MemberAdministration.Imported;
import org.chancery.administration.MemberAdministration.Manner;
import org.chancery.administration.MemberAdministration.Synced;
import org.chancery.administration.MemberAdministration.Wish;
import org.chancery.administration.Refused;
import org.chancery.administration.RosterFile;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Digest;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery member`: who is on a list, in which role.
@Command(name = "member", addMethodSubcommands = false, description = "Who is on a list: members, moderators, owners, nonmembers.",
        footer = "Example: chancery member add talk@lists.example.org anna@example.org")
final class MemberCommands {
    private static final String ROLES = "member, moderator, owner, nonmember, or poster (may post without being a member).";
    private static final String DIGESTS = "none, mime or plain.";

    /// More bad rows are counted but not shown: the first tell what is wrong with a file.
    private static final long BAD_ROWS_SHOWN = 50;

    private final Invocation invocation;

    MemberCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "add", description = "Add addresses to a list.",
            footer = "Example: chancery member add talk@lists.example.org anna@example.org --role moderator")
    int add(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who is added.") List<String> addresses,
            @Option(names = "--role", defaultValue = "member", description = ROLES) Role role,
            @Option(names = "--digest", defaultValue = "none", description = DIGESTS) Digest digest,
            @Option(names = "--name", defaultValue = "", description = "Display name, for one address.") String name,
            @Mixin Manners manners) {
        if (!name.isEmpty() && addresses.size() > 1) {
            throw new Refused("A name goes with one address, not with " + addresses.size() + ".");
        }
        MailingList onto = list(list);
        if (manners.chosen() != Manner.QUIETLY) {
            manners.requireMember(role);
            return enrol(onto, addresses, name, preferences(digest), manners);
        }
        return invocation.each(addresses, address -> {
            Member member = members().add(invocation.caller(), onto, address, name, role, preferences(digest));
            return new Invocation.Done(member.address() + " is " + role.word() + " of " + onto.address() + " now.", row(member));
        });
    }

    @Command(name = "invite", description = {
            "Invite addresses to a list: each becomes a member when it answers the mail.",
            "One confirmation mail goes to an address per day; further ones wait for the next."},
            footer = "Example: chancery member invite talk@lists.example.org anna@example.org --message \"Join us\"")
    int invite(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who is invited.") List<String> addresses,
            @Option(names = "--digest", defaultValue = "none", description = DIGESTS) Digest digest,
            @Option(names = "--message", defaultValue = "", description = "A few words that stand in the invitation.") String message) {
        return enrol(list(list), addresses, "", preferences(digest), Manners.invitation(message));
    }

    private int enrol(MailingList onto, List<String> addresses, String name, Preferences preferences, Manners manners) {
        return invocation.each(addresses, address -> {
            boolean added = members().enrol(invocation.caller(), onto, newMember(onto, address, name, preferences), manners.chosen(), manners.message);
            return new Invocation.Done(
                    added ? address + " is member of " + onto.address() + " now." : address + " is asked whether to join " + onto.address() + ".",
                    Row.of("address", address, "state", added ? "member" : "asked"));
        });
    }

    private NewMember newMember(MailingList onto, String address, String name, Preferences preferences) {
        return new NewMember(onto.id(), MemberAdministration.address(address), name, Role.MEMBER, preferences);
    }

    @Command(name = "remove", description = "Take addresses off a list.",
            footer = "Example: chancery member remove talk@lists.example.org anna@example.org")
    int remove(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who is removed.") List<String> addresses,
            @Option(names = "--role", defaultValue = "member", description = ROLES) Role role,
            @Option(names = "--confirm", description = "Ask the address; it leaves when it answers.") boolean confirm,
            @Option(names = "--goodbye", description = "Tell the address that it is removed.") boolean goodbye) {
        MailingList from = list(list);
        if (confirm || goodbye) {
            Manners.requireMember(role, confirm ? "--confirm" : "--goodbye");
            return dismiss(from, addresses, confirm ? Manner.CONFIRMED : Manner.TOLD);
        }
        return invocation.each(addresses, address -> {
            members().remove(invocation.caller(), from, address, role);
            return new Invocation.Done(address + " is " + role.word() + " of " + from.address() + " no more.",
                    Row.of("address", address, "role", role));
        });
    }

    private int dismiss(MailingList from, List<String> addresses, Manner manner) {
        return invocation.each(addresses, address -> {
            boolean gone = members().dismiss(invocation.caller(), from, address, manner);
            return new Invocation.Done(
                    gone ? address + " is member of " + from.address() + " no more." : address + " is asked whether to leave " + from.address() + ".",
                    Row.of("address", address, "state", gone ? "removed" : "asked"));
        });
    }

    @Command(name = "list", description = "List the people of a list, in order of address.",
            footer = "Example: chancery member list talk@lists.example.org --role owner")
    int list(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Option(names = "--role", description = "Only this role: " + ROLES) @Nullable Role role,
            @Option(names = "--without-key", description = "Only those to whom the list would encrypt, and for whom it has no usable key.") boolean withoutKey) {
        MailingList of = list(list);
        Predicate<Address> wanted = withoutKey ? invocation.administration().keys().waiting(invocation.caller(), of) : _ -> true;
        invocation.printer().table("Nobody.", table -> members().each(of, Optional.ofNullable(role), member -> {
            if (wanted.test(member.address())) {
                table.add(row(member));
            }
        }));
        return ExitCode.DONE;
    }

    @Command(name = "export", description = {
            "Write the people of a list as comma-separated values (RFC 4180), with all they chose, as import and sync read them.",
            "Without --role everybody in every role."},
            footer = "Example: chancery member export talk@lists.example.org members.csv")
    int export(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The file; default stdout.") OutputFile file,
            @Option(names = "--role", description = "Only this role: " + ROLES) @Nullable Role role) throws IOException {
        MailingList of = list(list);
        file.write(out -> {
            Writer csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            members().export(invocation.caller(), of, Optional.ofNullable(role), csv);
            csv.flush();
        });
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Show all that an address is on a list.",
            footer = "Example: chancery member show talk@lists.example.org anna@example.org")
    int show(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "ADDRESS", description = "Whom to show.") String address) {
        List<Member> found = members().show(list(list), address);
        invocation.printer().table("", table -> found.forEach(member -> table.add(row(member))));
        return ExitCode.DONE;
    }

    @Command(name = "set", description = "Change what a member chose.",
            footer = "Example: chancery member set talk@lists.example.org anna@example.org --delivery off")
    int set(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String address,
            @Option(names = "--role", defaultValue = "member", description = "In which role: " + ROLES) Role role,
            @Option(names = "--delivery", paramLabel = "on|off", description = "Posts are sent, or not.") @Nullable String delivery,
            @Option(names = "--stopped-by", description = "With --delivery off: member, moderator, bounces or key.") @Nullable StoppedBy stoppedBy,
            @Option(names = "--digest", paramLabel = "KIND", description = DIGESTS) @Nullable String digest,
            @Option(names = "--vacation", paramLabel = "DAY|none", description = "Nothing is sent before that day, such as 2027-01-07.") @Nullable String vacation,
            @Option(names = "--own-posts", paramLabel = "on|off", description = "A copy of the member's own posts.") @Nullable String ownPosts,
            @Option(names = "--duplicates", paramLabel = "on|off", description = "The list's copy also when To or Cc names the member.") @Nullable String duplicates,
            @Option(names = "--moderated", paramLabel = "on|off", description = "Posts of this member wait for moderators.")
                    @Nullable Switch moderated,
            @Option(names = "--hidden", paramLabel = "on|off", description = "Not shown to other members.") @Nullable String hidden,
            @Option(names = "--language", paramLabel = "TAG|none", description = "Of the mails we write to the member: en, de, fr, es or ja.") @Nullable String language,
            @Option(names = "--topics", paramLabel = "TOPICS", description = "+NAME to follow, -NAME to mute; none: every post.") @Nullable String topics,
            @Option(names = "--preferred", paramLabel = "on|off", description = "The membership goes along when the person prefers another address.")
                    @Nullable String preferred) {
        Map<Choice, String> choices = new EnumMap<>(Choice.class);
        put(choices, Choice.DELIVERY, delivery);
        put(choices, Choice.DIGEST, digest);
        put(choices, Choice.VACATION, vacation);
        put(choices, Choice.OWN_POSTS, ownPosts);
        put(choices, Choice.DUPLICATES, duplicates);
        put(choices, Choice.HIDDEN, hidden);
        put(choices, Choice.LANGUAGE, language);
        put(choices, Choice.TOPICS, topics);
        put(choices, Choice.PREFERRED, preferred);
        Wish wish = new Wish(choices, Switch.wish(moderated), Optional.ofNullable(stoppedBy).map(by -> by.state));
        Member member = members().set(invocation.caller(), list(list), address, role, wish);
        return invocation.done(member.address() + " is changed.", row(member));
    }

    private static void put(Map<Choice, String> choices, Choice choice, @Nullable String value) {
        if (value != null) {
            choices.put(choice, value);
        }
    }

    /// `on` or `off`.
    enum Switch {
        ON,
        OFF;

        static Optional<Boolean> wish(@Nullable Switch value) {
            return Optional.ofNullable(value).map(v -> v == ON);
        }
    }

    /// Who turned delivery off.
    enum StoppedBy {
        MEMBER(Member.Delivery.OFF_BY_MEMBER),
        MODERATOR(Member.Delivery.OFF_BY_MODERATOR),
        BOUNCES(Member.Delivery.OFF_BY_BOUNCES),
        KEY(Member.Delivery.OFF_WITHOUT_KEY);

        private final Member.Delivery state;

        StoppedBy(Member.Delivery state) {
            this.state = state;
        }
    }

    @Command(name = "move", description = {
            "Give all that one address is, on every list, to a person's new address.",
            "Where the new address is there already, the two memberships become one."},
            footer = "Example: chancery member move anna@old.example anna@new.example")
    int move(
            @Parameters(paramLabel = "OLD", description = "The address until now.") String old,
            @Parameters(paramLabel = "NEW", description = "The address from now on.") String wanted) {
        Members.Moved moved = members().move(invocation.caller(), old, wanted);
        return invocation.done(Printer.number(moved.moved(), "membership", "memberships") + " moved from " + old + " to " + wanted
                        + (moved.merged() > 0 ? ", " + moved.merged() + " merged with what was there." : "."),
                Row.of("old", old, "new", wanted, "moved", moved.moved(), "merged", moved.merged()));
    }

    @Command(name = "import", description = {
            "Add everybody in a file of comma-separated values (RFC 4180) whose first line names the columns.",
            "Column address is needed; name, role, delivery, digest, vacation, own-posts, duplicates, hidden, language, topics, preferred, moderated and stopped-by may be there. Bad rows are told and left out."},
            footer = "Example: chancery member import talk@lists.example.org members.csv")
    int importFile(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "FILE", description = "The file; - is stdin.") InputFile file,
            @Option(names = "--role", defaultValue = "member", description = "For rows that name none: " + ROLES) Role role,
            @Option(names = "--digest", defaultValue = "none", description = "For rows that name none: " + DIGESTS) Digest digest,
            @Mixin Manners manners)
            throws IOException {
        MailingList onto = list(list);
        if (manners.chosen() != Manner.QUIETLY) {
            manners.requireMember(role);
            return enrolFile(onto, file, preferences(digest), manners);
        }
        Imported imported;
        try (Reader csv = file.reader(); Progress progress = new Progress(invocation, "rows read")) {
            imported = members().importFile(invocation.caller(), onto, csv, role, preferences(digest), new BadRows(), progress);
        }
        return invocation.done(
                Printer.number(imported.added(), "address", "addresses") + " added to " + onto.address() + ", "
                        + Printer.number(imported.alreadyThere(), "was", "were") + " there already, "
                        + Printer.number(imported.bad(), "bad row", "bad rows") + " left out.",
                Row.of("added", imported.added(), "alreadyThere", imported.alreadyThere(), "bad", imported.bad()));
    }

    private int enrolFile(MailingList onto, InputFile file, Preferences preferences, Manners manners) throws IOException {
        Enrolled enrolled;
        try (Reader csv = file.reader(); Progress progress = new Progress(invocation, "rows read")) {
            enrolled = members().enrolFile(invocation.caller(), onto, csv, preferences, manners.chosen(), manners.message, new BadRows(), progress);
        }
        return invocation.done(
                Printer.number(enrolled.added(), "address", "addresses") + " added to " + onto.address() + ", " + enrolled.asked() + " asked, "
                        + Printer.number(enrolled.alreadyThere(), "was", "were") + " there already, "
                        + Printer.number(enrolled.bad(), "bad row", "bad rows") + " left out.",
                Row.of("added", enrolled.added(), "asked", enrolled.asked(), "alreadyThere", enrolled.alreadyThere(), "bad", enrolled.bad()));
    }

    /// Tells the first bad rows on stderr.
    private final class BadRows implements Consumer<RosterFile.BadRow> {
        private long count;

        @Override
        public void accept(RosterFile.BadRow row) {
            if (++count <= BAD_ROWS_SHOWN) {
                invocation.printer().warn(row.toString());
            } else if (count == BAD_ROWS_SHOWN + 1) {
                invocation.printer().warn("more bad rows are counted, not shown");
            }
        }
    }

    @Command(name = "sync", description = {
            "Make one role of a list what the file says: add who is missing, remove who is not named.",
            "The file is as for import; any bad row refuses the whole."},
            footer = "Example: chancery member sync talk@lists.example.org members.csv --dry-run")
    int sync(
            @Parameters(paramLabel = "LIST", description = "The list.") String list,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The file; default stdin.") InputFile file,
            @Option(names = "--role", defaultValue = "member", description = ROLES) Role role,
            @Option(names = "--digest", defaultValue = "none", description = "For those added: " + DIGESTS) Digest digest,
            @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun,
            @Option(names = "--goodbye", description = "Tell those who are removed.") boolean goodbye,
            @Mixin Manners manners) throws IOException {
        if (manners.chosen() != Manner.QUIETLY || goodbye) {
            manners.requireMember(role);
        }
        MailingList of = list(list);
        Synced synced;
        try (Reader csv = file.reader()) {
            synced = members().sync(invocation.caller(), of, csv, role, preferences(digest), manners.chosen(), goodbye ? Manner.TOLD : Manner.QUIETLY, dryRun);
        }
        if (!invocation.printer().isJson()) {
            synced.added().forEach(address -> invocation.done("+ " + address, Row.of()));
            synced.removed().forEach(address -> invocation.done("- " + address, Row.of()));
        }
        return invocation.done(Printer.number(synced.added().size(), "address", "addresses") + (dryRun ? " would be added, " : " added, ")
                        + synced.removed().size() + (dryRun ? " would be removed." : " removed."),
                Row.of("added", synced.added(), "removed", synced.removed(), "dryRun", dryRun));
    }

    private static Preferences preferences(Digest digest) {
        return new Preferences(true, digest, false, false);
    }

    private MailingList list(String address) {
        return invocation.administration().lists().require(address);
    }

    private MemberAdministration members() {
        return invocation.administration().members();
    }

    private static Row row(Member member) {
        Preferences chosen = member.preferences();
        return Row.of("address", member.address(), "name", member.displayName(), "role", member.role(), "delivery", chosen.delivery(),
                "state", chosen.state(), "digest", chosen.digest(), "vacation", chosen.away().map(Object::toString), "ownPosts", chosen.ownPosts(),
                "duplicates", chosen.duplicates(), "moderated", chosen.moderated(), "hidden", chosen.hidden(),
                "language", chosen.language(), "topics", chosen.topics().toString(), "preferred", chosen.followsPreferred(), "since", member.since());
    }
}
