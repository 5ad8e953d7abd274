package org.chancery.posting;

import java.util.Optional;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// The Message-ID of a message as a key for looking up (RFC 5322 section 3.6.4): without brackets, printable ASCII, at most
/// 900 characters. What does not look like that is no key; the message itself keeps it as it is.
final class MessageIds {
    private static final int MAX_LENGTH = 900; // one header line of 998 with room for its name

    private MessageIds() {}

    static Optional<String> of(Message message) {
        return message.headers().first("Message-ID").map(Header::value).map(String::strip)
                .map(id -> id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id)
                .filter(id -> !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(c -> c > ' ' && c < 127));
    }
}
