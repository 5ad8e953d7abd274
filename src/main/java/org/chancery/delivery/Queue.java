package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// The port to outgoing work. Recipients are kept in chunks of [#CHUNK]; a delivered one is a bit of its chunk,
/// a deferred or failed one a row of its own, written in the same group commit as the bits.
///
/// Work is owned by lease: a claim carries a fencing number that grows with every claim, and a write under an old
/// number changes nothing. So two servers may share one database, and one that slept through its lease does no harm.
/// On SQLite, where one process owns the file, all leases of earlier processes end when the store is opened.
public interface Queue {
    /// Recipients of one storage unit.
    int CHUNK = 100;

    /// Takes up to `posts` accepted posts whose rosters nobody expands, oldest first, and writes up to `chunks` chunks of each;
    /// then claims up to `room` chunks as [#claimChunks] does, new ones and old. All in one commit: many small posts cost one together.
    Taken take(int posts, int chunks, int room, Instant now);

    /// Writes up to `chunks` more chunks of a post taken before, from the roster as it stood when the post was accepted
    /// (members numbered after that are left out). True while there is more to expand.
    boolean expand(PostingId posting, int chunks);

    /// Claims up to `max` chunks that are due, oldest first, with those of their recipients that are still open.
    List<ChunkClaim> claimChunks(int max, Instant now);

    /// Hands outcomes in. The answer comes when they are durable, on a thread that has to go on with others; it names claims whose lease
    /// was lost: their writes were refused and their work must be dropped by the caller. Several may be on their way for one chunk.
    CompletableFuture<List<ChunkRef>> settleLater(List<Progress> progress);

    /// [#settleLater], waited for.
    default List<ChunkRef> settle(List<Progress> progress) {
        try {
            return settleLater(progress).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /// Gives a chunk back with recipients still open: due again at `again`, with `attempts` made so far.
    void release(ChunkRef chunk, long fence, Instant again, int attempts, String reason);

    /// Claims up to `max` single recipients that were deferred and are due.
    List<RetryClaim> claimRetries(int max, Instant now);

    /// The durable outcome of one retry; [Outcome.Deferred] sets the next time and counts the attempt.
    boolean settle(RetryClaim claim, Outcome outcome);

    /// Lengthens all leases of this node, and marks as lost those that another node has taken meanwhile. To be called at least every 5 seconds.
    void heartbeat();

    /// How long a claim is safe after it was made or lengthened; empty: until it is given back, since there is no other node.
    Optional<Duration> leaseLength();

    /// Is there anything that a claim could take now? Cheap.
    boolean isIdle(Instant now);

    Shape shape(Instant now);

    /// Open work, oldest first, at most `limit` lines.
    List<Entry> entries(int limit);

    /// Makes everything of this post that waits due at once; empty: of all posts. Returns how many chunks and recipients.
    long retryNow(OptionalLong posting, Instant now, Act act);

    /// Stops or resumes the delivery of one post.
    boolean setHeld(PostingId posting, boolean held, Act act);

    /// Stops or resumes all delivery of the site, on every server: while it is stopped no work can be claimed. False when it is so already.
    boolean setStopped(boolean stopped, Act act);

    /// Since when all delivery is stopped.
    Optional<Instant> stoppedSince();

    /// Gives up what is still open of one post; each open recipient is recorded as failed by the administrator.
    boolean drop(PostingId posting, Act act);

    /// `posts`: how many posts were taken; `unfinished`: those of them whose rosters go on.
    record Taken(int posts, List<PostingId> unfinished, List<ChunkClaim> claims) {}

    record ChunkRef(PostingId posting, int number) {}

    /// `membership` is empty for a notice to somebody who is not a member.
    record Target(int index, OptionalLong membership, Address address) {}

    /// Whether a claim is still ours, as far as this node knows. Once lost it stays lost: nothing more may be sent for it.
    final class Lease {
        private volatile boolean lost;

        public boolean isLost() {
            return lost;
        }

        public void lose() {
            lost = true;
        }
    }

    record ChunkClaim(ChunkRef chunk, long fence, int attempts, Instant since, BitSet done, List<Target> open, Lease lease) {}

    /// What changed in one chunk: the bits to be set (delivered, deferred and failed recipients alike), and the rows to write with them. Never
    /// a bit whose row is in another: if that one were not written, its recipient would be forgotten.
    record Progress(ChunkRef chunk, long fence, BitSet done, List<Row> rows) {}

    /// A recipient that was not delivered: [Outcome.Deferred] or [Outcome.Failed].
    record Row(Target target, Outcome outcome) {}

    record RetryClaim(PostingId posting, long row, long fence, Target target, int attempts, Instant since, Lease lease) {}

    /// Open recipients by state, and the age of the oldest open work.
    record Shape(long postsExpanding, long chunksDue, long chunksWaiting, long chunksClaimed, long recipientsDeferred, Optional<Instant> oldest) {}

    record Entry(PostingId posting, Optional<ListId> list, String receipt, String state, long open, long deferred, Instant since, String lastReply) {}
}
