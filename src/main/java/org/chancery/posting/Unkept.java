package org.chancery.posting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// What is kept of a post that carried a secret and came from a front that could not tell its sender that it is refused: who is said to have
/// written it, and that it is gone. A 550 would make the front send a report, often with the whole message, to somebody nobody proved
/// (authorisation.md section 1.2).
final class Unkept {
    private static final byte[] TEXT = "\r\nThis post carried a posting key or password where none may stand. Nothing of it was kept.\r\n".getBytes(StandardCharsets.US_ASCII);

    private Unkept() {}

    /// Nothing that the sender wrote stands in it but the address in From.
    static Message of(Received received, Optional<Address> author) {
        Message text = Message.parse(TEXT).orThrow();
        var edit = text.edit();
        author.ifPresent(address -> edit.append(HeaderField.addresses("From", List.of(Mailbox.of(address)))));
        return edit.append(HeaderField.structured("Message-ID", "<" + received.id() + "@unkept.invalid>")).build();
    }
}
