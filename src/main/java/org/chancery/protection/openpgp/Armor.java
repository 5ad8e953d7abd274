package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        List<String> lines = text.strip().lines().map(String::stripTrailing).toList();
        return lines.isEmpty() || !isBeginning(lines.getFirst()) || lastOf(lines, 0) != lines.size() - 1 ? Optional.empty() : block(lines);
    }

    /// All blocks in a text, whatever stands between them; or where the first broken one is.
    public static Parsed<List<Block>> all(String text) {
        List<String> lines = text.lines().map(String::stripTrailing).toList();
        List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (isBeginning(lines.get(at))) {
                int last = lastOf(lines, at);
                Optional<Block> block = last < 0 ? Optional.empty() : block(lines.subList(at, last + 1));
                if (block.isEmpty()) {
                    return Parsed.malformed(at, "armour that is broken or does not end");
                }
                blocks.add(block.get());
                at = last;
            }
        }
        return Parsed.of(blocks);
    }

    /// The octets of armoured or binary data; empty when it is armoured and broken.
    public static Optional<List<byte[]>> octets(byte[] data) {
        if (data.length > 0 && data[0] < 0) { // bit 7: a packet, RFC 9580 section 4.2
            return Optional.of(List.of(data));
        }
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return all(text).toOptional().filter(blocks -> !blocks.isEmpty()).map(blocks -> blocks.stream().map(Block::octets).toList());
    }

    private static boolean isBeginning(String line) {
        return line.startsWith(BEGIN + "PGP ") && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length();
    }

    private static int lastOf(List<String> lines, int first) {
        String label = lines.get(first).substring(BEGIN.length(), lines.get(first).length() - DASHES.length());
        for (int at = first + 1; at < lines.size(); at++) {
            if (lines.get(at).equals(ending(label))) {
                return at;
            }
        }
        return -1;
    }

    private static Optional<Block> block(List<String> lines) {
        String label = lines.getFirst().substring(BEGIN.length(), lines.getFirst().length() - DASHES.length());
        int at = 1;
        while (at < lines.size() - 1 && lines.get(at).contains(": ") || (at < lines.size() - 1 && lines.get(at).endsWith(":"))) {
            at++;
        }
        return decoded(lines.subList(at, lines.size() - 1)).map(octets -> new Block(label, octets));
    }

    /// Up to the padding or the checksum, after which nothing but one checksum may stand: readers would take more for text.
    private static Optional<byte[]> decoded(List<String> lines) {
        byte[] base64 = new byte[lines.stream().mapToInt(String::length).sum()];
        int length = 0;
        boolean isOver = false;
        for (String text : lines) {
            String line = text.strip();
            boolean isEnd = line.startsWith("=");
            if (isEnd ? line.length() > 2 && line.length() != CHECKSUM : isOver && !line.isEmpty()) {
                return Optional.empty();
            }
            String data = isEnd ? "" : withoutChecksum(line, length);
            isOver |= line.contains("=");
            for (int i = 0; i < data.length(); i++) {
                base64[length++] = (byte) Math.min(data.charAt(i), 0x7F); // beyond ASCII is no base64 either
            }
        }
        try {
            return Optional.of(Base64.getDecoder().decode(length == base64.length ? base64 : Arrays.copyOf(base64, length)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// Some writers put the checksum on the last line of the data.
    private static String withoutChecksum(String line, int before) {
        int end = line.indexOf('=');
        while (end >= 0 && end < line.length() && line.charAt(end) == '=' && (before + end) % 4 != 0) {
            end++;
        }
        return end < 0 ? line : line.substring(0, end);
    }
}
