package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.notice.Notice;

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

    /// Retiring keys whose transition was over at `now`, on all lists.
    List<ListKey> ended(Instant now);

    /// Current keys that end before `until`, on all lists.
    List<ListKey> ending(Instant until);

    /// Requested keys that were made until `until`, on all lists.
    List<ListKey> waiting(Instant until);

    /// The days that the last mail about this key spoke of; 0 when there was none since it got its end.
    int warned(ListKey key);

    /// Writes that owners hear of it, if [#warned] still is `before`; the mails go out with it.
    boolean warn(ListKey key, int before, int days, Act act, List<Notice> mails);

    /// The key of its archive as [KeyBox] sealed it; empty before the first post was sealed.
    Optional<byte[]> archiveKey(ListId list);

    /// In place of `before`, empty where there was none; false and nothing written when that is not so any more.
    boolean putArchiveKey(ListId list, Optional<byte[]> before, byte[] sealed, Act act);

    List<Trusted> trusted(ListId list);

    /// False when it is there already, octet for octet.
    boolean trust(Trusted trusted, Act act);

    boolean distrust(ListId list, Trusted.Kind kind, String fingerprint, Act act);
}
