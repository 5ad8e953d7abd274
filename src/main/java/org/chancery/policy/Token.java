package org.chancery.policy;

/// One token of a policy: what it is, its text (words in lower case, strings without quotes), and where it begins.
record Token(Kind kind, String text, int line, int column) {

    enum Kind {
        WORD,
        INT,
        STRING,
        MARK,
        END
    }

    boolean is(String wordOrMark) {
        return (kind == Kind.WORD || kind == Kind.MARK) && text.equals(wordOrMark);
    }

    /// How an error message shows it.
    String shown() {
        return switch (kind) {
            case WORD, INT, MARK -> "\"" + text + "\"";
            case STRING -> "the string " + Words.quoted(text);
            case END -> "the end of the text";
        };
    }
}
