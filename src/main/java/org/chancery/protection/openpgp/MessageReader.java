package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPException;
import org.chancery.mail.Parsed;
import org.chancery.protection.Octets;
import org.chancery.protection.ProtectionLimits;

/// The grammar of an OpenPGP message that is not encrypted, or no longer (RFC 9580 section 10.3): one literal, signed or not, compressed
/// or not. Anything else, such as two literals in a row, of which a signature would cover one, is refused.
final class MessageReader {
    private MessageReader() {}

    /// `data` is the content of the literal; the signatures are whole packets.
    record Content(byte[] data, List<byte[]> signatures) {}

    /// What was unpacked is let go with the next layer: a post may be large, and its layers are many.
    static Optional<Content> read(byte[] octets) {
        Optional<byte[]> inside = Optional.of(octets);
        for (int layer = 0; inside.isPresent() && layer <= ProtectionLimits.COMPRESSED_LAYERS; layer++) {
            List<Packets.Packet> packets = significant(inside.get());
            if (packets.size() != 1 || packets.getFirst().tag() != Packets.COMPRESSED) {
                return packets.isEmpty() ? Optional.empty() : literal(inside.get(), packets);
            }
            inside = decompressed(inside.get(), packets.getFirst(), octets.length);
        }
        return Optional.empty();
    }

    /// Without the packets that say nothing.
    static List<Packets.Packet> significant(byte[] octets) {
        return switch (Packets.read(octets)) {
            case Parsed.Malformed<List<Packets.Packet>> _ -> List.of();
            case Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets) ->
                packets.stream().filter(packet -> packet.tag() != Packets.MARKER && packet.tag() != Packets.PADDING).toList();
        };
    }

    private static Optional<Content> literal(byte[] octets, List<Packets.Packet> packets) {
        int at = 0;
        int onePass = 0;
        List<byte[]> signatures = new ArrayList<>();
        for (; at < packets.size() && packets.get(at).tag() != Packets.LITERAL; at++) {
            switch (packets.get(at).tag()) {
                case Packets.ONE_PASS_SIGNATURE -> onePass++;
                case Packets.SIGNATURE -> signatures.add(packets.get(at).whole(octets));
                default -> {
                    return Optional.empty();
                }
            }
        }
        if (at == packets.size() || packets.size() - at - 1 != onePass) {
            return Optional.empty();
        }
        for (Packets.Packet after : packets.subList(at + 1, packets.size())) {
            if (after.tag() != Packets.SIGNATURE) {
                return Optional.empty();
            }
            signatures.add(after.whole(octets));
        }
        return data(packets.get(at).content()).map(data -> new Content(data, signatures));
    }

    /// RFC 9580 section 5.9: format, length and text of a file name, four octets of date, then the data.
    private static Optional<byte[]> data(Octets.Range literal) {
        if (literal.length() < 6) {
            return Optional.empty();
        }
        int start = literal.from() + 2 + (literal.array()[literal.from() + 1] & 0xFF) + 4;
        return start > literal.to() ? Optional.empty() : Optional.of(Arrays.copyOfRange(literal.array(), start, literal.to()));
    }

    /// Empty, too, when more comes out than `packed` octets honestly hold.
    private static Optional<byte[]> decompressed(byte[] octets, Packets.Packet packet, int packed) {
        int most = ProtectionLimits.mostOutOf(packed);
        try (InputStream in = new PGPCompressedData(new BCPGInputStream(new ByteArrayInputStream(octets, packet.start(), packet.end() - packet.start()))).getDataStream()) {
            byte[] inside = in.readNBytes(most + 1);
            return inside.length > most ? Optional.empty() : Optional.of(inside);
        } catch (IOException | PGPException | RuntimeException damaged) {
            return Optional.empty(); // whoever sent it learns only that it could not be opened
        }
    }
}
