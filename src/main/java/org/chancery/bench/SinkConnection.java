package org.chancery.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/// One connection of the [RawSink]. Replies to a pipelined batch (RFC 2920) go out in one write, before the next read.
final class SinkConnection implements Runnable {
    private static final byte[] GREETING = ascii("220 sink.example.net\r\n");
    private static final byte[] EHLO = ascii("250-sink.example.net\r\n250-8BITMIME\r\n250 PIPELINING\r\n");
    private static final byte[] OK = ascii("250 ok\r\n");
    private static final byte[] GO_AHEAD = ascii("354 go\r\n");
    private static final byte[] BYE = ascii("221 bye\r\n");
    private static final int INPUT = 64 * 1024;

    private final Socket socket;
    private final Supplier<RawSink.Count> count;
    private final Supplier<RawSink.Recorder> recorder;
    private byte[] input = new byte[INPUT];
    private int begin; // of the transaction, as long as its octets are wanted
    private int position;
    private int limit;
    private int envelope = -1; // octets of MAIL, RCPT and DATA; -1 outside content
    private boolean over;
    private byte[] replies = new byte[256];
    private int pending;

    SinkConnection(Socket socket, Supplier<RawSink.Count> count, Supplier<RawSink.Recorder> recorder) {
        this.socket = socket;
        this.count = count;
        this.recorder = recorder;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            reply(GREETING);
            while (!over) {
                out.write(replies, 0, pending);
                pending = 0;
                makeRoom();
                int n = in.read(input, limit, input.length - limit);
                if (n < 0) {
                    return;
                }
                limit += n;
                consume();
            }
            out.write(replies, 0, pending);
        } catch (IOException e) {
            System.err.println("sink: " + e);
        }
    }

    private void makeRoom() {
        if (begin > 0) {
            System.arraycopy(input, begin, input, 0, limit - begin);
            position -= begin;
            limit -= begin;
            begin = 0;
        }
        if (limit == input.length) {
            input = Arrays.copyOf(input, input.length * 2);
        }
    }

    private void consume() throws IOException {
        while (envelope < 0 ? command() : content()) {}
    }

    private boolean command() {
        for (int i = position; i < limit; i++) {
            if (input[i] == '\n') {
                obey(position);
                position = i + 1;
                if (envelope == 0) {
                    envelope = position - begin;
                }
                return !over;
            }
        }
        return false;
    }

    private void obey(int at) {
        switch (input[at]) {
            case 'M' -> {
                begin = at;
                reply(OK);
            }
            case 'D' -> {
                envelope = 0;
                reply(GO_AHEAD);
            }
            case 'E' -> reply(EHLO);
            case 'Q' -> {
                over = true;
                reply(BYE);
            }
            default -> reply(OK);
        }
    }

    /// Looks for CR LF . CR LF: its octets are rare enough that one look in five finds it. The LF behind DATA counts as the
    /// first line end, for an empty message.
    private boolean content() throws IOException {
        int from = begin + envelope - 2;
        for (int i = Math.max(from + 4, position); i < limit; ) {
            switch (input[i]) {
                case '\n' -> {
                    if (isEnd(i, from)) {
                        end(i + 1);
                        return true;
                    }
                    i += input[i - 1] == '\r' ? 3 : 5;
                }
                case '\r' -> i += 1;
                case '.' -> i += 2;
                default -> i += 5;
            }
        }
        position = Math.max(from + 4, limit); // no message ends before
        return false;
    }

    private boolean isEnd(int lf, int from) {
        return lf - 4 >= from && input[lf - 1] == '\r' && input[lf - 2] == '.' && input[lf - 3] == '\n' && input[lf - 4] == '\r';
    }

    private void end(int end) throws IOException {
        recorder.get().take(input, begin, envelope, end);
        count.get().add();
        position = end;
        begin = end;
        envelope = -1;
        reply(OK);
    }

    private void reply(byte[] text) {
        if (pending + text.length > replies.length) {
            replies = Arrays.copyOf(replies, replies.length * 2);
        }
        System.arraycopy(text, 0, replies, pending, text.length);
        pending += text.length;
    }
}
