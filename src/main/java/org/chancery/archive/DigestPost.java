package org.chancery.archive;

import java.time.Instant;
import org.chancery.content.SealedContent;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// One post of an issue: `key` is unique within it, `message` what the list lets its members see of it.
public record DigestPost(String key, Instant at, Message message) {

    /// Ciphertext never stands in a clear digest.
    boolean isEncrypted() {
        return SealedContent.isEncrypted(message);
    }

    String subject() {
        String subject = text("Subject");
        return subject.isEmpty() ? "(no subject)" : subject;
    }

    /// A field for people, on one line; empty without it.
    String text(String name) {
        return message.headers().first(name).map(Header::text).map(String::strip).orElse("");
    }
}
