package org.chancery.policy;

import java.util.List;

/// Walks over tokens, and says what was expected where something else stands.
final class Cursor {
    private final List<Token> tokens;
    private int at;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token previous() {
        return tokens.get(Math.max(0, at - 1));
    }

    Token next() {
        var token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /// Takes the next token if it is this word or mark.
    boolean take(String wordOrMark) {
        if (peek().is(wordOrMark)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String wordOrMark) throws SyntaxFault {
        if (!take(wordOrMark)) {
            throw SyntaxFault.expected("\"" + wordOrMark + "\"", peek());
        }
    }

    /// Several words in a row.
    void expectAll(String... words) throws SyntaxFault {
        for (String word : words) {
            expect(word);
        }
    }

    boolean isString() {
        return peek().kind() == Token.Kind.STRING;
    }

    String string(String what) throws SyntaxFault {
        if (!isString()) {
            throw SyntaxFault.expected(what + " in quotes", peek());
        }
        var token = next();
        if (token.text().isBlank()) {
            throw SyntaxFault.at(token, "expected " + what + " but the string is empty");
        }
        return token.text();
    }

    /// A string that names something, so it cannot hold a placeholder.
    String name(String what) throws SyntaxFault {
        var token = peek();
        var name = string(what);
        if (name.indexOf('{') >= 0) {
            throw SyntaxFault.at(token, what + " cannot hold a placeholder");
        }
        return name;
    }

    int number(String what, int atLeast) throws SyntaxFault {
        var token = peek();
        if (token.kind() != Token.Kind.INT) {
            throw SyntaxFault.expected(what + " (digits only)", token);
        }
        next();
        int number = Integer.parseInt(token.text());
        if (number < atLeast) {
            throw SyntaxFault.at(token, what + " must be at least " + atLeast);
        }
        return number;
    }
}
