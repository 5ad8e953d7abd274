package org.chancery.posting;

import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.authentication.Proofs;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;

/// Gives the automatic answer of a list to mail it took, if there is to be one. What it gives is stored with that mail.
@FunctionalInterface
public interface Answering {
    /// Answers nothing.
    Answering NONE = (_, _, _, _, _) -> Optional.empty();

    /// `text` is the setting with the words: `auto_post` for a post, `auto_request` or `auto_owner` for mail to those addresses.
    /// `proofs` is asked only if there is something to answer.
    Optional<Notice> answer(Received received, Message message, MailingList list, Setting text, Supplier<Proofs> proofs);
}
