package org.chancery.posting.transform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.EightBit;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// Puts text at the beginning or the end of a message that is one plain text, in its charset and its transfer encoding (RFC 2045
/// section 6): what was there keeps every octet once it is decoded. Empty where that cannot be done without loss: other types, unknown
/// charsets and encodings, a charset that lacks a character of the text. Text in ASCII alone is called UTF-8 where that helps, which it is.
///
/// Example: a quoted-printable text in ISO-8859-1 gets `Grüße` as `Gr=FC=DFe`.
final class EdgesOfText {
    /// Parameters that may stay when the charset is named anew (RFC 3676).
    private static final Set<String> KEPT = Set.of("format", "delsp");
    /// Charsets that are read from a state; only the one whose state can be seen is continued.
    private static final String JAPANESE = "iso-2022-jp";
    private static final int QUOTED_LINE = 75; // RFC 2045 section 6.7 allows 76 with the equals sign

    private final Message post;
    private final Part root;
    private final String encoding;

    private EdgesOfText(Message post) {
        this.post = post;
        this.root = post.root();
        this.encoding = root.headers().first("Content-Transfer-Encoding").map(Header::value).orElse("7bit").strip().toLowerCase(Locale.ROOT);
    }

    /// `text` has CRLF at its line ends and begins with a line of its own; the message as it is when there is none.
    static Optional<Message> append(Message post, String text) {
        return joined(post, text, Edge.END);
    }

    /// `text` has CRLF at its line ends and ends with one; the message as it is when there is none.
    static Optional<Message> prepend(Message post, String text) {
        return joined(post, text, Edge.BEGINNING);
    }

    private enum Edge { BEGINNING, END }

    private static Optional<Message> joined(Message post, String text, Edge edge) {
        if (text.isEmpty()) {
            return Optional.of(post);
        }
        EdgesOfText whole = new EdgesOfText(post);
        return whole.isOnePlainText() && (edge == Edge.END || !whole.beginsWithMark())
                ? whole.charset(text, edge).map(charset -> whole.with(text.getBytes(charset), charset, edge)).filter(longer -> whole.isKeptBy(longer, edge))
                : Optional.empty();
    }

    /// Encodings that are broken at their end read otherwise when something follows.
    private boolean isKeptBy(Message longer, Edge edge) {
        byte[] before = root.decodedOctets();
        byte[] after = new EdgesOfText(longer).root.decodedOctets();
        int from = edge == Edge.END ? 0 : after.length - before.length;
        return after.length > before.length && Arrays.equals(before, 0, before.length, after, from, from + before.length);
    }

    /// U+FEFF is a byte order mark at the very beginning of a text alone; elsewhere it would be a character of it.
    private boolean beginsWithMark() {
        byte[] octets = root.decodedOctets();
        return octets.length > 2 && (octets[0] & 0xFF) == 0xEF && (octets[1] & 0xFF) == 0xBB && (octets[2] & 0xFF) == 0xBF;
    }

    private boolean isOnePlainText() {
        return root.type().is("text", "plain") && !root.isAttachment() && Set.of("7bit", "8bit", "quoted-printable", "base64").contains(encoding)
                && root.headers().count("Content-Transfer-Encoding") <= 1 && root.headers().count("Content-Type") <= 1;
    }

    /// That of the text, or UTF-8 for text that is ASCII so far.
    private Optional<Charset> charset(String text, Edge edge) {
        Optional<Charset> declared = root.charset().filter(charset -> charset.canEncode() && isJoinable(charset, edge));
        if (declared.isPresent() && declared.get().newEncoder().canEncode(text)) {
            return declared;
        }
        boolean ascii = declared.filter(StandardCharsets.US_ASCII::equals).isPresent() && !EightBit.isIn(root.decodedOctets())
                && root.type().parameters().keySet().stream().allMatch(name -> name.equals("charset") || KEPT.contains(name));
        return ascii ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
    }

    /// Can octets of this charset stand beside what is there? Not where each text begins with a mark of its own (UTF-16), and in a
    /// charset with states only where one text ends in that of ASCII before the other begins; ours always does.
    private boolean isJoinable(Charset charset, Edge edge) {
        String name = charset.name().toLowerCase(Locale.ROOT);
        boolean likeAscii = Arrays.equals("a\r\n=".getBytes(charset), new byte[] {'a', '\r', '\n', '='});
        return likeAscii && (!name.startsWith("iso-2022") && !name.startsWith("x-") || (name.equals(JAPANESE) && (edge == Edge.BEGINNING || endsInAscii())));
    }

