package org.chancery.administration;

import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;

/// Puts a message into the line as if it came by submission. Given by the line (`posting`), which writes `act`
/// into the audit log together with the receipt.
@FunctionalInterface
public interface Injector {
    /// `as` is whom the message is proved to come from, as by a login; empty: no proof at all.
    /// `message` has CRLF line ends.
    Reply inject(MailingList list, Optional<Address> as, byte[] message, Act act);

    /// What the line answered, as SMTP would: `250 2.0.0 accepted RECEIPT`.
    record Reply(boolean accepted, String line) {}
}
