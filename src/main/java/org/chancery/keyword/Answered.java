package org.chancery.keyword;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.notice.Notice;

/// What a mail with commands comes to: mails to be sent at once, and work that asks servers of others, each of which ends in one more mail to the signer. No
/// client may be kept waiting for `later`. `resent`: to whom the list sent on what the mail says, in a line, where its members are to see the mail.
public record Answered(List<Notice> mails, List<Supplier<Notice>> later, Optional<String> resent) {
    public Answered {
        mails = List.copyOf(mails);
        later = List.copyOf(later);
    }
}
