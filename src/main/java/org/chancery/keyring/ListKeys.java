package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.list.ListId;

/// The port to the keys of lists and to what they trust. Every change takes the [Act] that is logged in the same transaction.
public interface ListKeys {
    /// Grows with every change that can make a keyring differ: keys, members' keys, roles, addresses of persons. 0 for a list that never
    /// had any of it. Cheap: asked for every post.
    long version(ListId list);

    /// Current ones first, then by age, the newest first.
    List<ListKey> of(ListId list);

    /// Writes these keys, new or changed, if `version` is still that of the list; false and nothing written otherwise.
    boolean put(ListId list, long version, List<ListKey> keys, Act act);

    /// Retiring keys whose transition was over at `now` and which no post needs any more that waits for a moderator, a digest or a delivery.
    List<ListKey> destroyable(Instant now);

    List<Trusted> trusted(ListId list);

    /// False when it is there already, octet for octet.
    boolean trust(Trusted trusted, Act act);

    boolean distrust(ListId list, Trusted.Kind kind, String fingerprint, Act act);
}
