package org.chancery.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// One line of the setting `header_patterns`: posts with such a header field, in their own header or in that of any part,
/// are held, rejected or discarded. The field `*` stands for every field. Values are matched decoded (RFC 2047).
///
/// Refused are a line of another form, a field name that is none (RFC 5322 section 2.2), a pattern that [LinearPattern]
/// refuses, and more than 50 lines. Empty lines and those that begin with `#` say nothing.
///
/// Example: `Subject: ^\[advert\] -> discard`.
public record HeaderPattern(String field, LinearPattern pattern, Action action) {
    /// Each is matched against the whole header of each post.
    public static final int MAX_LINES = 50;
    private static final String ARROW = "->";

    /// What becomes of a post that matches.
    public enum Action {
        HOLD,
        REJECT,
        DISCARD
    }

    /// The name by which facts and rules speak of it: the line without its action.
    public String name() {
        return field + ": " + pattern;
    }

    /// Is this field one of those it is about?
    public boolean isAbout(String name) {
        return field.equals("*") || field.equalsIgnoreCase(name);
    }

    /// All lines of the setting, in order.
    public static Parsed<List<HeaderPattern>> parse(String text) {
        List<HeaderPattern> all = new ArrayList<>();
        for (SettingLines.Line line : SettingLines.of(text)) {
            switch (read(line.text())) {
                case Parsed.Malformed<HeaderPattern>(int _, String why) -> {
                    return Parsed.malformed(line.number(), "line " + line.number() + ": " + why);
                }
                case Parsed.Value<HeaderPattern>(HeaderPattern pattern) -> all.add(pattern);
            }
        }
        return all.size() > MAX_LINES ? Parsed.malformed(MAX_LINES, "more than " + MAX_LINES + " lines") : Parsed.of(List.copyOf(all));
    }

    private static Parsed<HeaderPattern> read(String line) {
        int colon = line.indexOf(':');
        int arrow = line.lastIndexOf(ARROW);
        if (colon < 1 || arrow < colon) {
            return Parsed.malformed(0, "expected FIELD: PATTERN -> hold, reject or discard");
        }
        String field = line.substring(0, colon).strip();
        Optional<Action> action = action(line.substring(arrow + ARROW.length()).strip());
        if (!field.chars().allMatch(c -> c > ' ' && c < 0x7F) || field.isEmpty()) {
            return Parsed.malformed(0, "\"" + field + "\" is not the name of a header field");
        }
        return action.isEmpty()
                ? Parsed.malformed(arrow, "after -> stands hold, reject or discard")
                : LinearPattern.parse(line.substring(colon + 1, arrow).strip()).map(pattern -> new HeaderPattern(field, pattern, action.get()));
    }

    private static Optional<Action> action(String word) {
        for (Action action : Action.values()) {
            if (action.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
