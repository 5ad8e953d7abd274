package org.chancery.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The protocol of the admin socket: how a command asks the running server to run it.
///
/// Each side sends frames: one octet of kind, four octets of length (most significant first), and that many octets
/// of content, at most [#MAX].
///
/// ```
/// server  HELLO  "chancery 1"                      at once; no HELLO within 5 s: nobody serves here
/// client  ARGUMENT word        one for each word of the line, at most [#MAX_ARGUMENTS]
/// client  RUN    "terminal" or ""                  the line is complete; does somebody watch stderr?
/// server  WANT                                     the command begins to read its FILE or stdin
/// client  INPUT  octets   ...  INPUT (empty)       what the client has read there; empty is the end
/// server  OUT | ERR | FILE  octets                 as they come: stdout, stderr, the FILE the command writes
/// server  EXIT   one octet                         the exit code; the server closes
/// ```
///
/// Nobody is asked who he is: the kernel says which user connected (SO_PEERCRED). No path is sent: a word of the
/// line that names a file is opened by the client alone. The client may hang up at any time; the command inside
/// the server then fails at its next frame, like a program whose terminal is gone.
record Frame(Kind kind, byte[] content) {
    /// An argument may be as long as the kernel allows one word to be (128 KiB on Linux).
    static final int MAX = 128 * 1024;

    /// `member add LIST` with very many addresses; the file commands are for more.
    static final int MAX_ARGUMENTS = 20_000;

    static final String GREETING = "chancery 1";

    enum Kind {
        HELLO('H'),
        ARGUMENT('A'),
        RUN('R'),
        WANT('W'),
        INPUT('I'),
        OUT('O'),
        ERR('E'),
        FILE('F'),
        EXIT('X');

        private final char octet;

        Kind(char octet) {
            this.octet = octet;
        }

        static Kind of(int octet) throws IOException {
            for (Kind kind : values()) {
                if (kind.octet == octet) {
                    return kind;
                }
            }
            throw new IOException("the other side of the admin socket sent an unknown frame");
        }
    }

    static Frame of(Kind kind, String text) {
        return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /// Writes and flushes. Both directions of one side may be used by different threads.
    void write(DataOutputStream out) throws IOException {
        synchronized (out) {
            out.writeByte(kind.octet);
            out.writeInt(content.length);
            out.write(content);
            out.flush();
        }
    }

    static Frame read(DataInputStream in) throws IOException {
        Kind kind = Kind.of(in.readByte());
        int length = in.readInt();
        if (length < 0 || length > MAX) {
            throw new IOException("the other side of the admin socket sent a frame of " + length + " octets");
        }
        byte[] content = in.readNBytes(length);
        if (content.length < length) {
            throw new EOFException("the admin socket was closed inside a frame");
        }
        return new Frame(kind, content);
    }

    /// The next frame, which must be of this kind.
    static Frame expect(DataInputStream in, Kind kind) throws IOException {
        Frame frame = read(in);
        if (frame.kind != kind) {
            throw new IOException("expected " + kind + " on the admin socket, but " + frame.kind + " came");
        }
        return frame;
    }
}
