package org.chancery.posting.transform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// Puts the owner's footer under a post without touching what others signed or encrypted. Plain text gets it at its end wherever
/// its charset has the characters ([EndOfText]); anything else becomes the first part of a multipart/mixed (RFC 2046 section 5.1.3) with the footer as second,
/// byte for byte as it was.
final class Footer implements Transform {
    private static final String MARK = "\r\n_______________________________________________\r\n";

    @Override
    public Message apply(Message post, Passage passage) {
        String footer = passage.list().settings().text(Setting.FOOTER).strip();
        if (footer.isEmpty() || isSealed(post)) {
            return post;
        }
        String text = MARK + filledIn(footer, passage).replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n";
        return EndOfText.append(post, text).orElseGet(() -> asPart(post, text));
    }

    private static String filledIn(String footer, Passage passage) {
        return footer.replace("{list}", passage.list().address().toString())
                .replace("{page}", passage.webUrl().map(url -> url + "/lists/" + passage.list().address()).orElse("mailto:" + requestAddress(passage)))
                .replace("{leave}", "mailto:" + requestAddress(passage) + "?subject=leave");
    }

    private static String requestAddress(Passage passage) {
        return passage.list().address().localPart() + "-request@" + passage.list().domain();
    }

    /// Signed or encrypted, as MIME (RFC 1847, RFC 3156, RFC 8551) or inside the text (RFC 9580 armour).
    private static boolean isSealed(Message post) {
        String type = post.root().type().toString().toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/signed") || type.startsWith("multipart/encrypted")
                || type.startsWith("application/pkcs7") || type.startsWith("application/x-pkcs7")
                || holdsArmour(post);
    }

    private static boolean holdsArmour(Message post) {
        byte[] mark = "-----BEGIN PGP ".getBytes(StandardCharsets.US_ASCII);
        byte[] octets = post.toByteArray();
        for (int i = post.bodyStart(); i <= octets.length - mark.length; i++) {
            if (octets[i] == '-' && java.util.Arrays.equals(octets, i, i + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }

    private static Message asPart(Message post, String text) {
        String boundary = unusedBoundary(post);
        List<Header> content = post.headers().all().stream().filter(Footer::describesContent).toList();
        byte[] octets = post.toByteArray();
        ByteArrayOutputStream body = new ByteArrayOutputStream(octets.length + 1_000);
        ascii(body, "--" + boundary + "\r\n");
        content.forEach(header -> body.write(octets, header.start(), header.end() - header.start()));
        ascii(body, "\r\n");
        body.write(octets, post.bodyStart(), octets.length - post.bodyStart());
        ascii(body, "\r\n--" + boundary + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
                + "Content-Disposition: inline\r\n\r\n");
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        ascii(body, "\r\n--" + boundary + "--\r\n");
        return wrapped(post, boundary, isEightBit(body.toByteArray())).replaceBody(body.toByteArray()).build();
    }

    /// RFC 2045 section 6.4: a multipart says of itself what its parts hold.
    private static boolean isEightBit(byte[] body) {
        for (byte octet : body) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private static MessageEdit wrapped(Message post, String boundary, boolean eightBit) {
        MessageEdit edit = post.edit().removeIf(Footer::describesContent);
        if (post.headers().count("MIME-Version") == 0) {
            edit.append(HeaderField.structured("MIME-Version", "1.0"));
        }
        if (eightBit) {
            edit.append(HeaderField.structured("Content-Transfer-Encoding", "8bit"));
        }
        return edit.append(HeaderField.structured("Content-Type", "multipart/mixed; boundary=\"" + boundary + "\""));
    }

    static boolean describesContent(Header header) {
        return header.name().toLowerCase(Locale.ROOT).startsWith("content-");
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
