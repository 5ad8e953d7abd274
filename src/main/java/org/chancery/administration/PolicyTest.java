package org.chancery.administration;

import org.chancery.list.MailingList;
import org.chancery.posting.Order;

/// Judges a message for a list as if it came in now, and does nothing with it. Given by the line (`posting`).
@FunctionalInterface
public interface PolicyTest {
    /// `message` is the octets with CRLF line ends; a message that cannot be read is judged as the line would judge it.
    Order.Judged judge(MailingList list, byte[] message);
}
