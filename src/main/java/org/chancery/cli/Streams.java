package org.chancery.cli;

import java.io.InputStream;
import java.io.OutputStream;

/// What a command reads and prints to. `isTerminal`: somebody watches stderr, so progress may redraw its line.
public record Streams(InputStream in, OutputStream out, OutputStream err, boolean isTerminal) {}
