package org.chancery.protection;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.chancery.mail.Authors;

/// What a signature is held against: when the message was received, whom its From names, and with which keys
/// of the list the layers around it were opened (fingerprints of primary keys; empty when nothing was encrypted).
public record Circumstances(Instant receivedAt, Authors authors, List<String> openedWith) {
    public Circumstances {
        openedWith = List.copyOf(openedWith);
    }

    public Circumstances openedWith(List<String> fingerprints) {
        return new Circumstances(receivedAt, authors, fingerprints);
    }

    /// Is the one author of the message among these addresses? Several authors are nobody.
    public boolean isAuthorIn(List<String> addresses) {
        return authors instanceof Authors.Single(var mailbox)
                && addresses.stream().anyMatch(address -> address.toLowerCase(Locale.ROOT).equals(mailbox.address().toString().toLowerCase(Locale.ROOT)));
    }
}
