package org.chancery.smtp;

import java.io.IOException;
import java.util.Arrays;
import org.chancery.mail.EightBit;

/// Octets of a message as DATA carries them: each line ends in CRLF, a leading dot is doubled (RFC 5321 section 4.5.2).
/// Made once and written to any number of receivers without another copy.
///
/// A bare CR or LF becomes CRLF before dots are stuffed, so that nothing can be smuggled outward; a missing last CRLF
/// is added. So one can be put behind another: personal header fields before a shared rest.
///
/// Example: `DotStuffed.of("Subject: x\r\n\r\n.hidden\r\n".getBytes(US_ASCII))`.
public final class DotStuffed {
    /// No octets at all.
    public static final DotStuffed EMPTY = new DotStuffed(new byte[0], 0, false);

    private final byte[] octets;
    private final int size;
    private final boolean eightBit;

    private DotStuffed(byte[] octets, int size, boolean eightBit) {
        this.octets = octets;
        this.size = size;
        this.eightBit = eightBit;
    }

    /// Keeps `message` itself when nothing has to be changed in it, which is the common case.
    public static DotStuffed of(byte[] message) {
        return isReady(message) ? new DotStuffed(message, message.length, EightBit.isIn(message)) : written(message);
    }

    /// Each line ends in CRLF, and none begins with a dot.
    private static boolean isReady(byte[] message) {
        boolean lineStart = true;
        for (int i = 0; i < message.length; i++) {
            byte octet = message[i];
            if (octet == '\r' && i + 1 < message.length && message[i + 1] == '\n') {
                i++;
                lineStart = true;
            } else if (octet == '\r' || octet == '\n' || (lineStart && octet == '.')) {
                return false;
            } else {
                lineStart = false;
            }
        }
        return lineStart;
    }

    private static DotStuffed written(byte[] message) {
        byte[] out = new byte[message.length + 16];
        int n = 0;
        int stuffed = 0;
        boolean eightBit = false;
        boolean lineStart = true;
        for (int i = 0; i < message.length; i++) {
            if (n + 3 > out.length) {
                out = Arrays.copyOf(out, out.length + out.length / 2 + 3);
            }
            byte octet = message[i];
            if (octet == '\r' || octet == '\n') {
                if (octet == '\r' && i + 1 < message.length && message[i + 1] == '\n') {
                    i++;
                }
                out[n++] = '\r';
                out[n++] = '\n';
                lineStart = true;
                continue;
            }
            if (lineStart && octet == '.') {
                out[n++] = '.';
                stuffed++;
            }
            eightBit |= octet < 0;
            out[n++] = octet;
            lineStart = false;
        }
        if (!lineStart) {
            out = Arrays.copyOf(out, n + 2);
            out[n++] = '\r';
            out[n++] = '\n';
        }
        return new DotStuffed(Arrays.copyOf(out, n), n - stuffed, eightBit);
    }

    /// Octets without the doubled dots: what SIZE counts.
    public int size() {
        return size;
    }

    /// Is there an octet above 127?
    public boolean isEightBit() {
        return eightBit;
    }

    void writeTo(Wire wire) throws IOException {
        wire.write(octets);
    }

    /// A copy of what goes over the wire, without the final dot.
    public byte[] toBytes() {
        return octets.clone();
    }
}