    private boolean endsInAscii() {
        byte[] octets = root.decodedOctets();
        for (int at = octets.length - 3; at >= 0; at--) {
            if (octets[at] == 0x1B) {
                return octets[at + 1] == '(' && octets[at + 2] == 'B';
            }
        }
        return true;
    }

    private Message with(byte[] more, Charset charset, Edge edge) {
        byte[] octets = post.toByteArray();
        byte[] body = Arrays.copyOfRange(octets, root.bodyStart(), octets.length);
        MessageEdit edit = post.edit();
        boolean isRenamed = root.charset().filter(charset::equals).isEmpty();
        if (isRenamed) {
            field(edit, "Content-Type", renamed());
        }
        if (encoding.equals("7bit") && EightBit.isIn(more)) {
            field(edit, "Content-Transfer-Encoding", "8bit");
        }
        if (post.headers().count("MIME-Version") == 0 && (isRenamed || EightBit.isIn(more))) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        return edit.replaceBody(edge == Edge.END ? longer(body, more) : afterwards(more, body)).build();
    }

    private byte[] longer(byte[] body, byte[] more) {
        return switch (encoding) {
            case "base64" -> Base64.getMimeEncoder().encode(joined(root.decodedOctets(), more));
            case "quoted-printable" -> joined(endsSoftly(body) ? Arrays.copyOf(body, softEnd(body)) : body, quoted(more));
            default -> joined(body, more);
        };
    }

    private byte[] afterwards(byte[] first, byte[] body) {
        return switch (encoding) {
            case "base64" -> Base64.getMimeEncoder().encode(joined(first, root.decodedOctets()));
            case "quoted-printable" -> joined(quoted(first), body);
            default -> joined(first, body);
        };
    }

    private static byte[] joined(byte[] body, byte[] more) {
        var out = new ByteArrayOutputStream(body.length + more.length + 2);
        out.writeBytes(body);
        if (body.length > 0 && body[body.length - 1] != '\n') {
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes(more);
        return out.toByteArray();
    }

    /// A soft line break at the very end would swallow our first line end.
    private static boolean endsSoftly(byte[] body) {
        int end = softEnd(body);
        return end < body.length || (end > 0 && body[end - 1] == '=');
    }

    private static int softEnd(byte[] body) {
        int end = body.length;
        while (end > 0 && (body[end - 1] == '\r' || body[end - 1] == '\n')) {
            end--;
        }
        return end > 0 && body[end - 1] == '=' ? end - 1 : body.length;
    }

    private static byte[] quoted(byte[] text) {
        var out = new ByteArrayOutputStream(text.length * 2);
        int column = 0;
        for (int at = 0; at < text.length; at++) {
            int octet = text[at] & 0xFF;
            if (octet == '\r' || octet == '\n') {
                out.write(octet);
                column = 0;
                continue;
            }
            boolean beforeEnd = at + 1 == text.length || text[at + 1] == '\r';
            boolean plain = (octet > ' ' && octet < 0x7F && octet != '=') || (octet == ' ' && !beforeEnd);
            byte[] written = (plain ? String.valueOf((char) octet) : String.format(Locale.ROOT, "=%02X", octet)).getBytes(StandardCharsets.US_ASCII);
            if (column + written.length > QUOTED_LINE) {
                out.writeBytes(new byte[] {'=', '\r', '\n'});
                column = 0;
            }
            out.writeBytes(written);
            column += written.length;
        }
        return out.toByteArray();
    }

    private String renamed() {
        var value = new StringBuilder("text/plain; charset=utf-8");
        root.type().parameters().forEach((name, parameter) -> {
            if (KEPT.contains(name) && parameter.matches("[A-Za-z]{1,10}")) {
                value.append("; ").append(name).append('=').append(parameter);
            }
        });
        return value.toString();
    }

    private static void field(MessageEdit edit, String name, String value) {
        edit.removeAll(name).append(HeaderField.structured(name, value));
    }
}
