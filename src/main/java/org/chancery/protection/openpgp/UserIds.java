package org.chancery.protection.openpgp;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Parsed;

/// The mail address in a user id, which by custom is written as in From (RFC 9580 section 5.11).
final class UserIds {
    private UserIds() {}

    /// Exactly one address, or none. Names with dots or `@` need not be quoted here, so what stands in the last angle brackets counts
    /// where the strict reading fails.
    static Optional<String> address(String userId) {
        if (MailboxList.parse(userId) instanceof Parsed.Value<List<Mailbox>>(List<Mailbox> boxes)) {
            return boxes.size() == 1 ? Optional.of(boxes.getFirst().address().toString()) : Optional.empty();
        }
        int open = userId.lastIndexOf('<');
        return open >= 0 && userId.stripTrailing().endsWith(">")
                ? Address.parse(userId.stripTrailing().substring(open + 1, userId.stripTrailing().length() - 1)).toOptional().map(Address::toString)
                : Optional.empty();
    }
}
