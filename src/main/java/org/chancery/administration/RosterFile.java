package org.chancery.administration;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.chancery.list.Choice;
import org.chancery.list.ListId;
import org.chancery.list.Member.Delivery;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.jspecify.annotations.Nullable;

/// Reads members from a file of comma-separated values (RFC 4180) with a header line. The column `address` must be
/// there; `name`, `role`, `moderated` and each word of [Choice] (`digest`, `vacation`) may be; others are passed over. Rows that cannot be used are told
/// with their line and left out. Read once, row by row, so that the file may be of any size.
///
/// Example: `address,name` then `anna@example.org,"Adams, Anna"`.
public final class RosterFile implements Iterator<NewMember> {
    /// The column that says who turned delivery off: member, moderator, bounces, or the want of a key.
    static final String STOPPED_BY = "stopped-by";
    private static final int MAX_NAME = 200; // as one line of a setting

    private final CsvReader csv;
    private final Onto onto;
    private final Consumer<BadRow> bad;
    private final List<String> columns;
    private long badRows;
    private @Nullable NewMember upcoming;

    RosterFile(Reader in, Onto onto, Consumer<BadRow> bad) {
        this.csv = new CsvReader(in);
        this.onto = onto;
        this.bad = bad;
        this.columns = header();
    }

    /// The list the file is for, what rows that leave it open are taken to say, the roles that rows may name besides, and the
    /// site's day in UTC.
    record Onto(ListId list, Role role, Preferences preferences, Set<Role> others, LocalDate today) {}

    /// A row that was left out: its line, from 1, and why.
    public record BadRow(long line, String why) {
        @Override
        public String toString() {
            return "line " + line + ": " + why;
        }
    }

    /// The row last read cannot be used after all.
    void refuse(String why) {
        leaveOut(why);
    }

    long badRows() {
        return badRows;
    }

    @Override
    public boolean hasNext() {
        while (upcoming == null) {
            Optional<Parsed<List<String>>> row = nextRow();
            if (row.isEmpty()) {
                return false;
            }
            switch (member(row.get())) {
                case Parsed.Value<NewMember>(NewMember member) -> upcoming = member;
                case Parsed.Malformed<NewMember>(int _, String why) -> leaveOut(why);
            }
        }
        return true;
    }

    @Override
    public NewMember next() {
        NewMember member = hasNext() ? upcoming : null;
        if (member == null) {
            throw new NoSuchElementException();
        }
        upcoming = null;
        return member;
    }

    private List<String> header() {
        Parsed<List<String>> first = nextRow().orElseThrow(() ->
                new Refused("The file is empty. Its first line must name the columns; \"address\" must be among them."));
        List<String> names = first.toOptional().orElse(List.of()).stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        if (!names.contains("address")) {
            throw new Refused("The first line of the file must name the columns, and \"address\" is not among them.");
        }
        return names;
    }

    private Optional<Parsed<List<String>>> nextRow() {
        try {
            return csv.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void leaveOut(String why) {
        badRows++;
        bad.accept(new BadRow(csv.line(), why));
    }

    private Parsed<NewMember> member(Parsed<List<String>> row) {
        return switch (row) {
            case Parsed.Value<List<String>>(List<String> fields) -> member(fields);
            case Parsed.Malformed<List<String>> fault -> fault.as();
        };
    }

    private Parsed<NewMember> member(List<String> fields) {
        String name = field(fields, "name");
        Optional<String> nameFault = nameFault(name);
        if (nameFault.isPresent()) {
            return Parsed.malformed(0, nameFault.get());
        }
        Optional<Role> role = field(fields, "role").isEmpty() ? Optional.of(onto.role()) : Role.ofWord(field(fields, "role"));
        if (role.isEmpty()) {
            return Parsed.malformed(0, "role must be member, moderator, owner, nonmember or poster");
        }
        if (role.get() != onto.role() && !onto.others().contains(role.get())) {
            return Parsed.malformed(0, "the role " + role.get().word() + " is not yours to give");
        }
        return switch (preferences(fields)) {
            case Parsed.Malformed<Preferences> fault -> fault.as();
            case Parsed.Value<Preferences>(Preferences chosen) -> address(field(fields, "address"))
                    .map(address -> new NewMember(onto.list(), address, name, role.get(), chosen));
        };
    }

    private static Parsed<Address> address(String text) {
        return switch (Addresses.parse(text)) {
            case Parsed.Value<Address> address -> address;
            case Parsed.Malformed<Address>(int at, String why) -> Parsed.malformed(at, Addresses.sentence(text, at, why));
        };
    }

    private Parsed<Preferences> preferences(List<String> fields) {
        Parsed<Preferences> chosen = moderated(field(fields, "moderated").toLowerCase(Locale.ROOT));
        for (int column = 0; column < Math.min(columns.size(), fields.size()); column++) {
            Optional<Choice> choice = Choice.ofWord(columns.get(column));
            String value = fields.get(column).strip();
            if (choice.isPresent() && !value.isEmpty() && chosen instanceof Parsed.Value<Preferences>(Preferences before)) {
                chosen = named(choice.get(), choice.get().in(before, value, onto.today()));
            }
        }
        return chosen instanceof Parsed.Value<Preferences>(Preferences read) ? stopped(read, field(fields, STOPPED_BY).toLowerCase(Locale.ROOT)) : chosen;
    }

    /// Says more of a delivery that is off, and nothing of one that is on.
    private static Parsed<Preferences> stopped(Preferences read, String by) {
        if (by.isEmpty() || read.delivery()) {
            return Parsed.of(read);
        }
        return switch (by) {
            case "member" -> Parsed.of(read.state(Delivery.OFF_BY_MEMBER));
            case "moderator" -> Parsed.of(read.state(Delivery.OFF_BY_MODERATOR));
            case "bounces" -> Parsed.of(read.state(Delivery.OFF_BY_BOUNCES));
            case "key" -> Parsed.of(read.state(Delivery.OFF_WITHOUT_KEY));
            default -> Parsed.malformed(0, STOPPED_BY + ": expected member, moderator, bounces or key");
        };
    }

    private Parsed<Preferences> moderated(String word) {
        return switch (word) {
            case "" -> Parsed.of(onto.preferences());
            case "on", "true", "yes" -> Parsed.of(onto.preferences().moderated(true));
            case "off", "false", "no" -> Parsed.of(onto.preferences().moderated(false));
            default -> Parsed.malformed(0, "moderated: expected on or off");
        };
    }

    private static Parsed<Preferences> named(Choice choice, Parsed<Preferences> read) {
        return switch (read) {
            case Parsed.Value<Preferences> value -> value;
            case Parsed.Malformed<Preferences>(int at, String why) -> Parsed.malformed(at, choice.word() + ": " + why);
        };
    }

    private String field(List<String> fields, String column) {
        int index = columns.indexOf(column);
        return index >= 0 && index < fields.size() ? fields.get(index).strip() : "";
    }

    /// A display name that could break a header line or fool a reader is refused.
    static Optional<String> nameFault(String name) {
        if (name.length() > MAX_NAME) {
            return Optional.of("a name of more than " + MAX_NAME + " characters");
        }
        return name.codePoints().anyMatch(RosterFile::isUnprintable) ? Optional.of("a name with control characters") : Optional.empty();
    }

    private static boolean isUnprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
