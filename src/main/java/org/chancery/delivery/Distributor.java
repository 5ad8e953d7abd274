package org.chancery.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that turns accepted posts into copies: expands rosters into chunks, claims chunks and retries, and hands
/// them to the courier. What was accepted since the last look is expanded and claimed in one commit.
///
/// Fair between posts: a roster is expanded in steps, in turn with all others, and only when the chunks already
/// written have been claimed. So a post to 100,000 members never has more than a step of chunks before those of a
/// small post accepted after it, and its first copies leave while most of its roster is still unread.
final class Distributor {
    private static final Logger LOG = LoggerFactory.getLogger(Distributor.class);

    /// Chunks written by one expansion: 2,000 recipients.
    static final int STEP = 20;

    /// Those that a post has at once: enough for every connection, and soon written, so that its first copy need not wait.
    static final int FIRST_STEP = 5;

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
            Duration pause = POLL;
            while (!closing) {
                pause = turn(!pause.isZero());
                load.await(pause);
            }
        } catch (InterruptedException _) {
            LOG.info("delivery.distributor.interrupted");
        }
    }

    /// One look at everything, or if it goes right on with what the last one began, at new posts and chunks. How long to sleep if nobody rings.
    private Duration turn(boolean atEverything) {
        try {
            Looked looked = take();
            if (atEverything) {
                claimRetries();
            }
            boolean expanded = looked.drained() ? expandNext() : expandForOthers();
            return looked.morePosts() || expanded ? Duration.ZERO : POLL;
        } catch (RuntimeException storeFailed) {
            LOG.warn("delivery.distributor.failed again-in={}", AFTER_STORE_ERROR, storeFailed);
            return AFTER_STORE_ERROR;
        }
    }

    /// `morePosts`: there may be more new ones. `drained`: the queue had fewer chunks than we could have taken.
    private record Looked(boolean morePosts, boolean drained) {}

    /// A new post has its first step at once.
    private Looked take() {
        int posts = MAX_EXPANSIONS - expanding.size();
        int room = load.roomForChunks();
        if (room == 0) {
            courier.shed();
        }
        Queue.Taken taken = posts == 0
                ? new Queue.Taken(0, List.of(), room == 0 ? List.of() : queue.claimChunks(room, clock.instant()))
                : queue.take(posts, FIRST_STEP, room, clock.instant());
        expanding.addAll(taken.unfinished());
        taken.claims().forEach(this::begin);
        boolean drained = taken.claims().size() < room;
        if (drained) {
            tallies.logFinished(expanding::contains);
        }
        return new Looked(posts > 0 && taken.posts() == posts, drained);
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

    /// The next step of the post that has waited longest for one. When the store fails it stays the next.
    private boolean expandNext() {
        PostingId posting = expanding.peekFirst();
        if (posting == null) {
            return false;
        }
        boolean more = queue.expand(posting, STEP);
        expanding.removeFirst();
        if (more) {
            expanding.addLast(posting);
        }
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
