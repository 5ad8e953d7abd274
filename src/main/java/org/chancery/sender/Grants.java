package org.chancery.sender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// The port to grants. Every change takes the [Act] that is logged in the same transaction, and returns false when there was nothing
/// to change.
public interface Grants {
    /// Those of one sender.
    List<Grant> of(SenderId sender);

    /// Those on one list or group itself.
    List<Grant> on(Grant.Target target);

    /// The active sender whose verified address `author` is and to whom the list, or a group it is in, grants posting from it now.
    Optional<SenderId> permits(ListId list, Address author, Instant now);

    /// False when that sender has one there already, or list or group is gone.
    boolean add(Grant grant, Act act);

    boolean remove(Grant.Target target, SenderId sender, Act act);

    /// An owner approves a paused grant again.
    boolean resume(Grant.Target target, SenderId sender, Act act);
}
