package org.chancery.administration;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// Reads records of comma-separated values (RFC 4180), one at a time, whatever the size of the file.
/// Line ends may be CRLF or LF; a byte order mark before the first record and empty lines are passed over.
///
/// Refused as [Parsed.Malformed], one record each, after which reading goes on at the next line: a quote inside
/// a field that does not begin with one, text after a closing quote, a quote never closed, a field over
/// [#MAX_FIELD] characters, a record over [#MAX_FIELDS] fields.
///
/// Example: `anna@example.org,"Anna ""A."" Adams"` is the record `anna@example.org`, `Anna "A." Adams`.
final class CsvReader {
    /// No address, name or word of ours is longer; a missing quote must not swallow the whole file.
    static final int MAX_FIELD = 1_000;

    /// Spreadsheets export trailing empty columns, but not thousands of them.
    static final int MAX_FIELDS = 100;

    private static final int END = -1;

    private final PushbackReader in;
    private long nextLine = 1;
    private long line = 1;
    private boolean isAtStart = true;

    CsvReader(Reader in) {
        this.in = new PushbackReader(in, 2);
    }

    /// The line, from 1, on which the record returned last began.
    long line() {
        return line;
    }

    /// The next record, or empty at the end.
    Optional<Parsed<List<String>>> next() throws IOException {
        passOver();
        line = nextLine;
        int first = peek();
        return first == END ? Optional.empty() : Optional.of(readRecord());
    }

    private void passOver() throws IOException {
        if (isAtStart && peek() == '\uFEFF') {
            read();
        }
        isAtStart = false;
        while (peek() == '\r' || peek() == '\n') {
            read();
        }
    }

    private Parsed<List<String>> readRecord() throws IOException {
        List<String> fields = new ArrayList<>();
        while (true) {
            StringBuilder field = new StringBuilder();
            Optional<String> fault = peek() == '"' ? readQuoted(field) : readPlain(field);
            if (fault.isEmpty() && fields.size() == MAX_FIELDS) {
                fault = Optional.of("more than " + MAX_FIELDS + " fields");
            }
            if (fault.isPresent()) {
                skipLine();
                return Parsed.malformed(fields.size(), fault.get());
            }
            fields.add(field.toString());
            if (peek() != ',') {
                endLine();
                return Parsed.of(fields);
            }
            read();
        }
    }

    private Optional<String> readPlain(StringBuilder field) throws IOException {
        while (!isFieldEnd(peek())) {
            if (peek() == '"') {
                return Optional.of("a quote inside a field that does not begin with one");
            }
            if (field.length() == MAX_FIELD) {
                return tooLong();
            }
            field.append((char) read());
        }
        return Optional.empty();
    }

    private Optional<String> readQuoted(StringBuilder field) throws IOException {
        read();
        while (true) {
            int c = peek();
            if (c == END) {
                return Optional.of("a quote that is never closed");
            }
            if (field.length() == MAX_FIELD) {
                return tooLong();
            }
            read();
            if (c == '"' && peek() != '"') {
                return isFieldEnd(peek()) ? Optional.empty() : Optional.of("text after a closing quote");
            }
            if (c == '"') {
                read();
            }
            field.append((char) c);
        }
    }

    private static Optional<String> tooLong() {
        return Optional.of("a field of more than " + MAX_FIELD + " characters (is a quote missing?)");
    }

    /// A carriage return ends a field only before LF or at the end of input.
    private boolean isFieldEnd(int c) throws IOException {
        return c == ',' || c == '\n' || c == END || (c == '\r' && isLineEnd());
    }

    private boolean isLineEnd() throws IOException {
        int carriageReturn = in.read();
        int next = in.read();
        if (next != END) {
            in.unread(next);
        }
        in.unread(carriageReturn);
        return next == '\n' || next == END;
    }

    private void endLine() throws IOException {
        if (peek() == '\r') {
            read();
        }
        if (peek() == '\n') {
            read();
        }
    }

    private void skipLine() throws IOException {
        while (peek() != END && peek() != '\n') {
            read();
        }
        endLine();
    }

    private int peek() throws IOException {
        int c = in.read();
        if (c != END) {
            in.unread(c);
        }
        return c;
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == '\n') {
            nextLine++;
        }
        return c;
    }
}
