package org.chancery.protection;

import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Part;

/// To and Cc as the author of a mail protected them, with `hp` (RFC 9788 section 2) or with `protected-headers="v1"` where that brings them.
///
/// Example: `ProtectedRecipients.in(payload)` is empty for a payload without a header of its own. A field that cannot be read names nobody.
final class ProtectedRecipients {
    private ProtectedRecipients() {}

    static List<Address> in(Part payload) {
        if (!HeaderProtection.isDeclared(payload) && !HeaderProtection.isLegacyDeclared(payload)) {
            return List.of();
        }
        List<Address> named = new ArrayList<>();
        for (String field : List.of("To", "Cc")) {
            for (Header header : payload.headers().all(field)) {
                MailboxList.parse(header.value()).toOptional().orElse(List.of()).stream().map(Mailbox::address).forEach(named::add);
            }
        }
        return named.stream().distinct().toList();
    }
}
