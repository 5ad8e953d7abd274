package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;

/// How a message came that may carry a secret. `lists` are those it is a post to; none for commands, answers and bounces, on which no secret
/// permits anything. `author` is the single address in From. `cleartext`: it came without TLS from beyond our own machines. `source`
/// is whom wrong secrets are counted against, never the sender they name.
public record Carried(List<MailingList> lists, Optional<Address> author, boolean cleartext, boolean dmarcFailed, String source, Instant at) {
    public Carried {
        lists = List.copyOf(lists);
    }

    /// Does the source belong to the author: his account, or his domain, which signed?
    boolean isOwnSource() {
        return source.startsWith("account ") || source.startsWith("domain ");
    }

    boolean isPost() {
        return !lists.isEmpty();
    }
}
