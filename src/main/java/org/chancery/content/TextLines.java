package org.chancery.content;

import java.util.ArrayDeque;
import java.util.Deque;

/// Lines of text that come into being from pieces of a page: blanks run together, at most one empty line in a row, and
/// before each line what quotations and lists around it ask for.
final class TextLines {
    /// Deeper quotations and lists stay at this depth: a thousand marks in a row say nothing more.
    private static final int MAX_DEPTH = 20;

    private final StringBuilder done = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    /// One for each open quotation or list: what it puts before a line.
    private final Deque<String> prefixes = new ArrayDeque<>();
    private boolean blankPending;
    private boolean emptyLinePending;
    private String mark = "";
    /// Nothing was written yet, here or in the quotation just opened: no empty line comes first.
    private boolean begins = true;

    /// Running text: blanks and line ends in it are one blank.
    void words(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                blankPending = true;
            } else {
                if (blankPending && !line.isEmpty()) {
                    line.append(' ');
                }
                blankPending = false;
                line.append(c);
            }
        }
    }

    /// Text whose blanks and line ends count.
    void verbatim(String text) {
        String[] parts = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                lineEnd();
            }
            line.append(parts[i]);
        }
    }

    /// Ends the line, if one was begun.
    void newLine() {
        if (!line.isEmpty()) {
            lineEnd();
        }
    }

    /// Ends the line, even an empty one.
    void lineEnd() {
        if (line.isEmpty()) {
            emptyLinePending |= !begins;
        } else {
            write(line.toString().stripTrailing());
        }
        line.setLength(0);
        blankPending = false;
    }

    /// Ends the line and leaves an empty one before what follows.
    void paragraph() {
        newLine();
        emptyLinePending |= !begins;
    }

    void separate(String rule) {
        newLine();
        words(rule);
        newLine();
    }

    void cell() {
        if (!line.isEmpty()) {
            line.append(" |");
            blankPending = true;
        }
    }

    void quote() {
        paragraph();
        writeEmptyLine();
        prefixes.addLast("> ");
        begins = true;
    }

    void unquote() {
        paragraph();
        prefixes.pollLast();
    }

    void indent() {
        newLine();
        prefixes.addLast("  ");
    }

    void unindent() {
        newLine();
        prefixes.pollLast();
    }

    /// The next line begins a new item of a list, with its mark.
    void item(String mark) {
        newLine();
        this.mark = mark;
    }

    private void write(String text) {
        writeEmptyLine();
        begins = false;
        done.append(prefix()).append(mark).append(text).append('\n');
        mark = "";
    }

    private void writeEmptyLine() {
        if (emptyLinePending) {
            done.append(prefix().stripTrailing()).append('\n');
            emptyLinePending = false;
        }
    }

    private String prefix() {
        var prefix = new StringBuilder();
        prefixes.stream().limit(MAX_DEPTH).forEach(prefix::append);
        return prefix.toString();
    }

    @Override
    public String toString() {
        newLine();
        return done.toString();
    }
}
