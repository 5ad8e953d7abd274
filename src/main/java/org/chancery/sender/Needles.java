package org.chancery.sender;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is looked for: everything that has the form of a posting key, and the words that stood where a secret stands. Remembers what
/// it found.
final class Needles {
    /// Shorter words are removed where they stand behind their name, and nowhere else: removing `yes` everywhere would maim the text.
    static final int MIN_WORD = 6;
    /// A key in base64 has 66 characters.
    private static final int MIN_RUN = 64;
    /// No tag between two letters of a word is longer.
    private static final int MAX_TAG = 500;

    /// What is large is read piece by piece, since each reading is a copy: an attachment of 25 MB took ten times as much. A secret that begins in one
    /// piece ends in it or is whole in the next, in base64 and with line ends, too.
    private static final int PIECE = 256 * 1024;
    private static final int OVERLAP = 16 * 1024;

    private final Pattern pattern;
    private final Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean words;

    Needles(Set<String> words) {
        List<String> full = words.stream().filter(word -> word.length() >= MIN_WORD).sorted((a, b) -> b.length() - a.length()).toList();
        this.words = !full.isEmpty();
        this.pattern = Pattern.compile(
                Stream.concat(Stream.of(PostingKey.FORM.pattern()), full.stream().map(Pattern::quote)).collect(Collectors.joining("|")),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /// From and to before which offset, in the source.
    record Range(int start, int end) {}

    /// Everything found so far, as it stood.
    Set<String> found() {
        return found;
    }

    boolean isWithin(String text) {
        if (text.length() < MIN_WORD || (!words && !mayHold(text))) {
            return false;
        }
        Matcher matcher = pattern.matcher(text);
        boolean any = false;
        while (matcher.find()) {
            found.add(matcher.group());
            any = true;
        }
        return any;
    }

    /// Where they stand in the source of a view.
    List<Range> in(View view) {
        String text = view.text();
        List<Range> ranges = new ArrayList<>();
        if (text.length() < MIN_WORD || (!words && !mayHold(text))) {
            return ranges;
        }
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
            ranges.add(new Range(view.start(matcher.start()), view.end(matcher.end())));
        }
        return ranges;
    }

    /// The dot behind the prefix is rare, and searched for at the speed of memory.
    private static boolean mayHold(String text) {
        for (int dot = text.indexOf('.', 4); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            if (text.charAt(dot - 1) == '1' && (text.charAt(dot - 4) | 32) == 'c') {
                return true;
            }
        }
        return false;
    }

    /// Can any reading of the text hold one? A key needs a dot behind a one, whatever stands between them, and the text of most people has
    /// none: they pay for this look alone.
    boolean mayHide(String text) {
        if (words || text.contains("&#") || text.contains("&period") || text.indexOf('%') >= 0 || text.contains("=?")) {
            return true;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '.' && isBehindOne(text, i - 1)) || c == '\uFF0E' || c == '\uFE52' || c == '\u2024') { // the last three are dots to NFKC
                return true;
            }
        }
        return false;
    }

    /// Looks back over blanks, marks of quoting, tags and everything that is not ASCII.
    private static boolean isBehindOne(String text, int at) {
        int i = at;
        while (i > 0 && (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F || text.charAt(i) == '>')) {
            int open = text.charAt(i) == '>' ? text.lastIndexOf('<', i) : -1;
            i = (open > 0 && i - open < MAX_TAG ? open : i) - 1;
            if (at - i > MAX_TAG) {
                return true;
            }
        }
        return text.charAt(i) == '1' || text.charAt(i) == ';' || text.charAt(i) >= 0x7F;
    }

    /// In octets that are no text: as they are, in either order of UTF-16, and in base64 of any alignment.
    boolean areInOctets(byte[] octets) {
        if (!words && !mayHold(octets) && !hasLongRun(octets)) {
            return false;
        }
        boolean any = false;
        for (int from = 0; from == 0 || from + OVERLAP < octets.length; from += PIECE - OVERLAP) {
            any |= isInPiece(new String(octets, from, Math.min(PIECE, octets.length - from), StandardCharsets.ISO_8859_1));
        }
        return any;
    }

    private boolean isInPiece(String text) {
        boolean plain = isWithin(text);
        boolean wide = text.indexOf('\0') >= 0 && isWithin(text.replace("\0", ""));
        return plain | wide | isInRuns(text);
    }

    private static boolean mayHold(byte[] octets) {
        for (int i = 4; i < octets.length; i++) {
            if (octets[i] == '.' && (octets[i - 1] == '1' || (octets[i - 1] == 0 && octets[i - 2] == '1'))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLongRun(byte[] octets) {
        int run = 0;
        for (byte octet : octets) {
            run = isBase64(octet) ? run + 1 : 0;
            if (run >= MIN_RUN) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBase64(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '\r' || c == '\n';
    }

    boolean isInBase64(String text) {
        boolean any = false;
        for (int from = 0; from == 0 || from + OVERLAP < text.length(); from += PIECE - OVERLAP) {
            any |= isInRuns(text.substring(from, Math.min(text.length(), from + PIECE)));
        }
        return any;
    }

    private boolean isInRuns(String text) {
        boolean any = false;
        for (int at = 0; at < text.length(); at++) {
            int start = at;
            while (at < text.length() && isBase64(text.charAt(at))) {
                at++;
            }
            if (at - start >= MIN_RUN) {
                any |= isInRun(text.substring(start, at).replace("\r", "").replace("\n", ""));
            }
        }
        return any;
    }

    private boolean isInRun(String run) {
        boolean any = false;
        for (int skip = 0; skip < 4 && skip + 4 < run.length(); skip++) {
            int rest = run.length() - skip;
            int readable = rest % 4 == 1 ? rest - 1 : rest; // one letter alone holds no octet
            String decoded = new String(Base64.getDecoder().decode(run.substring(skip, skip + readable)), StandardCharsets.ISO_8859_1);
            any |= isWithin(decoded) || (decoded.indexOf('\0') >= 0 && isWithin(decoded.replace("\0", "")));
        }
        return any;
    }
}
