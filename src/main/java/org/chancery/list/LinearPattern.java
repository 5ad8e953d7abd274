package org.chancery.list;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;
import org.chancery.mail.Parsed;

/// A regular expression that an owner wrote, without regard to case. RE2 matches in time linear in the text, whatever the
/// pattern: `(a+)+$` is as harmless as any other.
///
/// Refused are what RE2 does not know (look-around, back references), more than 500 characters, and repetitions that multiply
/// to more than 1,000, because each repetition is a copy of what it repeats.
///
/// Example: `LinearPattern.parse("^\\[spam\\]").orThrow().isIn("[SPAM] buy")` is true.
public final class LinearPattern {
    /// As long as anybody can still read.
    public static final int MAX_LENGTH = 500;
    private static final long MAX_REPETITIONS = 1_000; // states of the automaton for one repeated character
    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final Pattern compiled;

    private LinearPattern(Pattern compiled) {
        this.compiled = compiled;
    }

    public static Parsed<LinearPattern> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Parsed.malformed(0, "a pattern has 1 to " + MAX_LENGTH + " characters");
        }
        if (repetitions(text) > MAX_REPETITIONS) {
            return Parsed.malformed(0, "the repetitions of a pattern multiply to at most " + MAX_REPETITIONS);
        }
        try {
            return Parsed.of(new LinearPattern(Pattern.compile(text, Pattern.CASE_INSENSITIVE)));
        } catch (PatternSyntaxException e) {
            return Parsed.malformed(Math.max(0, e.getIndex()), "not a pattern of RE2: " + e.getDescription());
        }
    }

    /// Taken as if each stood inside the other: never too low.
    private static long repetitions(String text) {
        long product = 1;
        Matcher found = REPETITION.matcher(text);
        while (found.find() && product <= MAX_REPETITIONS) {
            String most = found.group(2) == null || found.group(2).isEmpty() ? found.group(1) : found.group(2);
            product *= Math.max(1, Long.parseLong(most));
        }
        return product;
    }

    /// Is there a match anywhere in the text?
    public boolean isIn(String text) {
        return compiled.matcher(text).find();
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return compiled.pattern();
    }
}
