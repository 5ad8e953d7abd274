package org.chancery.keyword;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// What a person wrote into a mail: its first text/plain, and the files. A text in HTML says the same once more, commands included, so it is
/// left out unless it is a file; so are keys and visiting cards, which programs attach unasked and which tell who sent them, and signatures.
record Content(Optional<String> text, List<Part> files) {
    private static final Set<String> MARKS = Set.of(
            "application/pgp-keys", "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/vcard", "text/x-vcard");

    Content {
        files = List.copyOf(files);
    }

    static Content of(Message message) {
        List<Part> leaves = new ArrayList<>();
        collect(message.root(), leaves);
        Optional<Part> text = leaves.stream().filter(part -> part.type().is("text", "plain") && !part.isAttachment()).findFirst();
        List<Part> files = leaves.stream().filter(part -> text.filter(part::equals).isEmpty() && isFile(part)).toList();
        return new Content(text.map(Content::unfolded), files);
    }

    private static void collect(Part part, List<Part> leaves) {
        if (part.type().isMultipart()) {
            part.parts().forEach(inner -> collect(inner, leaves));
        } else {
            leaves.add(part);
        }
    }

    private static boolean isFile(Part part) {
        return !MARKS.contains(part.type().type() + "/" + part.type().subtype()) && (part.isAttachment() || !part.type().is("text", "html"));
    }

    /// Lines that were only broken for the way (RFC 3676 section 4.1) are one.
    private static String unfolded(Part part) {
        boolean isFlowed = part.type().parameter("format").filter("flowed"::equalsIgnoreCase).isPresent();
        String text = part.text().replace("\r\n", "\n");
        return isFlowed ? text.replaceAll("(?m)(?<=[^- \\n] )\\n(?=[^\\n>])", "") : text;
    }
}
