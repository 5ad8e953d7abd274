package org.chancery.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Lines of bounded length from a stream: of one that is too long the rest is read and thrown away.
final class LineReader {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean isTooLong;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /// Is there another line? The last one needs no line end.
    boolean next() throws IOException {
        line.reset();
        isTooLong = false;
        int octet = in.read();
        if (octet < 0) {
            return false;
        }
        for (; octet >= 0 && octet != '\n'; octet = in.read()) {
            if (line.size() < DiagnoseBatch.MAX_LINE) {
                line.write(octet);
            } else {
                isTooLong = true;
            }
        }
        return true;
    }

    boolean isTooLong() {
        return isTooLong;
    }

    boolean isEmpty() {
        return line.toString(java.nio.charset.StandardCharsets.ISO_8859_1).isBlank();
    }

    byte[] bytes() {
        return line.toByteArray();
    }
}
