package org.chancery.posting;

import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;

/// Whom To and Cc of a message name. The sender wrote them: they tell what readers see, not who received the message.
final class VisibleRecipients {
    /// Kept with a post. Beyond that somebody pasted an address book; the members in it get their second copy.
    private static final int MAX_KEPT = 500;

    private VisibleRecipients() {}

    static List<Address> of(Message message) {
        return all(message, "To", "Cc").toList();
    }

    /// Those of who sent it on too (RFC 5322 section 3.6.6).
    static List<Address> withResent(Message message) {
        return all(message, "To", "Cc", "Resent-To", "Resent-Cc").toList();
    }

    static List<Address> kept(Message message) {
        return all(message, "To", "Cc").limit(MAX_KEPT).toList();
    }

    private static Stream<Address> all(Message message, String... fields) {
        return Stream.of(fields)
                .flatMap(name -> message.headers().all(name).stream())
                .flatMap(header -> MailboxList.parse(header.value()).toOptional().stream())
                .flatMap(List::stream)
                .map(Mailbox::address)
                .distinct();
    }
}
