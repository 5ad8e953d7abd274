package org.chancery.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a policy into tokens. Columns count characters (code points) from 1; a tab is one.
final class Lexer {
    /// An SMTP reply line has 512 octets (RFC 5321 section 4.5.3.1.5); this leaves room for code and rule.
    private static final int MAX_STRING = 400;
    /// Nine digits fit an `int` and are more than anything counted here.
    private static final int MAX_DIGITS = 9;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int column = 1;

    private Lexer(String text) {
        this.text = text;
    }

    /// All tokens; the last one is the end.
    static List<Token> tokens(String text) throws SyntaxFault {
        var lexer = new Lexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() throws SyntaxFault {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == '#') {
                skipComment();
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                step();
            } else if (isLetter(c)) {
                word();
            } else if (isDigit(c)) {
                number();
            } else if (c == '"') {
                string();
            } else if (c == '.' || c == ',' || c == '(' || c == ')') {
                tokens.add(new Token(Token.Kind.MARK, Character.toString(c), line, column));
                step();
            } else {
                throw new SyntaxFault(line, column, "the character " + shown(c) + " has no meaning here");
            }
        }
        tokens.add(new Token(Token.Kind.END, "", line, column));
    }

    private int step() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            step();
        }
    }

    private void word() {
        int start = at;
        int startColumn = column;
        while (at < text.length() && (isLetter(text.charAt(at)) || text.charAt(at) == '-')) {
            step();
        }
        var word = text.substring(start, at).toLowerCase(Locale.ROOT);
        tokens.add(new Token(Token.Kind.WORD, word, line, startColumn));
    }

    private void number() throws SyntaxFault {
        int start = at;
        int startColumn = column;
        while (at < text.length() && isDigit(text.charAt(at))) {
            step();
        }
        if (at - start > MAX_DIGITS) {
            throw new SyntaxFault(line, startColumn, "a number has at most " + MAX_DIGITS + " digits");
        }
        tokens.add(new Token(Token.Kind.INT, text.substring(start, at), line, startColumn));
    }

    private void string() throws SyntaxFault {
        int startLine = line;
        int startColumn = column;
        var value = new StringBuilder();
        step();
        while (true) {
            if (at >= text.length() || text.charAt(at) == '\n') {
                throw new SyntaxFault(startLine, startColumn, "the string is not closed on its line: expected \"");
            }
            int c = text.codePointAt(at);
            if (c == '"') {
                step();
                break;
            }
            character(c, value);
            if (value.length() > MAX_STRING) {
                throw new SyntaxFault(startLine, startColumn, "a string has at most " + MAX_STRING + " characters");
            }
        }
        tokens.add(new Token(Token.Kind.STRING, value.toString(), startLine, startColumn));
    }

    private void character(int c, StringBuilder value) throws SyntaxFault {
        if (c == '\\') {
            if (at + 1 >= text.length() || text.charAt(at + 1) != '"') {
                throw new SyntaxFault(line, column, "after \\ only \" may stand");
            }
            step();
            value.appendCodePoint(step());
        } else if (c == '{') {
            placeholder(value);
        } else if (c == '}') {
            throw new SyntaxFault(line, column, "} has no { before it; placeholders are {page} {keyid} {form} {list}");
        } else if (!isPrintable(c)) {
            throw new SyntaxFault(line, column, "the character " + shown(c) + " may not stand in a string");
        } else {
            value.appendCodePoint(step());
        }
    }

    private void placeholder(StringBuilder value) throws SyntaxFault {
        int end = text.indexOf('}', at);
        if (end < 0 || !Words.PLACEHOLDERS.contains(text.substring(at + 1, end))) {
            throw new SyntaxFault(line, column, "expected one of the placeholders {page} {keyid} {form} {list}");
        }
        while (at <= end) {
            value.appendCodePoint(step());
        }
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// Texts go into SMTP replies, logs and pages: nothing that moves a cursor or turns the writing direction.
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String shown(int c) {
        return isPrintable(c) ? "\"" + Character.toString(c) + "\"" : String.format(Locale.ROOT, "U+%04X", c);
    }
}
