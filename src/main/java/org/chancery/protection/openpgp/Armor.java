package org.chancery.protection.openpgp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// ASCII armour (RFC 9580 section 6.2). Read with or without a checksum, whose value is not looked at (section 6.1 forbids to refuse
/// for it). Written in lines of 64 columns, with a checksum only where GnuPG 2.2 would otherwise take the END line for data: after old
/// packets whose base64 has no padding.
///
/// Example: `Armor.write("PGP MESSAGE", octets)`.
public final class Armor {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    /// Of a line with nothing but a checksum: `=` and four characters.
    private static final int CHECKSUM = 5;
    static final byte[] LINE_END = {'\r', '\n'};
    /// Octets behind one line of 64 columns.
    static final int LINE_OCTETS = 48;

    private Armor() {}

    /// One block: its label, such as `PGP MESSAGE`, and the octets in it.
    public record Block(String label, byte[] octets) {}

    static String beginning(String label) {
        return BEGIN + label + DASHES;
    }

    static String ending(String label) {
        return END + label + DASHES;
    }

    /// Lines end with CRLF.
    public static byte[] write(String label, byte[] octets) {
        String body = Base64.getMimeEncoder(64, LINE_END).encodeToString(octets);
        String checksum = octets.length % 3 == 0 && isOld(octets) ? "\r\n=" + crc24(octets) : "";
        return (beginning(label) + "\r\n\r\n" + body + checksum + "\r\n" + ending(label) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// RFC 9580 section 6.1 forbids a checksum after packets that only new software reads.
    private static boolean isOld(byte[] octets) {
        return Packets.read(octets, Integer.MAX_VALUE) instanceof Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets)
                && packets.stream().noneMatch(packet -> packet.tag() == Packets.ENCRYPTED_WITH_INTEGRITY
                        ? packet.version() == 2 : packet.tag() <= Packets.PUBLIC_KEY && packet.version() == 6);
    }

    /// RFC 9580 section 6.1.1.
    private static String crc24(byte[] octets) {
        int crc = 0xB704CE;
        for (byte octet : octets) {
            crc ^= (octet & 0xFF) << 16;
            for (int bit = 0; bit < 8; bit++) {
                crc <<= 1;
                crc ^= (crc & 0x1000000) == 0 ? 0 : 0x1864CFB;
            }
        }
        return Base64.getEncoder().encodeToString(new byte[] {(byte) (crc >> 16), (byte) (crc >> 8), (byte) crc});
    }

    /// The one block that makes up the whole text, blanks around it left out.
    public static Optional<Block> whole(String text) {
        byte[] octets = text.strip().getBytes(StandardCharsets.ISO_8859_1);
        ArmorLines lines = new ArmorLines(octets);
        return lines.next() && isBeginning(lines) ? block(lines).filter(_ -> !lines.next()) : Optional.empty();
    }

    /// All blocks in a text, whatever stands between them; or where the first broken one is.
    public static Parsed<List<Block>> all(String text) {
        return all(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Parsed<List<Block>> all(byte[] text) {
        ArmorLines lines = new ArmorLines(text);
        List<Block> blocks = new ArrayList<>();
        while (lines.next()) {
            if (isBeginning(lines)) {
                int at = lines.start();
                Optional<Block> block = block(lines);
                if (block.isEmpty()) {
                    return Parsed.malformed(at, "armour that is broken or does not end");
                }
                blocks.add(block.get());
            }
        }
        return Parsed.of(blocks);
    }

    /// The octets of armoured or binary data; empty when it is armoured and broken.
    public static Optional<List<byte[]>> octets(byte[] data) {
        if (data.length > 0 && data[0] < 0) { // bit 7: a packet, RFC 9580 section 4.2
            return Optional.of(List.of(data));
        }
        return all(data).toOptional().filter(blocks -> !blocks.isEmpty()).map(blocks -> blocks.stream().map(Block::octets).toList());
    }

    private static boolean isBeginning(ArmorLines line) {
        return line.startsWith(BEGIN + "PGP ") && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length();
    }

    /// From its first line, where `lines` stands, to its last, where they stand then.
    private static Optional<Block> block(ArmorLines lines) {
        String label = lines.text().substring(BEGIN.length(), lines.length() - DASHES.length());
        ArmorLines body = lines.behind();
        String ending = ending(label);
        while (lines.next()) {
            if (lines.is(ending)) {
                return decoded(body.until(lines.start())).map(octets -> new Block(label, octets));
            }
        }
        return Optional.empty();
    }

    /// Up to the padding or the checksum, after which nothing but one checksum may stand: readers would take more for text. Fields of the
    /// armour stand before it.
    private static Optional<byte[]> decoded(ArmorLines lines) {
        byte[] base64 = new byte[lines.left()];
        int length = 0;
        boolean isOver = false;
        boolean isHeader = true;
        while (lines.next()) {
            isHeader &= lines.contains(": ") || lines.endsWith(":");
            if (isHeader) {
                continue;
            }
            lines.stripLeading();
            boolean isEnd = lines.startsWith("=");
            if (isEnd ? lines.length() > 2 && lines.length() != CHECKSUM : isOver && lines.length() > 0) {
                return Optional.empty();
            }
            int data = isEnd ? 0 : withoutChecksum(lines, length);
            isOver |= lines.contains("=");
            length += lines.copy(data, base64, length);
        }
        return base64(base64, length);
    }

    private static Optional<byte[]> base64(byte[] characters, int length) {
        try {
            ByteBuffer octets = Base64.getDecoder().decode(ByteBuffer.wrap(characters, 0, length));
            return Optional.of(octets.limit() == octets.array().length ? octets.array() : Arrays.copyOf(octets.array(), octets.limit()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// Some writers put the checksum on the last line of the data. How many characters stand before it.
    private static int withoutChecksum(ArmorLines line, int before) {
        int end = line.indexOf('=');
        while (end >= 0 && end < line.length() && line.at(end) == '=' && (before + end) % 4 != 0) {
            end++;
        }
        return end < 0 ? line.length() : end;
    }
}
