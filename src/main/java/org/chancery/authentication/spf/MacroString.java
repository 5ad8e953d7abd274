package org.chancery.authentication.spf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.Function;

/// Text with macros in it, parsed (RFC 7208 section 7). Whose values come in when it is expanded.
///
/// Example: `%{ir}.%{v}._spf.%{d2}` expands to `3.2.0.192.in-addr._spf.example.com`.
record MacroString(List<Piece> pieces) {
    MacroString {
        pieces = List.copyOf(pieces);
    }

    /// One part of it.
    sealed interface Piece {
        record Text(String text) implements Piece {}

        /// `keep` right-hand parts of the value, 0 for all; `isEscaped` for an upper-case letter.
        record Macro(char letter, int keep, boolean isReversed, String delimiters, boolean isEscaped) implements Piece {}
    }

    /// `value` gives the value of each macro letter, in lower case.
    String expand(Function<Character, String> value) {
        var text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(switch (piece) {
                case Piece.Text(String literal) -> literal;
                case Piece.Macro macro -> transformed(macro, value.apply(macro.letter()));
            });
        }
        return text.toString();
    }

    private static String transformed(Piece.Macro macro, String value) {
        List<String> parts = parts(value, macro.delimiters());
        if (macro.isReversed()) {
            Collections.reverse(parts);
        }
        int from = macro.keep() == 0 ? 0 : Math.max(0, parts.size() - macro.keep());
        String joined = String.join(".", parts.subList(from, parts.size()));
        return macro.isEscaped() ? UrlEscape.of(joined) : joined;
    }

    /// Two delimiters in a row have an empty part between them.
    private static List<String> parts(String value, String delimiters) {
        List<String> parts = new ArrayList<>();
        boolean lastWasDelimiter = true;
        var tokens = new StringTokenizer(value, delimiters, true);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            boolean isDelimiter = token.length() == 1 && delimiters.contains(token);
            if (!isDelimiter) {
                parts.add(token);
            } else if (lastWasDelimiter) {
                parts.add("");
            }
            lastWasDelimiter = isDelimiter;
        }
        if (lastWasDelimiter) {
            parts.add("");
        }
        return parts;
    }
}
