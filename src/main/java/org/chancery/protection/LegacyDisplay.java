package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// Puts Subject at the beginning of the text, for programs that know nothing of header protection and would show `[...]` only; those that do
/// leave it out again (RFC 9788 section 5.2). Texts in other charsets than UTF-8 and ASCII, and what an author signed, stay as they are.
///
/// Example: `LegacyDisplay.added(post)`.
final class LegacyDisplay {
    private static final byte[] LINE_END = {'\r', '\n'};

    private LegacyDisplay() {}

    static Message added(Message post) {
        String subject = post.headers().first("Subject").map(Header::text).orElse("");
        if (subject.isBlank() || HeaderProtection.isSigned(post.root())) {
            return post;
        }
        MessageEdit edit = post.edit();
        for (Part text : mainTexts(post.root())) {
            if (isReadable(text, subject)) {
                byte[] written = written(text, subject);
                if (text == post.root()) {
                    return edit.replaceContent(written).build();
                }
                edit.replacePart(text, written);
            }
        }
        return edit.build();
    }

    /// What people read first: the first part of what is put together, each form of an alternative.
    private static List<Part> mainTexts(Part entity) {
        if (entity.parts().isEmpty()) {
            boolean isText = (entity.type().is("text", "plain") || entity.type().is("text", "html")) && !entity.isAttachment();
            return isText ? List.of(entity) : List.of();
        }
        List<Part> texts = new ArrayList<>();
        if (entity.type().isMultipart() && !HeaderProtection.isSigned(entity)) {
            (entity.type().is("multipart", "alternative") ? entity.parts() : entity.parts().subList(0, 1)).forEach(part -> texts.addAll(mainTexts(part)));
        }
        return texts;
    }

    private static boolean isReadable(Part text, String subject) {
        String charset = text.charsetName().orElse("");
        boolean isAscii = subject.chars().allMatch(c -> c < 0x80);
        return !HeaderProtection.isLegacyDisplay(text) && (charset.equals("utf-8") || (charset.equals("us-ascii") && isAscii));
    }

    private static byte[] written(Part text, String subject) {
        var fields = new ByteArrayOutputStream();
        fields.writeBytes(HeaderProtection.copied("Content-Type", HeaderProtection.plainType(text) + "; hp-legacy-display=\"1\"").bytes());
        text.headers().all().stream()
                .filter(field -> HeaderProtection.isDescribing(field) && !field.isNamed("Content-Type") && !field.isNamed("Content-Transfer-Encoding"))
                .forEach(field -> fields.writeBytes(HeaderProtection.copied(field.name(), field.value()).bytes()));
        fields.writeBytes(HeaderField.structured("Content-Transfer-Encoding", "quoted-printable").bytes());
        byte[] body = CanonicalText.crlf(text.decodedOctets());
        return Octets.joined(fields.toByteArray(), LINE_END, HeaderProtection.encoded(text.type().subtype().equals("html") ? inHtml(body, subject) : Octets.joined(utf8("Subject: " + subject + "\r\n\r\n"), body)));
    }

    private static byte[] inHtml(byte[] body, String subject) {
        byte[] block = utf8("<div class=\"header-protection-legacy-display\"><pre>Subject: " + subject.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</pre></div>");
        String html = new String(body, StandardCharsets.ISO_8859_1);
        int open = html.toLowerCase(java.util.Locale.ROOT).indexOf("<body");
        int at = open < 0 ? 0 : html.indexOf('>', open) + 1;
        return Octets.joined(java.util.Arrays.copyOf(body, at), block, java.util.Arrays.copyOfRange(body, at, body.length));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
