package org.chancery.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;

/// The port to posts that lists keep. A post begins to wait in the transaction that writes its first copies, if its list has an archive then,
/// and its octets stay until it is kept, so it is kept once whatever is cut where.
///
/// Example: `archive.keep(posting, false, octets)` is the number under which `archive.find(list, number)` finds it.
public interface Archive {
    /// A post that is to be kept. `next`: when it is tried; `tries`: how often it was begun; `why`: what kept it from being done, or empty.
    record Waiting(PostingId posting, ListId list, Instant since, Instant next, int tries, String why) {}

    /// A post that is kept, without its octets, of which there are so many. Numbers of a list grow, and none comes again. `at`: when it was received.
    record Entry(ListId list, long number, PostingId posting, Instant at, long octets, boolean isSealed) {}

    /// What is due at `now`, the oldest first.
    List<Waiting> due(Instant now, int most);

    /// All that waits, due or not, on one list or on all.
    List<Waiting> waiting(Optional<ListId> list, int most);

    /// Puts the next try off until then, so that of two servers one does it; false when it is done or begun already.
    boolean claim(Waiting waiting, Instant until);

    /// In one commit: it is kept, and waits no longer. Its number, or empty when it does not wait any more.
    /// Throws a store exception, and it waits on, when the reserve of the disk is reached.
    OptionalLong keep(PostingId posting, boolean isSealed, byte[] octets);

    /// It waits no longer and is not kept.
    void drop(PostingId posting);

    void fail(PostingId posting, String why);

    /// The next `most` posts of a list behind number `after`, by number.
    List<Entry> entries(ListId list, long after, int most);

    Optional<Entry> find(ListId list, long number);

    /// As it is kept: the post, or what it is sealed into. Empty when it was deleted meanwhile.
    Optional<byte[]> octets(Entry entry);

    boolean delete(Entry entry, Act act);
}
