package org.chancery.protection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;

/// Takes header protection off an entity that nobody signed: the parameters of Content-Type, and what was put into the text so that old
/// software shows the Subject (RFC 9788 section 5.2, and the first part that Enigmail writes).
final class LegacyMarks {
    private static final String HTML_BEGINNING = "<div class=\"header-protection-legacy-display\">";
    private static final String HTML_END = "</div>";
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final Pattern BLANK_LINE = Pattern.compile("\r?\n\r?\n");

    private LegacyMarks() {}

    static Message takenOff(Message entity) {
        Message plain = withoutEnigmailPart(entity);
        Part root = plain.root();
        if (root.parts().isEmpty()) {
            return isMarked(root) ? Message.parse(written(root)).orThrow() : plain;
        }
        MessageEdit edit = plain.edit();
        if (isMarked(root)) {
            edit.replaceFirst("Content-Type", HeaderProtection.copied("Content-Type", HeaderProtection.plainType(root)));
        }
        root.parts().forEach(part -> below(part, edit));
        return edit.build();
    }

    private static void below(Part part, MessageEdit edit) {
        if (part.parts().isEmpty() && isMarked(part)) {
            edit.replacePart(part, written(part));
        } else if (!part.type().isMessage() && !HeaderProtection.isSigned(part)) {
            part.parts().forEach(child -> below(child, edit));
        }
    }

    private static boolean isMarked(Part part) {
        return HeaderProtection.isDeclared(part) || HeaderProtection.isLegacyDeclared(part) || HeaderProtection.isLegacyDisplay(part);
    }

    private static Message withoutEnigmailPart(Message entity) {
        List<Part> parts = entity.root().parts();
        boolean isThere = entity.root().type().is("multipart", "mixed") && parts.size() > 1
                && parts.getFirst().type().isText() && HeaderProtection.isLegacyDeclared(parts.getFirst()) && HeaderProtection.isLegacyDeclared(entity.root());
        return isThere ? entity.edit().removeParts(entity.root(), Set.of(parts.getFirst())).build() : entity;
    }

    /// The part with its header, anew.
    private static byte[] written(Part part) {
        boolean isShown = HeaderProtection.isLegacyDisplay(part) && part.type().isText();
        var fields = new ByteArrayOutputStream();
        fields.writeBytes(HeaderProtection.copied("Content-Type", HeaderProtection.plainType(part)).bytes());
        part.headers().all().stream()
                .filter(field -> HeaderProtection.isDescribing(field) && !field.isNamed("Content-Type") && !(isShown && field.isNamed("Content-Transfer-Encoding")))
                .forEach(field -> fields.writeBytes(HeaderProtection.copied(field.name(), field.value()).bytes()));
        if (!isShown) {
            byte[] whole = part.toByteArray();
            return Octets.joined(fields.toByteArray(), LINE_END, Arrays.copyOfRange(whole, part.bodyStart() - part.start(), whole.length));
        }
        fields.writeBytes(HeaderField.structured("Content-Transfer-Encoding", "quoted-printable").bytes());
        return Octets.joined(fields.toByteArray(), LINE_END, HeaderProtection.encoded(CanonicalText.crlf(withoutDisplay(part))));
    }

    private static byte[] withoutDisplay(Part part) {
        String text = new String(part.decodedOctets(), StandardCharsets.ISO_8859_1);
        return (part.type().subtype().equals("html") ? withoutHtmlBlock(text) : withoutFirstParagraph(text)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String withoutFirstParagraph(String text) {
        Matcher blank = BLANK_LINE.matcher(text);
        return blank.find() ? text.substring(blank.end()) : text;
    }

    private static String withoutHtmlBlock(String text) {
        int start = text.indexOf(HTML_BEGINNING);
        int end = start < 0 ? -1 : text.indexOf(HTML_END, start);
        return end < 0 ? text : text.substring(0, start) + text.substring(end + HTML_END.length());
    }
}
