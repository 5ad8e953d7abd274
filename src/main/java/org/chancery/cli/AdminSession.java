package org.chancery.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.chancery.administration.Caller;
import org.chancery.cli.ServicesOpener.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// One command run inside the server for another process.
final class AdminSession {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSession.class);

    private final SocketChannel channel;
    private final String owner;
    private final Services services;
    private final DataInputStream in;
    private final DataOutputStream out;

    AdminSession(SocketChannel channel, String owner, Services services) {
        this.channel = channel;
        this.owner = owner;
        this.services = services;
        this.in = new DataInputStream(Channels.newInputStream(channel));
        this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), Frame.MAX + 5));
    }

    void run() throws IOException {
        String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        if (!user.equals(owner) && !user.equals("root")) {
            LOG.warn("cli.session refused user={}", Visible.line(user));
            return;
        }
        Frame.of(Frame.Kind.HELLO, Frame.GREETING).write(out);
        List<String> line = new ArrayList<>();
        Frame frame = Frame.read(in);
        while (frame.kind() == Frame.Kind.ARGUMENT && line.size() < Frame.MAX_ARGUMENTS) {
            line.add(frame.text());
            frame = Frame.read(in);
        }
        if (frame.kind() != Frame.Kind.RUN) {
            throw new IOException(frame.kind() + " came where the line should end");
        }
        int exitCode = run(line, user, frame.text().equals("terminal"));
        new Frame(Frame.Kind.EXIT, new byte[] {(byte) exitCode}).write(out);
    }

    private int run(List<String> line, String user, boolean isTerminal) {
        InputStream input = new FrameInput();
        Streams streams = new Streams(input, new FrameOutput(Frame.Kind.OUT), new FrameOutput(Frame.Kind.ERR), isTerminal);
        Invocation invocation = new Invocation(new GlobalOptions(), streams, new Caller("local:" + user, "cli"));
        invocation.workOn(services);
        OutputFile document = body -> {
            OutputStream file = new BufferedOutputStream(new FrameOutput(Frame.Kind.FILE), 1 << 16);
            body.to(file);
            file.flush();
        };
        CommandLine commands = Commands.tree(invocation, new FileArguments.OfTheCaller(input, document), line, Set.of());
        return Commands.execute(commands, invocation, line, parsed -> execute(parsed, user));
    }

    private static int execute(ParseResult parsed, String user) {
        String command = Commands.leaf(parsed).qualifiedName(".");
        if (!Commands.isForTheStore(parsed)) {
            throw new CommandFailure(ExitCode.USAGE, command + " does not run inside the server.");
        }
        int exitCode = Commands.runHere(parsed);
        LOG.info("cli.run user={} command={} exit={}", user, command, exitCode);
        return exitCode;
    }

    /// What the client has read, asked for at the first read. A connection that ends before the final empty frame is an
    /// error, so that half a file is never taken for a whole one.
    private final class FrameInput extends InputStream {
        private byte[] content = new byte[0];
        private int at;
        private boolean isAsked;
        private boolean isEnded;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == content.length && !isEnded) {
                fill();
            }
            if (isEnded) {
                return -1;
            }
            int n = Math.min(length, content.length - at);
            System.arraycopy(content, at, into, offset, n);
            at += n;
            return n;
        }

        private void fill() throws IOException {
            if (!isAsked) {
                isAsked = true;
                new Frame(Frame.Kind.WANT, new byte[0]).write(out);
            }
            content = Frame.expect(in, Frame.Kind.INPUT).content();
            at = 0;
            isEnded = content.length == 0;
        }
    }

    private final class FrameOutput extends OutputStream {
        private final Frame.Kind kind;

        FrameOutput(Frame.Kind kind) {
            this.kind = kind;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += Frame.MAX) {
                int end = offset + Math.min(length, done + Frame.MAX);
                new Frame(kind, Arrays.copyOfRange(octets, offset + done, end)).write(out);
            }
        }
    }
}
