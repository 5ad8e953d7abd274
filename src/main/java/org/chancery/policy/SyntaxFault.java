package org.chancery.policy;

/// Unwinds the parser from where it found a fault; never leaves [PolicyParser].
@SuppressWarnings("serial")
final class SyntaxFault extends Exception {
    private final int line;
    private final int column;
    private final String why;

    SyntaxFault(int line, int column, String why) {
        super(why, null, false, false);
        this.line = line;
        this.column = column;
        this.why = why;
    }

    static SyntaxFault at(Token token, String why) {
        return new SyntaxFault(token.line(), token.column(), why);
    }

    static SyntaxFault expected(String what, Token found) {
        return at(found, "expected " + what + " but found " + found.shown());
    }

    <T> ParsedPolicy<T> toParsed() {
        return new ParsedPolicy.Wrong<>(line, column, why);
    }
}
