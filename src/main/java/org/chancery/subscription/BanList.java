package org.chancery.subscription;

import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;

/// The port to stored bans. Every change takes the [Act] that is logged in the same transaction.
public interface BanList {
    /// Those of the site, and of `list` if one is named.
    List<Ban> of(Optional<ListId> list);

    /// False when it stands there already.
    boolean add(Ban ban, Act act);

    /// False when it does not stand there.
    boolean remove(Ban ban, Act act);
}
