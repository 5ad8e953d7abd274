package org.chancery.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that turns accepted posts into copies: expands rosters into chunks, claims chunks and retries, and hands
/// them to the courier.
///
/// Fair between posts: a roster is expanded in steps, in turn with all others, and only when the chunks already
/// written have been claimed. So a post to 100,000 members never has more than a step of chunks before those of a
/// small post accepted after it, and its first copies leave while most of its roster is still unread.
final class Distributor {
    private static final Logger LOG = LoggerFactory.getLogger(Distributor.class);

    /// Chunks written by one expansion: 2,000 recipients.
    static final int STEP = 20;

    /// Rosters being expanded side by side by this node.
    static final int MAX_EXPANSIONS = 16;

    /// Work of other nodes, and work that becomes due, is seen after this long at the latest.
    static final Duration POLL = Duration.ofMillis(500);

    private static final Duration AFTER_STORE_ERROR = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Queue queue;
    private final Courier courier;
    private final Load load;
    private final Tallies tallies;
    private final InstantSource clock;
    private final Deque<PostingId> expanding = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closing;

    Distributor(Queue queue, Courier courier, Load load, Tallies tallies, InstantSource clock) {
        this.queue = queue;
        this.courier = courier;
        this.load = load;
        this.tallies = tallies;
        this.clock = clock;
        // A platform thread: an embedded database blocks its carrier.
        this.thread = Thread.ofPlatform().name("distributor").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                load.await(turn());
            }
        } catch (InterruptedException _) {
            LOG.info("delivery.distributor.interrupted");
        }
    }

    /// One look at everything. How long to sleep if nobody rings.
    private Duration turn() {
        try {
            boolean moreExpansions = beginExpansions();
            boolean drained = claimChunks();
            claimRetries();
            boolean expanded = drained ? expandNext() : expandForOthers();
            return moreExpansions || expanded ? Duration.ZERO : POLL;
        } catch (RuntimeException storeFailed) {
            LOG.warn("delivery.distributor.failed again-in={}", AFTER_STORE_ERROR, storeFailed);
            return AFTER_STORE_ERROR;
        }
    }

    /// A new post has its first step at once. True if there may be more new ones.
    private boolean beginExpansions() {
        for (int begun = 0; begun < MAX_EXPANSIONS; begun++) {
            if (expanding.size() >= MAX_EXPANSIONS) {
                return false;
            }
            Optional<PostingId> posting = queue.claimExpansion();
            if (posting.isEmpty()) {
                return false;
            }
            expand(posting.get());
        }
        return true;
    }

    private void expand(PostingId posting) {
        if (queue.expand(posting, STEP)) {
            expanding.addLast(posting);
        }
    }

    /// True if the queue had less than we could have taken.
    private boolean claimChunks() {
        int room = load.roomForChunks();
        if (room == 0) {
            courier.shed();
            return false;
        }
        List<Queue.ChunkClaim> claims = queue.claimChunks(room, clock.instant());
        claims.forEach(this::begin);
        boolean drained = claims.size() < room;
        if (drained) {
            tallies.logFinished(expanding::contains);
        }
        return drained;
    }

    private void begin(Queue.ChunkClaim claim) {
        ChunkWork work = new ChunkWork(claim);
        if (work.isFinished()) {
            queue.settle(List.of(work.takeProgress())); // nothing open: only its end was not noted
            return;
        }
        load.chunkBegun(claim.open().size());
        tallies.chunkBegun(work.posting());
        courier.accept(claim.open().stream().map(target -> new Copy(work, target)).toList());
    }

    private void claimRetries() {
        int room = load.roomForRetries();
        if (room == 0) {
            return;
        }
        for (Queue.RetryClaim claim : queue.claimRetries(room, clock.instant())) {
            load.retryBegun();
            courier.accept(List.of(new Copy(new RetryWork(claim), claim.target())));
        }
    }

    /// The next step of the post that has waited longest for one.
    private boolean expandNext() {
        PostingId posting = expanding.pollFirst();
        if (posting == null) {
            return false;
        }
        expand(posting);
        return true;
    }

    /// We are busy, but another node may be waiting for chunks.
    private boolean expandForOthers() {
        return !expanding.isEmpty() && queue.isIdle(clock.instant()) && expandNext();
    }

    /// Claims nothing more.
    void close() throws InterruptedException {
        closing = true;
        load.ring();
        if (!thread.join(STOP)) {
            thread.interrupt();
            thread.join(STOP);
        }
    }
}
