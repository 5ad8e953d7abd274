package org.chancery.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A command's end of the admin socket; the protocol is explained at [Frame].
final class AdminConnection implements Closeable {
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    private AdminConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), Frame.MAX + 5));
    }

    /// Connects to the server of this data folder, or empty when nobody serves there. A server that takes the connection
    /// but does not greet before `deadlineNanos` counts as nobody.
    static Optional<AdminConnection> open(Path data, long deadlineNanos) throws IOException {
        Optional<Path> path = SocketPath.forClient(data);
        return path.isEmpty() ? Optional.empty() : connect(path.get(), deadlineNanos);
    }

    private static Optional<AdminConnection> connect(Path path, long deadlineNanos) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            if (isGreeted(channel, deadlineNanos)) {
                AdminConnection connection = new AdminConnection(channel);
                requireSameVersion(Frame.expect(connection.in, Frame.Kind.HELLO));
                return Optional.of(connection);
            }
        } catch (IOException _) {
            // Nobody listens on the path that an ended server left behind, or it ended just now: the lock decides.
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    private static void requireSameVersion(Frame hello) {
        if (!hello.text().equals(Frame.GREETING)) {
            throw new CommandFailure(ExitCode.TRY_LATER, "The running server is of another version than this command. Restart the server.");
        }
    }

    /// A blocking read of a unix socket has no time limit of its own.
    private static boolean isGreeted(SocketChannel channel, long deadlineNanos) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
            selector.select(millis);
            if (selector.selectedKeys().isEmpty()) {
                return false;
            }
        }
        channel.configureBlocking(true);
        return true;
    }

    /// Has the server run the line, with the files and streams of this process, and returns the exit code.
    int run(List<String> line, FilesOfCommand files, Streams streams) throws IOException {
        if (line.size() > Frame.MAX_ARGUMENTS) {
            throw new CommandFailure(ExitCode.USAGE, "The line has more than " + Frame.MAX_ARGUMENTS + " words. Use a file.");
        }
        try (InputPump pump = new InputPump(files.input(), out, this::endOutput)) {
            for (String word : line) {
                Frame.of(Frame.Kind.ARGUMENT, word).write(out);
            }
            Frame.of(Frame.Kind.RUN, streams.isTerminal() ? "terminal" : "").write(out);
            return new Follower(streams, files, pump).follow();
        }
    }

    private void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Passes on what the server sends until the command ends.
    private final class Follower {
        private final Streams streams;
        private final FilesOfCommand files;
        private final InputPump pump;
        private @Nullable OutputStream document;

        Follower(Streams streams, FilesOfCommand files, InputPump pump) {
            this.streams = streams;
            this.files = files;
            this.pump = pump;
        }

        int follow() throws IOException {
            while (true) {
                Frame frame = Frame.read(in);
                switch (frame.kind()) {
                    case OUT -> print(streams.out(), frame);
                    case ERR -> print(streams.err(), frame);
                    case WANT -> pump.start();
                    case FILE -> {
                        if (document == null) {
                            return followInto(frame);
                        }
                        document.write(frame.content());
                    }
                    case EXIT -> {
                        return frame.content()[0] & 0xFF;
                    }
                    case HELLO, ARGUMENT, RUN, INPUT -> throw new IOException(frame.kind() + " came from the server");
                }
            }
        }

        /// The file stays only if the command ends well.
        private int followInto(Frame first) throws IOException {
            try {
                files.output().orElseThrow(() -> new IOException("this command writes no file, but the server sent one")).write(opened -> {
                    document = opened;
                    opened.write(first.content());
                    int exitCode = follow();
                    if (exitCode != ExitCode.DONE) {
                        throw new Unfinished(exitCode);
                    }
                });
                return ExitCode.DONE;
            } catch (Unfinished end) {
                return end.exitCode;
            }
        }

        private static void print(OutputStream to, Frame frame) throws IOException {
            to.write(frame.content());
            to.flush();
        }
    }

    /// The command failed after it had begun to write its file; the server has said why.
    private static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int exitCode;

        Unfinished(int exitCode) {
            this.exitCode = exitCode;
        }
    }
}
