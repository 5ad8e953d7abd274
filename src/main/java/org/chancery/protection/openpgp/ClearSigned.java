package org.chancery.protection.openpgp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.mail.Parsed;

/// The cleartext signature framework (RFC 9580 section 7), where it makes up a whole text.
///
/// Refused, because readers would take what is not covered for signed: text around the block, and armour headers other than Hash.
record ClearSigned(byte[] document, byte[] signature) {
    private static final String BEGINNING = "-----BEGIN PGP SIGNED MESSAGE-----";

    private static final Pattern HASH = Pattern.compile("Hash: NAME(, ?NAME)*\\s*".replace("NAME", "(MD5|SHA1|RIPEMD160|SHA224|SHA256|SHA384|SHA512|SHA3-256|SHA3-512)"));

    static boolean isIn(String text) {
        return text.contains(BEGINNING);
    }

    /// `text` holds one character for each octet.
    static Optional<ClearSigned> whole(String text) {
        List<String> lines = List.of(text.strip().split("\r?\n", -1));
        if (!lines.getFirst().stripTrailing().equals(BEGINNING)) {
            return Optional.empty();
        }
        int at = 1;
        while (at < lines.size() && HASH.matcher(lines.get(at)).matches()) {
            at++;
        }
        if (at == lines.size() || !lines.get(at).isBlank()) {
            return Optional.empty();
        }
        int end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith(Armor.beginning("PGP SIGNATURE"))) {
            end++;
        }
        if (end == lines.size() || lines.subList(at + 1, end).stream().anyMatch(line -> line.startsWith("-") && !line.startsWith("- "))) {
            return Optional.empty();
        }
        byte[] document = String.join("\r\n", lines.subList(at + 1, end).stream().map(ClearSigned::covered).toList()).getBytes(StandardCharsets.ISO_8859_1);
        return Armor.whole(String.join("\n", lines.subList(end, lines.size())))
                .map(block -> new ClearSigned(document, block.octets()));
    }

    /// Section 7.2: blanks at line ends are not covered, dash escapes neither.
    private static String covered(String line) {
        return withoutTrailingBlanks(line.startsWith("- ") ? line.substring(2) : line);
    }

    static String withoutTrailingBlanks(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        return line.substring(0, end);
    }

    /// The signature packets of an armoured or binary signature; empty when it holds anything else.
    static List<byte[]> packets(byte[] signature) {
        if (!(Packets.read(signature) instanceof Parsed.Value<List<Packets.Packet>>(List<Packets.Packet> packets))) {
            return List.of();
        }
        List<Packets.Packet> significant = packets.stream().filter(packet -> packet.tag() != Packets.MARKER && packet.tag() != Packets.PADDING).toList();
        return significant.stream().allMatch(packet -> packet.tag() == Packets.SIGNATURE)
                ? significant.stream().map(packet -> packet.whole(signature)).toList()
                : List.of();
    }
}
