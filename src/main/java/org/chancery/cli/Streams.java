package org.chancery.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/// What a command reads and prints to. `isTerminal`: somebody watches stderr, so progress may redraw its line.
public record Streams(InputStream in, OutputStream out, OutputStream err, boolean isTerminal) {
    /// Those of this process. The launcher has looked whether stderr is a terminal (`-Dchancery.terminal=true`): Java
    /// can only tell about stdin and stdout together.
    public static Streams ofThisProcess() {
        return new Streams(
                new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err),
                Boolean.getBoolean("chancery.terminal"));
    }
}
