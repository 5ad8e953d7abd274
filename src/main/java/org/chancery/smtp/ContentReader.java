package org.chancery.smtp;

import java.io.IOException;

/// Reads the content of DATA up to CRLF.CRLF and takes the stuffed dots out (RFC 5321 section 4.5.2).
///
/// The defence against SMTP smuggling lives here. Only the five octets CR LF `.` CR LF end the content, wherever
/// TCP cuts them. A bare CR or LF (RFC 5321 section 2.3.8 forbids both) does not end it either; it spoils the
/// message, and we still read to the real end: an answer before it would leave the rest to be taken for commands.
/// NUL is refused as well (RFC 5322 section 4 names it obsolete), because other servers drop it and then see
/// a line end or a lone dot where we saw none.
///
/// Lines may be longer than the 998 octets of RFC 5322 section 2.1.1, up to the size of the message: many clients write
/// such lines, and nothing here depends on their length.
final class ContentReader {
    private enum State {
        LINE_START,
        IN_LINE,
        CR,
        DOT,
        DOT_CR
    }

    private final MessageBuffer content;
    private State state = State.LINE_START;
    private boolean ended;

    ContentReader(MessageBuffer content) {
        this.content = content;
    }

    /// `true` at the real end; `false` when the connection ended or the time was over before it.
    boolean readToEnd(Wire wire, long deadlineNanos) throws IOException {
        wire.expectContent();
        while (true) {
            wire.advanceTo(scan(wire.buffer(), wire.position(), wire.limit()));
            if (ended) {
                return true;
            }
            if (wire.fill(deadlineNanos) < 0) {
                return false;
            }
        }
    }

    boolean isEnded() {
        return ended;
    }

    /// Takes in the octets from `from` to `to` and returns the offset behind the last one used.
    int scan(byte[] b, int from, int to) {
        int kept = from; // start of what is yet to be appended
        int i = from;
        while (i < to) {
            byte octet = b[i];
            switch (state) {
                case LINE_START -> {
                    if (octet == '.') {
                        content.append(b, kept, i - kept);
                        kept = i + 1;
                        state = State.DOT;
                        i++;
                    } else {
                        state = State.IN_LINE;
                    }
                }
                case IN_LINE -> {
                    while (i < to && (b[i] & 0xff) > '\r') {
                        i++;
                    }
                    if (i < to) {
                        octet = b[i++];
                        inLine(octet);
                    }
                }
                case CR -> {
                    if (octet == '\n') {
                        state = State.LINE_START;
                        i++;
                    } else {
                        content.fail(MessageBuffer.Fault.BARE_LINE_END);
                        state = State.IN_LINE;
                    }
                }
                case DOT -> {
                    if (octet == '\r') {
                        state = State.DOT_CR;
                        i++;
                        kept = i; // part of the end; if it is not, the message is spoilt anyway
                    } else {
                        state = State.IN_LINE;
                    }
                }
                case DOT_CR -> {
                    if (octet == '\n') {
                        ended = true;
                        state = State.LINE_START;
                        return i + 1;
                    }
                    content.fail(MessageBuffer.Fault.BARE_LINE_END);
                    state = State.IN_LINE;
                }
            }
        }
        content.append(b, kept, i - kept);
        return i;
    }

    private void inLine(byte octet) {
        switch (octet) {
            case '\r' -> state = State.CR;
            case '\n' -> content.fail(MessageBuffer.Fault.BARE_LINE_END);
            case 0 -> content.fail(MessageBuffer.Fault.HOLDS_NUL);
            default -> {} // other controls are content
        }
    }
}
