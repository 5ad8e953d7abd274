package org.chancery.archive;

import org.chancery.list.MailingList;
import org.chancery.mail.Message;

/// Makes of a received post what readers of a digest may see of it. The line of posts implements it with those of its
/// transforms that take something out.
@FunctionalInterface
public interface DigestForm {
    Message of(MailingList list, Message post);
}
