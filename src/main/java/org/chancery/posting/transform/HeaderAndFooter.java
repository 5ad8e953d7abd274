package org.chancery.posting.transform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.EightBit;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// Puts the owner's header above a post and the footer under it, without touching what others signed or encrypted. Plain text gets
/// them at its beginning and its end wherever its charset has the characters ([EdgesOfText]); where it cannot, the post becomes a part
/// of one multipart/mixed (RFC 2046 section 5.1.3), byte for byte as it was, with the header as a part before it and the footer behind it.
final class HeaderAndFooter implements Transform {
    @Override
    public Message apply(Message post, Passage passage) {
        Edges edges = Edges.of(passage);
        if (edges.isNone() || isSealed(post)) {
            return post;
        }
        Optional<Message> headed = EdgesOfText.prepend(post, edges.above());
        Optional<Message> footed = EdgesOfText.append(headed.orElse(post), edges.below());
        Message joined = footed.or(() -> headed).orElse(post);
        return headed.isPresent() && footed.isPresent() ? joined : asParts(joined, headed.isPresent() ? "" : edges.above(), footed.isPresent() ? "" : edges.below());
    }

    /// What this transform leaves out because the author signed: a list that encrypts or signs the copies puts it beside what he signed. Nothing beside
    /// what is still encrypted.
    static Edges leftOut(Message post, Passage passage) {
        String type = post.root().type().toString();
        boolean isSigned = type.equals("multipart/signed")
                || (type.endsWith("pkcs7-mime") && post.root().type().parameter("smime-type").filter("signed-data"::equalsIgnoreCase).isPresent())
                || (post.root().parts().isEmpty() && type.startsWith("text/") && holds(post, "-----BEGIN PGP SIGNED MESSAGE-----"));
        return isSigned ? Edges.of(passage) : Edges.NONE;
    }

    /// Signed or encrypted, as MIME (RFC 1847, RFC 3156, RFC 8551) or inside the text (RFC 9580 armour).
    private static boolean isSealed(Message post) {
        String type = post.root().type().toString().toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/signed") || type.startsWith("multipart/encrypted")
                || type.startsWith("application/pkcs7") || type.startsWith("application/x-pkcs7")
                || holds(post, "-----BEGIN PGP ");
    }

    private static boolean holds(Message post, String armour) {
        byte[] mark = armour.getBytes(StandardCharsets.US_ASCII);
        byte[] octets = post.toByteArray();
        for (int i = post.bodyStart(); i <= octets.length - mark.length; i++) {
            if (octets[i] == '-' && java.util.Arrays.equals(octets, i, i + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }

    private static Message asParts(Message post, String above, String below) {
        String boundary = unusedBoundary(post);
        List<Header> content = post.headers().all().stream().filter(Header::describesContent).toList();
        byte[] octets = post.toByteArray();
        ByteArrayOutputStream body = new ByteArrayOutputStream(octets.length + 1_000);
        addText(body, boundary, above);
        ascii(body, "--" + boundary + "\r\n");
        content.forEach(header -> body.write(octets, header.start(), header.end() - header.start()));
        ascii(body, "\r\n");
        body.write(octets, post.bodyStart(), octets.length - post.bodyStart());
        ascii(body, "\r\n");
        addText(body, boundary, below);
        ascii(body, "--" + boundary + "--\r\n");
        // RFC 2045 section 6.4: a multipart says of itself what its parts hold
        return wrapped(post, boundary, EightBit.isIn(body.toByteArray())).replaceBody(body.toByteArray()).build();
    }

    /// Nothing for a text that is empty.
    private static void addText(ByteArrayOutputStream body, String boundary, String text) {
        if (!text.isEmpty()) {
            ascii(body, "--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Disposition: inline\r\n\r\n");
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            ascii(body, "\r\n");
        }
    }

    private static MessageEdit wrapped(Message post, String boundary, boolean eightBit) {
        MessageEdit edit = post.edit().removeIf(Header::describesContent);
        if (post.headers().count("MIME-Version") == 0) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        if (eightBit) {
            edit.append(HeaderField.structured("Content-Transfer-Encoding", "8bit"));
        }
        return edit.append(HeaderField.structured("Content-Type", "multipart/mixed; boundary=\"" + boundary + "\""));
    }

    /// A boundary that does not occur in the post; derived from it, so that the same post gives the same octets again.
    private static String unusedBoundary(Message post) {
        String whole = new String(post.toByteArray(), StandardCharsets.ISO_8859_1);
        int number = whole.hashCode() & 0x7FFFFFFF;
        List<String> tried = new ArrayList<>();
        String boundary = "=_list_" + number;
        while (whole.contains(boundary)) {
            tried.add(boundary);
            boundary = "=_list_" + number + "_" + tried.size();
        }
        return boundary;
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
