package org.chancery.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Parts that are our own, each beginning with its header (RFC 2046): what [MessageBuilder] puts together and what
/// [MessageEdit#replacePart] takes.
///
/// Example: `WrittenPart.multipart("digest", List.of(WrittenPart.message(first), WrittenPart.message(second)), random)`.
public final class WrittenPart {
    private static final byte[] CRLF = {'\r', '\n'};
    /// Short enough that a piece with its name stays on one folded line.
    private static final int FILENAME_PIECE = 48;

    private WrittenPart() {}

    /// A part text/`subtype` in UTF-8; line ends of any kind become CRLF.
    public static byte[] text(String subtype, String text) {
        byte[] octets = text.replaceAll("\r\n|\r|\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        String encoding = encoding(octets, text);
        return part(
                "text/" + subtype + "; charset=utf-8",
                List.of(HeaderField.structured("Content-Transfer-Encoding", encoding)),
                encoding.equals("quoted-printable") ? QuotedPrintable.encode(octets) : octets);
    }

    /// As it is wherever lines are short enough: an encoding would cut links and tokens for whoever reads the raw mail, and change
    /// the equals signs in them. Servers without 8BITMIME (RFC 6152) get the octets all the same and have passed them on for decades.
    private static String encoding(byte[] octets, String text) {
        if (text.contains("\0") || !hasShortLines(octets)) {
            return "quoted-printable";
        }
        return EightBit.isIn(octets) ? "8bit" : "7bit";
    }

    /// A whole message, byte for byte. A header with UTF-8 makes it message/global (RFC 6532 section 3.7).
    public static byte[] message(Message message) {
        byte[] octets = message.source();
        boolean global = EightBit.isIn(octets, 0, message.bodyStart());
        return part(
                global ? "message/global" : "message/rfc822",
                List.of(
                        HeaderField.structured("Content-Disposition", "inline"),
                        HeaderField.structured("Content-Transfer-Encoding", EightBit.isIn(octets) ? "8bit" : "7bit")),
                octets);
    }

    /// A multipart of these parts (RFC 2046 section 5.1.1), `subtype` with its parameters; `random` makes the boundary.
    public static byte[] multipart(String subtype, List<byte[]> parts, RandomGenerator random) {
        String boundary = boundary(parts, random);
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        boolean sevenBit = parts.stream().noneMatch(EightBit::isIn);
        var out = new ByteArrayOutputStream();
        out.writeBytes(HeaderField.structured("Content-Type", "multipart/" + subtype + "; boundary=\"" + boundary + '"')
                .bytes());
        // RFC 2045 section 6.4: a multipart says so when something in it has eight bits.
        out.writeBytes(HeaderField.structured("Content-Transfer-Encoding", sevenBit ? "7bit" : "8bit").bytes());
        for (byte[] part : parts) {
            out.writeBytes(delimiter);
            out.writeBytes(CRLF);
            out.writeBytes(part);
        }
        out.writeBytes(delimiter);
        out.writeBytes("--\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /// A forwarded message may hold the boundary of an earlier one, and the random source of a test repeats itself.
    private static String boundary(List<byte[]> parts, RandomGenerator random) {
        while (true) {
            String candidate = String.format(Locale.ROOT, "=_%016x", random.nextLong());
            Boundaries boundaries = new Boundaries();
            boundaries.push(candidate);
            if (parts.stream().noneMatch(boundaries::areIn)) {
                return candidate;
            }
        }
    }

    static byte[] attachment(ContentType type, String filename, byte[] content) {
        return part(
                type.toString(),
                List.of(
                        HeaderField.structured(
                                "Content-Disposition", "attachment" + filename(PlainText.harmless(filename))),
                        HeaderField.structured("Content-Transfer-Encoding", "base64")),
                Base64.getMimeEncoder().encode(content));
    }

    /// Quoted where it is short printable ASCII, else by RFC 2231 sections 3 and 4.
    private static String filename(String name) {
        boolean simple = name.length() <= FILENAME_PIECE
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\');
        if (simple) {
            return "; filename=\"" + name + '"';
        }
        String encoded = "utf-8''" + percentEncoded(name);
        List<String> pieces = new ArrayList<>();
        for (int at = 0, end; at < encoded.length(); at = end) {
            end = pieceEnd(encoded, at);
            pieces.add("; filename*" + pieces.size() + "*=" + encoded.substring(at, end));
        }
        return String.join("", pieces);
    }

    /// Never between a percent sign and its digits.
    private static int pieceEnd(String encoded, int from) {
        int end = from + FILENAME_PIECE;
        if (end >= encoded.length()) {
            return encoded.length();
        }
        int percent = encoded.indexOf('%', end - 2);
        return percent == end - 2 || percent == end - 1 ? percent : end;
    }

    private static String percentEncoded(String name) {
        var encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > ' ' && octet < 0x7F && ContentType.isToken(String.valueOf((char) octet))
                    && "*'%".indexOf(octet) < 0;
            encoded.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet & 0xFF));
        }
        return encoded.toString();
    }

    private static byte[] part(String type, List<HeaderField> more, byte[] body) {
        var out = new ByteArrayOutputStream(body.length + 256);
        out.writeBytes(HeaderField.structured("Content-Type", type).bytes());
        more.forEach(field -> out.writeBytes(field.bytes()));
        out.writeBytes(CRLF);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static boolean hasShortLines(byte[] octets) {
        for (int at = 0; at < octets.length; ) {
            int next = Lines.next(octets, at, octets.length);
            if (next - at > HeaderField.MAX_LINE) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
