package org.chancery.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.mail.Parsed;

/// One line of the setting `topics`: posts whose subject or keywords match belong to the topic. A post may belong to several.
/// Names are kept in lower case.
///
/// Refused are a line of another form, a name that is not 1 to 40 letters, digits, `.`, `-` and `_`, the same name twice, a pattern
/// that [LinearPattern] refuses, and more than 50 topics.
///
/// Example: `releases: \[release\]|^version [0-9]`.
public record Topic(String name, LinearPattern pattern) {
    /// As many as a member can choose among.
    public static final int MAX_TOPICS = 50;

    public static Parsed<List<Topic>> parse(String text) {
        List<Topic> all = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (SettingLines.Line line : SettingLines.of(text)) {
            switch (read(line.text())) {
                case Parsed.Malformed<Topic>(int _, String why) -> {
                    return Parsed.malformed(line.number(), "line " + line.number() + ": " + why);
                }
                case Parsed.Value<Topic>(Topic topic) when !names.add(topic.name()) -> {
                    return Parsed.malformed(line.number(), "line " + line.number() + ": there is a topic " + topic.name() + " already");
                }
                case Parsed.Value<Topic>(Topic topic) -> all.add(topic);
            }
        }
        return all.size() > MAX_TOPICS ? Parsed.malformed(MAX_TOPICS, "more than " + MAX_TOPICS + " topics") : Parsed.of(List.copyOf(all));
    }

    private static Parsed<Topic> read(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return name.matches("[a-z0-9._-]{1,40}")
                ? LinearPattern.parse(line.substring(colon + 1).strip()).map(pattern -> new Topic(name, pattern))
                : Parsed.malformed(0, "expected NAME: PATTERN, the name of letters, digits, dots, - and _");
    }
}
