package org.chancery.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.notice.Notice;

/// The port to links that went to senders by mail. Those of a change of addresses are stored with the change ([Senders]).
public interface SenderLinks {
    /// Links to the own page that one address gets in [#MEMORY], whoever asks for them.
    int PER_ADDRESS = 3;
    Duration MEMORY = Duration.ofDays(1);

    /// Stores a link to the own page and its mail together. False when the address had enough of them.
    boolean send(SenderLink.Mailed page, Act act);

    Optional<SenderLink> find(long id);

    /// How many links to take a change back went out for this sender in the last [#MEMORY].
    long undos(SenderId sender, Instant now);

    /// One wrong token; the tenth ends the link.
    void wrongToken(long id);

    /// Puts the addresses back as they were before the change that the link tells of. Later changes, open questions to further addresses and links to
    /// the own page end with it, and so do keys and passwords that were made since. An address that somebody else has by now stays there.
    /// `told` goes to who loses an address. False when the link is over or the sender deleted.
    boolean undo(SenderLink link, List<Notice> told, Instant now, Act act);

    /// Forgets what is over.
    void purge(Instant now);
}
