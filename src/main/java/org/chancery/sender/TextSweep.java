package org.chancery.sender;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.chancery.sender.Needles.Range;

/// Takes secrets out of one text, in whatever way they hide in it: as written, spread over lines, in the letters of another width, behind entities,
/// between tags. The rest of the text stays as it was.
final class TextSweep {
    /// What stands where a secret stood.
    static final String REMOVED = "[removed]";
    private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNED_END = "-----END PGP SIGNATURE-----";

    private static final int BEGINNING = 64 * 1024;
    /// Views take some hundred octets for a character, so a large text is read piece by piece.
    private static final int PIECE = 256 * 1024;
    /// A secret that begins in one piece ends in it or is whole in the next, with all that stands between its letters.
    private static final int OVERLAP = 64 * 1024;

    private TextSweep() {}

    /// The text without them; empty when none is in it.
    record Swept(Optional<String> text, boolean insideSigned) {}

    /// How a text is to be read: `markup` is HTML or the like, `shifted` UTF-7; with `lines` the lines that name a secret go whole, whatever they say.
    record Reading(boolean markup, boolean shifted, boolean lines) {}

    static Swept of(String text, Needles needles, Reading reading) {
        List<Range> ranges = new ArrayList<>();
        for (int from = 0; from == 0 || from + OVERLAP < text.length(); from += PIECE - OVERLAP) {
            ranges.addAll(in(text, from, needles, reading));
        }
        if (reading.lines()) {
            ranges.addAll(namedLines(text, reading.markup()));
        }
        if (ranges.isEmpty()) {
            return new Swept(Optional.empty(), false);
        }
        List<Range> merged = merged(ranges);
        return new Swept(Optional.of(without(text, merged)), merged.stream().anyMatch(range -> isSigned(text, range)));
    }

    private static List<Range> in(String text, int from, Needles needles, Reading reading) {
        String piece = text.substring(from, Math.min(text.length(), from + PIECE));
        List<Range> ranges = new ArrayList<>();
        for (View view : reading.shifted() || needles.mayHide(piece) ? views(piece, reading) : List.<View>of()) {
            needles.in(view).forEach(range -> ranges.add(new Range(from + range.start(), from + range.end())));
        }
        return ranges;
    }

    private static List<View> views(String text, Reading reading) {
        View written = View.of(text);
        List<View> views = new ArrayList<>();
        both(views, written.normal());
        if (reading.markup() || text.indexOf('<') >= 0 || text.indexOf('&') >= 0) {
            both(views, written.entities().normal());
            both(views, written.untagged().normal());
        }
        if (reading.shifted()) {
            both(views, written.shifted().normal());
        }
        if (text.indexOf('%') >= 0) {
            views.add(written.unescaped('%').normal());
        }
        return views;
    }

    private static void both(List<View> views, View view) {
        views.add(view);
        views.add(view.joined());
    }

    /// Short words, too, go where they stand behind their name.
    private static List<Range> namedLines(String text, boolean markup) {
        String beginning = beginning(text);
        if (!Named.mayHold(beginning)) {
            return List.of();
        }
        View view = markup ? View.of(beginning).untagged() : View.of(beginning);
        List<Range> ranges = new ArrayList<>();
        for (Named.Line line : Named.lines(view.text())) {
            ranges.add(new Range(view.start(line.start()), view.end(line.end())));
        }
        return ranges;
    }

    /// The named lines of a text, for whoever asks what they say.
    static List<Named.Line> named(String text, boolean markup) {
        String beginning = beginning(text);
        return !Named.mayHold(beginning) ? List.of() : Named.lines((markup ? View.of(beginning).untagged() : View.of(beginning)).normal().text());
    }

    /// People put the line at the beginning; style sheets stand before it.
    private static String beginning(String text) {
        return text.length() <= BEGINNING ? text : text.substring(0, BEGINNING);
    }

    /// Without overlaps, in order.
    static List<Range> merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::start)).toList()) {
            if (!merged.isEmpty() && range.start() <= merged.getLast().end()) {
                Range last = merged.removeLast();
                merged.add(new Range(last.start(), Math.max(last.end(), range.end())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    private static String without(String text, List<Range> ranges) {
        StringBuilder rest = new StringBuilder(text.length());
        int at = 0;
        for (Range range : ranges) {
            rest.append(text, at, range.start());
            boolean wholeLine = range.end() > range.start() && text.charAt(range.end() - 1) == '\n'
                    && (range.start() == 0 || text.charAt(range.start() - 1) == '\n');
            rest.append(wholeLine ? "" : text.charAt(range.end() - 1) == '\n' ? REMOVED + "\r\n" : REMOVED);
            at = range.end();
        }
        return rest.append(text, at, text.length()).toString();
    }

    /// Between the lines of an OpenPGP clear signature (RFC 9580 section 7): a change would break it.
    private static boolean isSigned(String text, Range range) {
        int begin = text.lastIndexOf(SIGNED, range.start());
        return begin >= 0 && text.indexOf(SIGNED_END, begin) >= range.end();
    }
}
