package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// Puts Subject, and what else people look for in a header and stands inside only, at the beginning of the text, for programs that know nothing of header
/// protection and would show `[...]`; those that do leave it out again (RFC 9788 section 5.2). Texts in other charsets than UTF-8 and ASCII, and what an author signed, stay as they are.
///
/// Example: `LegacyDisplay.added(post, outer)`.
final class LegacyDisplay {
    /// Those of the fields that people see (RFC 9787 section 1.1.2) which may stand otherwise outside.
    private static final List<String> SHOWN = List.of("Subject", "To", "Cc", "Date", "Reply-To");
    private static final byte[] LINE_END = {'\r', '\n'};

    private LegacyDisplay() {}

    static Message added(Message post, Message outer) {
        String lines = SHOWN.stream().map(name -> line(name, post, outer)).filter(line -> !line.isEmpty()).collect(Collectors.joining("\r\n"));
        if (lines.isEmpty() || HeaderProtection.isSigned(post.root())) {
            return post;
        }
        MessageEdit edit = post.edit();
        for (Part text : mainTexts(post.root())) {
            if (isReadable(text, lines)) {
                byte[] written = written(text, lines);
                if (text == post.root()) {
                    return edit.replaceContent(written).build();
                }
                edit.replacePart(text, written);
            }
        }
        return edit.build();
    }

    /// Empty where it stands outside as it is.
    private static String line(String name, Message post, Message outer) {
        String inside = text(post, name);
        return inside.isBlank() || (!name.equals("Subject") && inside.equals(text(outer, name))) ? "" : name + ": " + inside;
    }

    private static String text(Message message, String name) {
        return message.headers().first(name).map(Header::text).orElse("").strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
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

    private static boolean isReadable(Part text, String lines) {
        String charset = text.charsetName().orElse("");
        boolean isAscii = lines.chars().allMatch(c -> c < 0x80);
        return !HeaderProtection.isLegacyDisplay(text) && (charset.equals("utf-8") || (charset.equals("us-ascii") && isAscii));
    }

    private static byte[] written(Part text, String lines) {
        var fields = new ByteArrayOutputStream();
        fields.writeBytes(HeaderProtection.copied("Content-Type", HeaderProtection.plainType(text) + "; hp-legacy-display=\"1\"").bytes());
        text.headers().all().stream()
                .filter(field -> HeaderProtection.isDescribing(field) && !field.isNamed("Content-Type") && !field.isNamed("Content-Transfer-Encoding"))
                .forEach(field -> fields.writeBytes(HeaderProtection.copied(field.name(), field.value()).bytes()));
        fields.writeBytes(HeaderField.structured("Content-Transfer-Encoding", "quoted-printable").bytes());
        byte[] body = CanonicalText.crlf(text.decodedOctets());
        return Octets.joined(fields.toByteArray(), LINE_END, HeaderProtection.encoded(text.type().subtype().equals("html") ? inHtml(body, lines) : Octets.joined(utf8(lines + "\r\n\r\n"), body)));
    }

    private static byte[] inHtml(byte[] body, String lines) {
        byte[] block = utf8("<div class=\"header-protection-legacy-display\"><pre>" + lines.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</pre></div>");
        String html = new String(body, StandardCharsets.ISO_8859_1);
        int open = html.toLowerCase(java.util.Locale.ROOT).indexOf("<body");
        int at = open < 0 ? 0 : html.indexOf('>', open) + 1;
        return Octets.joined(java.util.Arrays.copyOf(body, at), block, java.util.Arrays.copyOfRange(body, at, body.length));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
