package org.chancery.administration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.list.Choice;
import org.chancery.list.Member;
import org.chancery.list.Member.Delivery;

/// Writes people of a list as [RosterFile] reads them (RFC 4180, CRLF), row by row, so that a roster may be of any size.
/// A vacation that is over is none. A field that a spreadsheet would take for a formula begins with a blank, which reading
/// removes: names are chosen by strangers.
///
/// Example: `address,name,role,…` then `anna@example.org,"Adams, Anna",member,…`.
final class RosterExport {
    private static final String FORMULA = "=+-@";
    private static final List<String> BEFORE = List.of("address", "name", "role");
    private static final List<String> AFTER = List.of("moderated", RosterFile.STOPPED_BY);

    private final Writer out;
    private final LocalDate today;

    RosterExport(Writer out, LocalDate today) {
        this.out = out;
        this.today = today;
    }

    void head() {
        write(Stream.of(BEFORE.stream(), Arrays.stream(Choice.values()).map(Choice::word), AFTER.stream()).flatMap(names -> names).toList());
    }

    void add(Member member) {
        List<String> fields = new ArrayList<>(List.of(member.address().toString(), member.displayName(), member.role().word()));
        for (Choice choice : Choice.values()) {
            fields.add(value(choice, member.preferences()));
        }
        fields.add(member.preferences().moderated() ? "on" : "off");
        fields.add(stoppedBy(member.preferences().state()));
        write(fields);
    }

    private String value(Choice choice, Member.Preferences preferences) {
        boolean over = choice == Choice.VACATION && preferences.away().filter(day -> !day.isAfter(today)).isPresent();
        return over ? "none" : choice.value(preferences);
    }

    private static String stoppedBy(Delivery state) {
        return switch (state) {
            case ON -> "";
            case OFF_BY_MEMBER, OFF_BY_MODERATOR, OFF_BY_BOUNCES -> state.name().substring("OFF_BY_".length()).toLowerCase(Locale.ROOT);
            case OFF_WITHOUT_KEY -> "key";
        };
    }

    private void write(List<String> fields) {
        try {
            out.write(fields.stream().map(RosterExport::field).collect(Collectors.joining(",", "", "\r\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(String value) {
        String harmless = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? " " + value : value;
        boolean plain = harmless.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? harmless : "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
