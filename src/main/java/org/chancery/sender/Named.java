package org.chancery.sender;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words behind which a secret stands: `Authorised`, `Authorized`, `Approved`, `Approve`, each also with `X-`, in any letter case and with a
/// blank before the colon; and what is one letter off, which permits nothing but hides as much.
final class Named {
    private static final List<String> NAMES = List.of("authorised", "authorized", "approved", "approve");
    private static final int LINES = 10; // people who miss the first line miss it by a greeting
    private static final Pattern LINE = Pattern.compile("[\\s\\u00A0>*_]*((?:x-)?[a-z]{5,12})[\\s\\u00A0]*:[\\s\\u00A0]*(\\S+)[\\s\\u00A0*_]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern MIXED = Pattern.compile("(?=.*[A-Za-z])(?=.*[^A-Za-z.,;:!?()]).{8,}");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private Named() {}

    /// Beginnings and ends of the names, one of which is left whatever letter is wrong.
    private static final List<String> TRACES = List.of("app", "auth", "athor", "oved", "rove", "rised", "rized");

    /// Can a text hold such a line? Most have none of the letters, and are not looked at further.
    static boolean mayHold(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return TRACES.stream().anyMatch(lower::contains) || lower.contains("&#");
    }

    /// How well a name fits.
    enum Fit {
        EXACT,
        NEAR,
        NOT
    }

    /// A line that is a name and a word: from `start` to before `end` in the view it was found in.
    record Line(Fit fit, boolean isFirst, boolean approves, String word, int start, int end) {
        /// The word is a secret.
        @Override
        public String toString() {
            return "Line[***]";
        }
    }

    static Fit fit(String name) {
        String bare = name.toLowerCase(Locale.ROOT).strip();
        bare = bare.startsWith("x-") ? bare.substring(2) : bare;
        if (NAMES.contains(bare)) {
            return Fit.EXACT;
        }
        String written = bare;
        return NAMES.stream().anyMatch(known -> isOneOff(written, known)) ? Fit.NEAR : Fit.NOT;
    }

    /// Is it a name of moderators rather than of senders?
    static boolean approves(String name) {
        return name.toLowerCase(Locale.ROOT).contains("appro");
    }

    /// One letter more, less, other, or two changed about.
    static boolean isOneOff(String a, String b) {
        int most = Math.min(a.length(), b.length());
        int front = 0;
        while (front < most && a.charAt(front) == b.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < most - front && a.charAt(a.length() - 1 - back) == b.charAt(b.length() - 1 - back)) {
            back++;
        }
        int restA = a.length() - front - back;
        int restB = b.length() - front - back;
        return (restA <= 1 && restB <= 1)
                || (restA == 2 && restB == 2 && a.charAt(front) == b.charAt(front + 1) && a.charAt(front + 1) == b.charAt(front));
    }

    /// Is a header value a secret rather than an address of a Usenet moderator (RFC 5536 section 3.2.1)?
    static Optional<String> word(String headerValue) {
        String value = headerValue.strip();
        return value.isEmpty() || ADDRESS.matcher(value).find() ? Optional.empty() : Optional.of(value);
    }

    /// The lines of a text that name a secret: the first one that says anything, and further ones whose word looks like a secret.
    static List<Line> lines(String text) {
        List<Line> named = new ArrayList<>();
        int seen = 0;
        int at = 0;
        while (at < text.length() && seen < LINES) {
            int end = text.indexOf('\n', at);
            int behind = end < 0 ? text.length() : end + 1;
            String line = text.substring(at, behind);
            if (!line.isBlank() && !line.replace('\u00A0', ' ').isBlank()) {
                seen++;
                line(line, at, seen == 1).ifPresent(named::add);
            }
            at = behind;
        }
        return named;
    }

    private static Optional<Line> line(String line, int at, boolean first) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String word = matcher.group(2);
        Fit fit = fit(matcher.group(1));
        boolean secret = PostingKey.FORM.matcher(word).matches() || (!ADDRESS.matcher(word).matches() && (first || MIXED.matcher(word).matches()));
        return fit == Fit.NOT || !secret ? Optional.empty() : Optional.of(new Line(fit, first, approves(matcher.group(1)), word, at, at + line.length()));
    }
}
