package org.chancery.mail;

import java.util.ArrayList;
import java.util.List;

/// The tokens of an address list (RFC 5322 sections 3.2 and 3.4), in one pass without recursion. Comments are kept
/// as tokens; nothing is decoded.
final class MailboxTokens {
    /// Nobody nests comments; attacks do (row of `((((` in the corpus).
    private static final int MAX_COMMENT_DEPTH = 32;

    enum Kind {
        ATOM,
        QUOTED,
        COMMENT,
        LITERAL,
        SPECIAL
    }

    /// `text` is what the token says, without the quotes of a quoted string and the brackets of a comment;
    /// `raw` is how it is written. `glued` is false when a blank or comment stands before it.
    record Token(Kind kind, String text, String raw, boolean glued, int at) {
        boolean is(char special) {
            return kind == Kind.SPECIAL && text.charAt(0) == special;
        }
    }

    private final String value;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean glued;

    private MailboxTokens(String value) {
        this.value = value;
    }

    static Parsed<List<Token>> read(String value) {
        return new MailboxTokens(value).read();
    }

    private Parsed<List<Token>> read() {
        while (at < value.length()) {
            char c = value.charAt(at);
            if (Lines.isBlank(c)) {
                at++;
                glued = false;
            } else if (PlainText.isControl(c)) {
                return Parsed.malformed(at, "a control character in an address field");
            } else if (!next(c)) {
                return Parsed.malformed(at, "an unfinished or too deeply nested quote, comment or literal");
            }
        }
        return Parsed.of(tokens);
    }

    private boolean next(char c) {
        return switch (c) {
            case '"' -> enclosed(Kind.QUOTED, '"');
            case '[' -> enclosed(Kind.LITERAL, ']');
            case '(' -> comment();
            default -> plain(c);
        };
    }

    private boolean plain(char c) {
        int start = at;
        while (at < value.length() && LocalPart.isAtomText(value.charAt(at)) && !PlainText.isControl(value.charAt(at))) {
            at++;
        }
        if (at == start) {
            at++;
            add(Kind.SPECIAL, String.valueOf(c), start);
        } else {
            add(Kind.ATOM, value.substring(start, at), start);
        }
        return true;
    }

    private boolean enclosed(Kind kind, char end) {
        int start = at++;
        var text = new StringBuilder();
        while (at < value.length() && value.charAt(at) != end) {
            at += value.charAt(at) == '\\' ? 1 : 0;
            if (at == value.length() || isForbidden(value.charAt(at))) {
                return false;
            }
            text.append(value.charAt(at++));
        }
        at++;
        if (at > value.length()) {
            return false;
        }
        add(kind, text.toString(), start);
        return true;
    }

    private boolean comment() {
        int start = at;
        int depth = 0;
        var text = new StringBuilder();
        do {
            char c = at < value.length() ? value.charAt(at) : '\0';
            if (isForbidden(c)) {
                return false;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > MAX_COMMENT_DEPTH) {
                return false;
            }
            at += c == '\\' ? 2 : 1;
            text.append(c == '\\' && at <= value.length() ? value.charAt(at - 1) : c);
        } while (depth > 0);
        add(Kind.COMMENT, text.substring(1, text.length() - 1), start);
        glued = false;
        return true;
    }

    private static boolean isForbidden(char c) {
        return PlainText.isControl(c) && c != '\t';
    }

    private void add(Kind kind, String text, int start) {
        tokens.add(new Token(kind, text, value.substring(start, Math.min(at, value.length())), glued, start));
        glued = true;
    }
}
