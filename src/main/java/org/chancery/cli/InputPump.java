package org.chancery.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends the FILE or stdin of a command to the server once the server asks for it. It reads in a thread of its own, since
/// the server may print meanwhile, and stdin may never end. The file is opened at once: a missing one must be told
/// before anything is done.
final class InputPump implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final @Nullable InputStream in;
    private final DataOutputStream out;
    private final Runnable endOutput;

    InputPump(Optional<InputFile> input, DataOutputStream out, Runnable endOutput) throws IOException {
        this.in = input.isPresent() ? input.get().open() : null;
        this.out = out;
        this.endOutput = endOutput;
    }

    void start() throws IOException {
        InputStream source = in;
        if (source == null) {
            throw new IOException("this command reads no file, but the server asked for one");
        }
        Thread.ofVirtual().name("cli-input").start(() -> send(source));
    }

    /// A file that breaks off is not its end: the connection is left without the final empty frame and closed.
    private void send(InputStream source) {
        try {
            byte[] chunk = new byte[CHUNK];
            for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
                if (n > 0) {
                    new Frame(Frame.Kind.INPUT, Arrays.copyOf(chunk, n)).write(out);
                }
            }
            new Frame(Frame.Kind.INPUT, new byte[0]).write(out);
        } catch (IOException _) {
            // Either the command ended without reading to the end, which is its right, or the file broke off: then no
            // final frame is sent, and ending our side of the connection tells the server so.
            endOutput.run();
        }
    }

    @Override
    public void close() throws IOException {
        InputStream source = in;
        if (source != null) {
            source.close();
        }
    }
}
