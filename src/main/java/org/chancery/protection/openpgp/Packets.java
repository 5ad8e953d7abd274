package org.chancery.protection.openpgp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chancery.mail.Parsed;
import org.chancery.protection.Octets;
import org.chancery.protection.ProtectionLimits;

/// The packets of an octet string, without looking into them (RFC 9580 section 4.2): what stands in which order, and that each ends
/// where it says, before any other code reads them.
///
/// Refused: more than [ProtectionLimits#PACKETS] packets, a length beyond the end, a first octet without bit 7, an old-format packet of
/// indeterminate length that is not last.
final class Packets {
    static final int PUBLIC_KEY_SESSION_KEY = 1;
    static final int SIGNATURE = 2;
    static final int SYMMETRIC_KEY_SESSION_KEY = 3;
    static final int ONE_PASS_SIGNATURE = 4;
    static final int SECRET_KEY = 5;
    static final int PUBLIC_KEY = 6;
    static final int COMPRESSED = 8;
    static final int ENCRYPTED_WITHOUT_INTEGRITY = 9;
    static final int MARKER = 10;
    static final int LITERAL = 11;
    static final int TRUST = 12;
    static final int ENCRYPTED_WITH_INTEGRITY = 18;
    /// Not in RFC 9580: what GnuPG 2.3 and later write between themselves.
    static final int ENCRYPTED_OCB = 20;
    static final int PADDING = 21;

    private final byte[] bytes;
    private int at;

    private Packets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// `start` to `end` is the packet with its header, `content` what is in it with partial lengths put together.
    record Packet(int tag, int start, int end, Octets.Range content) {
        /// A copy.
        byte[] body() {
            return content.copy();
        }

        /// The first octet of the content, in most packets a version; -1 when there is none.
        int version() {
            return content.length() == 0 ? -1 : content.array()[content.from()] & 0xFF;
        }

        /// A copy of the first octets of the content, no more than `most`.
        byte[] beginning(int most) {
            return new Octets.Range(content.array(), content.from(), content.from() + Math.min(most, content.length())).copy();
        }

        byte[] whole(byte[] bytes) {
            return Arrays.copyOfRange(bytes, start, end);
        }
    }

    /// One after the other.
    static byte[] joined(List<byte[]> packets) {
        var all = new ByteArrayOutputStream();
        packets.forEach(all::writeBytes);
        return all.toByteArray();
    }

    static Parsed<List<Packet>> read(byte[] bytes) {
        return read(bytes, ProtectionLimits.PACKETS);
    }

    static Parsed<List<Packet>> read(byte[] bytes, int most) {
        try {
            Packets packets = new Packets(bytes);
            List<Packet> all = new ArrayList<>();
            while (packets.at < bytes.length) {
                if (all.size() == most) {
                    return Parsed.malformed(packets.at, "more than " + most + " packets");
                }
                all.add(packets.next());
            }
            return Parsed.of(all);
        } catch (Cut cut) {
            return Parsed.malformed(cut.at, "a packet that is none or does not end");
        }
    }

    private static final class Cut extends RuntimeException {
        private final int at;

        Cut(int at) {
            super(null, null, false, false);
            this.at = at;
        }
    }

    private Packet next() {
        int start = at;
        int first = octet();
        if ((first & 0x80) == 0) {
            throw new Cut(start);
        }
        boolean newFormat = (first & 0x40) != 0;
        Octets.Range body = newFormat ? newBody() : oldBody(first & 3);
        return new Packet(newFormat ? first & 0x3F : (first >> 2) & 0x0F, start, at, body);
    }

    private Octets.Range oldBody(int lengthType) {
        return switch (lengthType) {
            case 0 -> take(octet());
            case 1 -> take(number(2));
            case 2 -> take(number(4));
            default -> take(bytes.length - at);
        };
    }

    private Octets.Range newBody() {
        int first = octet();
        if (first < 224 || first == 255) {
            return take(length(first));
        }
        var joined = new ByteArrayOutputStream();
        while (first >= 224 && first < 255) {
            append(joined, take(1 << (first & 0x1F)));
            first = octet();
        }
        append(joined, take(length(first)));
        return Octets.Range.of(joined.toByteArray());
    }

    private static void append(ByteArrayOutputStream joined, Octets.Range part) {
        joined.write(part.array(), part.from(), part.length());
    }

    private int length(int first) {
        return first < 192 ? first : first < 224 ? ((first - 192) << 8) + octet() + 192 : number(4);
    }

    private int number(int octets) {
        int number = 0;
        for (int i = 0; i < octets; i++) {
            number = (number << 8) | octet();
        }
        return number;
    }

    private int octet() {
        if (at >= bytes.length) {
            throw new Cut(at);
        }
        return bytes[at++] & 0xFF;
    }

    private Octets.Range take(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new Cut(at);
        }
        at += length;
        return new Octets.Range(bytes, at - length, at);
    }
}
