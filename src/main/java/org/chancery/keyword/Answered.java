package org.chancery.keyword;

import java.util.List;
import java.util.function.Supplier;
import org.chancery.notice.Notice;

/// What a mail with commands comes to: mails to be sent at once, and work that asks servers of others, each of which ends in one more mail to the signer. No
/// client may be kept waiting for `later`.
public record Answered(List<Notice> mails, List<Supplier<Notice>> later) {
    public Answered {
        mails = List.copyOf(mails);
        later = List.copyOf(later);
    }
}
