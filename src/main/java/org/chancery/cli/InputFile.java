package org.chancery.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.chancery.administration.Refused;

/// What a command reads: the FILE of its line, or stdin. A command run inside the server gets the octets that
/// the caller's own process has read, never a path, so the server opens nothing for others.
final class InputFile {
    /// What a person types for stdin, and the default of every command that reads.
    static final String STDIN = "-";

    private final Source source;

    InputFile(Source source) {
        this.source = source;
    }

    interface Source {
        InputStream open() throws IOException;
    }

    InputStream open() throws IOException {
        return source.open();
    }

    /// As UTF-8 text; octets that are not UTF-8 become U+FFFD, which no address or key accepts.
    BufferedReader reader() throws IOException {
        return new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE)), 1 << 16);
    }

    /// All of it, at most `max` octets; more is refused.
    byte[] bytes(int max) throws IOException {
        try (InputStream in = open()) {
            byte[] all = in.readNBytes(max + 1);
            if (all.length > max) {
                throw new Refused("The input is longer than " + max + " octets.");
            }
            return all;
        }
    }

    String text(int max) throws IOException {
        return new String(bytes(max), StandardCharsets.UTF_8);
    }
}
