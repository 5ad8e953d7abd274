package org.chancery.notice;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of one mail with placeholders in braces. Written as `Subject: ` and the subject on the first line, an empty line,
/// and the body.
///
/// Three rules fill a body. A placeholder that stands alone on its line takes a value of several lines, each as far from the
/// margin as it stands itself. Where its value is empty, its whole paragraph is left out, with whatever introduced it. And lines
/// that grow past 76 columns are folded at blanks, so that a link or an address is never cut ([Columns]).
/// A value is never read again: it cannot bring a placeholder along.
///
/// Example: `Template.parse("Subject: Welcome\n\nThis is\n    {list}\n").filled(values)`.
record Template(String subject, String body) {
    /// Some pages; a notice is no newsletter.
    static final int MAX_CHARACTERS = 20_000;

    private static final String SUBJECT = "Subject: ";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z-]{1,40})\\}");
    /// What somebody may have meant as a placeholder.
    private static final Pattern BRACES = Pattern.compile("\\{([^{}\\n]{0,40})\\}");
    private static final Pattern ALONE = Pattern.compile("([ \\t]*)\\{([a-z-]{1,40})\\}[ \\t]*");

    /// A text without fault; throws `IllegalArgumentException` for another.
    static Template parse(String text) {
        String normal = text.replace("\r\n", "\n");
        int end = normal.indexOf('\n');
        if (end < 0 || !normal.startsWith(SUBJECT)) {
            throw new IllegalArgumentException("a text begins with its subject");
        }
        return new Template(normal.substring(SUBJECT.length(), end).strip(), unframed(normal.substring(end + 1)));
    }

    /// Without empty lines at either end; the first line keeps its distance from the margin.
    private static String unframed(String body) {
        List<String> lines = new ArrayList<>(body.lines().map(String::stripTrailing).toList());
        while (!lines.isEmpty() && lines.getFirst().isEmpty()) {
            lines.removeFirst();
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return String.join("\n", lines) + "\n";
    }

    /// Why `text` cannot be the words of `id`, as one sentence; empty when it can.
    static Optional<String> fault(TextId id, String text) {
        String normal = text.replace("\r\n", "\n");
        if (normal.length() > MAX_CHARACTERS) {
            return Optional.of("A text may have at most " + MAX_CHARACTERS + " characters.");
        }
        if (normal.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return Optional.of("A text may hold no control characters but line ends and tabs.");
        }
        if (!normal.matches("(?s)Subject: [^\\n]*\\S[^\\n]*\\n[ \\t]*\\n.*\\S.*")) {
            return Optional.of("A text begins with the line \"Subject: \" and the subject, then an empty line, then the body.");
        }
        return unknown(id, normal).or(() -> missing(id, parse(normal).body()));
    }

    private static Optional<String> unknown(TextId id, String text) {
        Set<String> known = new LinkedHashSet<>(id.placeholders());
        known.addAll(TextId.EVERYWHERE);
        return BRACES.matcher(text).results().map(found -> found.group(1)).filter(name -> !known.contains(name)).findFirst()
                .map(name -> "{" + name + "} is no placeholder of " + id.word() + "; it may hold " + braced(known) + ".");
    }

    private static Optional<String> missing(TextId id, String body) {
        List<String> missing = id.required().stream().filter(name -> !body.contains("{" + name + "}")).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("The body of " + id.word() + " must hold " + braced(missing) + ".");
    }

    private static String braced(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add("{" + name + "}"));
        return all.stream().collect(Collectors.joining(", "));
    }

    Text filled(Map<String, String> values) {
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : body.split("\n{2,}")) {
            List<String> lines = paragraph.lines().toList();
            if (lines.stream().noneMatch(line -> isEmptyAlone(line, values))) {
                paragraphs.add(lines.stream().flatMap(line -> filledLine(line, values).stream()).collect(Collectors.joining("\n")));
            }
        }
        // A value with a line end must not end the header field it stands in.
        return new Text(Harmless.line(inline(subject, values)), String.join("\n\n", paragraphs) + "\n");
    }

    private static boolean isEmptyAlone(String line, Map<String, String> values) {
        Matcher alone = ALONE.matcher(line);
        return alone.matches() && value(alone.group(2), values).isBlank();
    }

    private static List<String> filledLine(String line, Map<String, String> values) {
        Matcher alone = ALONE.matcher(line);
        List<String> filled = alone.matches()
                ? Harmless.lines(value(alone.group(2), values)).lines().map(part -> (alone.group(1) + part).stripTrailing()).toList()
                : List.of(inline(line, values).stripTrailing());
        return filled.stream().flatMap(part -> Columns.folded(part).stream()).toList();
    }

    private static String inline(String line, Map<String, String> values) {
        return PLACEHOLDER.matcher(line).replaceAll((MatchResult found) -> Matcher.quoteReplacement(Harmless.line(value(found.group(1), values))));
    }

    private static String value(String name, Map<String, String> values) {
        return values.getOrDefault(name, "");
    }
}
