package org.chancery.authentication;

import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Parsed;

/// Takes the value of an Authentication-Results field apart: words, `=` and `;`. Comments are skipped (RFC 5322 section
/// 3.2.2), quoted strings opened (section 3.2.4) and joined to what touches them, as in `"a b"@example.org`.
final class AuthenticationResultsTokens {
    /// Nobody nests comments; a parser that follows them for ever is a target.
    private static final int MAX_DEPTH = 20;

    private final String value;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Integer> semicolons = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private AuthenticationResultsTokens(String value) {
        this.value = value;
    }

    /// A word without its quotes, or one of the two symbols.
    record Token(String text, boolean isSymbol) {
        boolean is(char symbol) {
            return isSymbol && text.charAt(0) == symbol;
        }

        boolean isNumber() {
            return !isSymbol && text.matches("[0-9]{1,4}");
        }
    }

    static Parsed<List<Token>> read(String value) {
        return new AuthenticationResultsTokens(value).read();
    }

    /// The texts between the semicolons as they stand, comments and all; one in a comment or in quotes ends nothing.
    static Parsed<List<String>> clauses(String value) {
        AuthenticationResultsTokens tokens = new AuthenticationResultsTokens(value);
        return tokens.read().map(_ -> {
            List<String> clauses = new ArrayList<>();
            int from = 0;
            for (int end : tokens.semicolons) {
                clauses.add(value.substring(from, end));
                from = end + 1;
            }
            clauses.add(value.substring(from));
            return clauses;
        });
    }

    private Parsed<List<Token>> read() {
        while (at < value.length()) {
            char c = value.charAt(at);
            int before = at;
            boolean whole = true;
            if (c == '(') {
                endWord();
                whole = skipComment();
            } else if (c == '"') {
                whole = readQuoted();
            } else {
                readPlain(c);
            }
            if (!whole) {
                return Parsed.malformed(before, c == '(' ? "a comment without its end" : "a quoted string without its end");
            }
        }
        endWord();
        return Parsed.of(List.copyOf(tokens));
    }

    private void readPlain(char c) {
        at++;
        if (c == ' ' || c == '\t') {
            endWord();
        } else if (c == ';' || c == '=') {
            endWord();
            tokens.add(new Token(String.valueOf(c), true));
            if (c == ';') {
                semicolons.add(at - 1);
            }
        } else {
            word.append(c);
            inWord = true;
        }
    }

    private void endWord() {
        if (inWord) {
            tokens.add(new Token(word.toString(), false));
            word.setLength(0);
            inWord = false;
        }
    }

    private boolean readQuoted() {
        inWord = true;
        for (at++; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '"') {
                at++;
                return true;
            }
            if (c == '\\' && at + 1 < value.length()) {
                at++;
            }
            word.append(value.charAt(at));
        }
        return false;
    }

    private boolean skipComment() {
        int depth = 0;
        for (; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(' && ++depth > MAX_DEPTH) {
                return false;
            } else if (c == ')' && --depth == 0) {
                at++;
                return true;
            }
        }
        return false;
    }
}
