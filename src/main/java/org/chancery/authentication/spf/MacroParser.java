package org.chancery.authentication.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.mail.Parsed;

/// Parses `macro-string`, `domain-spec` and `explain-string` (RFC 7208 section 7.1). One object reads one text.
final class MacroParser {
    private static final String DELIMITERS = ".-+,/_=";

    private static final String LETTERS = "slodipvh";

    /// Only in the text of an explanation (RFC 7208 section 7.2).
    private static final String LETTERS_OF_EXPLANATIONS = LETTERS + "crt";

    private final String text;
    private final String letters;
    private final boolean mayHaveSpaces;
    private final List<MacroString.Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;
    private int afterLastMacro;

    private MacroParser(String text, String letters, boolean mayHaveSpaces) {
        this.text = text;
        this.letters = letters;
        this.mayHaveSpaces = mayHaveSpaces;
    }

    /// The value of an unknown modifier.
    static Parsed<MacroString> macroString(String text) {
        return new MacroParser(text, LETTERS_OF_EXPLANATIONS, false).parse();
    }

    /// The text that a domain gives as explanation.
    static Parsed<MacroString> explanation(String text) {
        return new MacroParser(text, LETTERS_OF_EXPLANATIONS, true).parse();
    }

    /// A name, which must end in a macro or in a dot and a top label.
    static Parsed<MacroString> domainSpec(String text) {
        var parser = new MacroParser(text, LETTERS, false);
        Parsed<MacroString> parsed = parser.parse();
        return parsed instanceof Parsed.Value && !parser.endsLikeDomain()
                ? Parsed.malformed(parser.afterLastMacro, "a domain must end in a dot and a top label, or in a macro")
                : parsed;
    }

    private Parsed<MacroString> parse() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                String fault = percent();
                if (!fault.isEmpty()) {
                    return Parsed.malformed(at, fault);
                }
                afterLastMacro = at;
            } else if (c < ' ' || c > '~' || (c == ' ' && !mayHaveSpaces)) {
                return Parsed.malformed(at, "a character that is not printable ASCII");
            } else {
                literal.append(c);
                at++;
            }
        }
        flush();
        return Parsed.of(new MacroString(pieces));
    }

    private void flush() {
        if (!literal.isEmpty()) {
            pieces.add(new MacroString.Piece.Text(literal.toString()));
            literal.setLength(0);
        }
    }

    /// Reads what begins with `%`; returns the fault, or nothing.
    private String percent() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        switch (next) {
            case '%' -> literal.append('%');
            case '_' -> literal.append(' ');
            case '-' -> literal.append("%20");
            case '{' -> {
                return macro();
            }
            default -> {
                return "% must be followed by {, %, _ or -";
            }
        }
        at += 2;
        return "";
    }

    private String macro() {
        int end = text.indexOf('}', at);
        if (end < at + 3) {
            return "a macro without a letter or without its closing brace";
        }
        char letter = text.charAt(at + 2);
        char lower = String.valueOf(letter).toLowerCase(Locale.ROOT).charAt(0);
        if (letters.indexOf(lower) < 0) {
            return "no such macro letter here: " + letter;
        }
        int i = at + 3;
        while (i < end && isDigit(text.charAt(i))) {
            i++;
        }
        int keep = keep(text.substring(at + 3, i));
        if (keep < 0) {
            return "a macro cannot keep zero parts";
        }
        boolean reversed = text.charAt(i) == 'r' || text.charAt(i) == 'R';
        String delimiters = text.substring(reversed ? i + 1 : i, end);
        if (delimiters.chars().anyMatch(c -> DELIMITERS.indexOf(c) < 0)) {
            return "a macro with characters that are no delimiters";
        }
        flush();
        pieces.add(new MacroString.Piece.Macro(
                lower, keep, reversed, delimiters.isEmpty() ? "." : delimiters, letter != lower));
        at = end + 1;
        return "";
    }

    /// 0 for no number, -1 for the number zero.
    private static int keep(String digits) {
        if (digits.isEmpty()) {
            return 0;
        }
        String significant = digits.replaceFirst("^0+", "");
        if (significant.isEmpty()) {
            return -1;
        }
        // More than there are parts keeps them all, and no value has a thousand million.
        return significant.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(significant);
    }

    private boolean endsLikeDomain() {
        String tail = TargetName.withoutFinalDot(text.substring(afterLastMacro));
        if (text.length() == afterLastMacro) {
            return afterLastMacro > 0;
        }
        int dot = tail.lastIndexOf('.');
        return dot >= 0 && isTopLabel(tail.substring(dot + 1));
    }

    /// Letters, digits and hyphens, no hyphen at an end, not digits alone (RFC 7208 section 7.1).
    private static boolean isTopLabel(String label) {
        return !label.isEmpty()
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(c -> c == '-' || isDigit((char) c) || isLetter(c))
                && !label.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
