package org.chancery.sender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// The structural digest of a message (authorisation.md section 1.5): the same for the same text, however relays wrote it. Used under a MAC only.
final class StructDigest {
    private StructDigest() {}

    static byte[] of(Message message) {
        MessageDigest digest = sha256();
        put(digest, "msg");
        for (String name : new String[] {"From", "Date", "Message-ID", "Subject"}) {
            put(digest, message.headers().first(name).map(Header::text).orElse("").strip().replaceAll("\\s+", " "));
        }
        digest.update(content(message.root()));
        return digest.digest();
    }

    private static byte[] content(Part part) {
        MessageDigest digest = sha256();
        if (part.parts().isEmpty()) {
            put(digest, "leaf");
            put(digest, part.type().toString());
            put(digest, part.filename().orElse(""));
            digest.update(part.type().isText() ? text(part) : part.decodedOctets());
        } else {
            put(digest, "mp");
            put(digest, part.type().subtype());
            part.parts().forEach(child -> digest.update(content(child)));
        }
        return digest.digest();
    }

    private static byte[] text(Part part) {
        StringBuilder text = new StringBuilder();
        part.text().lines().map(String::stripTrailing).forEach(line -> text.append(line).append('\n'));
        return text.toString().stripTrailing().getBytes(StandardCharsets.UTF_8);
    }

    /// Each field behind its length, so that no two messages read alike.
    private static void put(MessageDigest digest, String field) {
        byte[] octets = field.getBytes(StandardCharsets.UTF_8);
        digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
