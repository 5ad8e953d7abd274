package org.chancery.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// A complete [Queue] in memory: chunks, rows, leases and fencing numbers, with switches for what a store does
/// when it is ill. Leases end only by [#endLeases].
public final class InMemoryQueue implements Queue {
    private static final class Post {
        private final List<Target> roster;
        private final Instant since;
        private int expanded;
        private boolean claimed;
        private boolean held;
        private int chunks;

        private Post(List<Target> roster, Instant since) {
            this.roster = roster;
            this.since = since;
        }
    }

    private static final class Chunk {
        private final ChunkRef ref;
        private final List<Target> targets;
        private final Instant since;
        private final BitSet done = new BitSet();
        private Instant due;
        private int attempts;
        private long fence;
        private boolean claimed;
        private Lease lease = new Lease();
        private String reason = "";

        private Chunk(ChunkRef ref, List<Target> targets, Instant since) {
            this.ref = ref;
            this.targets = targets;
            this.since = since;
            this.due = since;
        }

        private List<Target> open() {
            return targets.stream().filter(target -> !done.get(target.index())).toList();
        }
    }

    private static final class Deferral {
        private final PostingId posting;
        private final long id;
        private final Target target;
        private final Instant since;
        private Instant due;
        private int attempts = 1;
        private long fence;
        private boolean claimed;
        private Lease lease = new Lease();
        private String reply;

        private Deferral(PostingId posting, long id, Target target, Instant since, Outcome.Deferred outcome) {
            this.posting = posting;
            this.id = id;
            this.target = target;
            this.since = since;
            this.due = outcome.until();
            this.reply = outcome.reply();
        }
    }

    static final Duration LEASE = Duration.ofSeconds(30);

    private final InstantSource clock;
    /// Ended, and this node does not know it yet.
    private final List<Lease> lost = new ArrayList<>();
    private final Map<PostingId, Post> posts = new LinkedHashMap<>();
    private final Map<ChunkRef, Chunk> chunks = new LinkedHashMap<>();
    private final Map<Long, Deferral> deferrals = new LinkedHashMap<>();
    private final Map<PostingId, Map<Address, Outcome>> outcomes = new HashMap<>();
    private Optional<Instant> stopped = Optional.empty();
    private long lastFence;
    private long lastRow;
    private int settleCalls;
    private int heartbeats;
    private int failSettles;
    private Runnable beforeSettle = () -> {};

    public InMemoryQueue(InstantSource clock) {
        this.clock = clock;
    }

    // ---- for tests

    public synchronized void accept(PostingId posting, List<Address> roster) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < roster.size(); i++) {
            targets.add(new Target(i % CHUNK, OptionalLong.of(i + 1), roster.get(i)));
        }
        posts.put(posting, new Post(targets, clock.instant()));
        outcomes.put(posting, new HashMap<>());
    }

    /// Another node takes over everything that is claimed now.
    public synchronized void endLeases() {
        posts.values().forEach(post -> post.claimed = false);
        chunks.values().forEach(chunk -> endLease(chunk));
        deferrals.values().forEach(row -> {
            row.claimed = false;
            row.fence = ++lastFence;
            lost.add(row.lease);
        });
    }

    private void endLease(Chunk chunk) {
        chunk.claimed = false;
        chunk.fence = ++lastFence;
        lost.add(chunk.lease);
    }

    public synchronized void failNextSettles(int count) {
        failSettles = count;
    }

    /// Runs before each settling of chunks, without the lock: may block, as a slow disk does.
    public synchronized void beforeSettle(Runnable hook) {
        beforeSettle = hook;
    }

    /// The last durable outcome of each recipient.
    public synchronized Map<Address, Outcome> outcomes(PostingId posting) {
        return Map.copyOf(outcomes.getOrDefault(posting, Map.of()));
    }

    private Map<Address, Outcome> outcomesOf(PostingId posting) {
        return outcomes.computeIfAbsent(posting, _ -> new HashMap<>());
    }

    public synchronized long delivered(PostingId posting) {
        return outcomesOf(posting).values().stream().filter(Outcome.Delivered.class::isInstance).count();
    }

    public synchronized int settleCalls() {
        return settleCalls;
    }

    public synchronized int heartbeats() {
        return heartbeats;
    }

    public synchronized int expandedChunks(PostingId posting) {
        return Optional.ofNullable(posts.get(posting)).map(post -> post.chunks).orElse(0);
    }

    public synchronized int releasedChunks() {
        return (int) chunks.values().stream().filter(c -> !c.claimed && !c.reason.isEmpty()).count();
    }

    public synchronized List<String> releaseReasons() {
        return chunks.values().stream().map(c -> c.reason).filter(reason -> !reason.isEmpty()).toList();
    }

    public synchronized int claimedChunks() {
        return (int) chunks.values().stream().filter(c -> c.claimed).count();
    }

    public synchronized int deferredRows() {
        return deferrals.size();
    }

    public synchronized boolean hasOpenWork() {
        return !chunks.isEmpty() || !deferrals.isEmpty() || posts.values().stream().anyMatch(InMemoryQueue::isExpanding);
    }

    private static boolean isExpanding(Post post) {
        return post.expanded < post.roster.size();
    }

    // ---- the port

    @Override
    public synchronized Taken take(int max, int count, int room, Instant now) {
        List<PostingId> taken = posts.entrySet().stream()
                .filter(entry -> stopped.isEmpty() && isExpanding(entry.getValue()) && !entry.getValue().claimed)
                .map(Map.Entry::getKey)
                .limit(max)
                .toList();
        taken.forEach(id -> posts.get(id).claimed = true);
        List<PostingId> unfinished = taken.stream().filter(id -> expand(id, count)).toList();
        return new Taken(taken.size(), unfinished, claimChunks(room, now));
    }

    @Override
    public synchronized boolean expand(PostingId posting, int count) {
        Post post = posts.get(posting);
        if (post == null) {
            return false;
        }
        for (int i = 0; i < count && isExpanding(post); i++) {
            int end = Math.min(post.roster.size(), post.expanded + CHUNK);
            ChunkRef ref = new ChunkRef(posting, post.chunks++);
            chunks.put(ref, new Chunk(ref, post.roster.subList(post.expanded, end), post.since));
            post.expanded = end;
        }
        return isExpanding(post);
    }

    @Override
    public synchronized List<ChunkClaim> claimChunks(int max, Instant now) {
        return chunks.values().stream()
                .filter(chunk -> isDue(chunk, now))
                .sorted(Comparator.comparing((Chunk chunk) -> chunk.due))
                .limit(max)
                .map(this::claim)
                .toList();
    }

    private boolean isDue(Chunk chunk, Instant now) {
        return stopped.isEmpty() && !chunk.claimed && !chunk.due.isAfter(now) && !isHeld(chunk.ref.posting());
    }

    private boolean isHeld(PostingId posting) {
        Post post = posts.get(posting);
        return post != null && post.held;
    }

    private ChunkClaim claim(Chunk chunk) {
        chunk.claimed = true;
        chunk.fence = ++lastFence;
        chunk.lease = new Lease();
        chunk.reason = "";
        return new ChunkClaim(
                chunk.ref, chunk.fence, chunk.attempts, chunk.since, (BitSet) chunk.done.clone(), chunk.open(), chunk.lease);
    }

    @Override
    public CompletableFuture<List<ChunkRef>> settleLater(List<Progress> progress) {
        Executor writer = work -> Thread.ofVirtual().start(work);
        return CompletableFuture.supplyAsync(() -> {
            beforeSettle.run();
            return settleNow(progress);
        }, writer);
    }

    private synchronized List<ChunkRef> settleNow(List<Progress> progress) {
        settleCalls++;
        failIfIll();
        List<ChunkRef> lost = new ArrayList<>();
        for (Progress one : progress) {
            Chunk chunk = chunks.get(one.chunk());
            if (chunk == null || chunk.fence != one.fence()) {
                lost.add(one.chunk());
            } else {
                settle(chunk, one);
            }
        }
        return lost;
    }

    private void failIfIll() {
        if (failSettles > 0) {
            failSettles--;
            throw new IllegalStateException("the disk is full");
        }
    }

    private void settle(Chunk chunk, Progress progress) {
        Set<Integer> inRows = new HashSet<>();
        for (Row row : progress.rows()) {
            inRows.add(row.target().index());
            note(chunk, row);
        }
        for (Target target : chunk.targets) {
            boolean fresh = progress.done().get(target.index()) && !chunk.done.get(target.index());
            if (fresh && !inRows.contains(target.index())) {
                outcomesOf(chunk.ref.posting()).put(target.address(), new Outcome.Delivered());
            }
        }
        chunk.done.or(progress.done());
        if (chunk.open().isEmpty()) {
            chunks.remove(chunk.ref);
        }
    }

    private void note(Chunk chunk, Row row) {
        PostingId posting = chunk.ref.posting();
        outcomesOf(posting).put(row.target().address(), row.outcome());
        if (row.outcome() instanceof Outcome.Deferred deferred) {
            Deferral deferral = new Deferral(posting, ++lastRow, row.target(), chunk.since, deferred);
            deferrals.put(deferral.id, deferral);
        }
    }

    @Override
    public synchronized void release(ChunkRef ref, long fence, Instant again, int attempts, String reason) {
        Chunk chunk = chunks.get(ref);
        if (chunk != null && chunk.fence == fence) {
            endLease(chunk);
            chunk.due = again;
            chunk.attempts = attempts;
            chunk.reason = reason;
        }
    }

    @Override
    public synchronized List<RetryClaim> claimRetries(int max, Instant now) {
        return deferrals.values().stream()
                .filter(row -> stopped.isEmpty() && !row.claimed && !row.due.isAfter(now) && !isHeld(row.posting))
                .sorted(Comparator.comparing((Deferral row) -> row.due))
                .limit(max)
                .map(this::claim)
                .toList();
    }

    private RetryClaim claim(Deferral row) {
        row.claimed = true;
        row.fence = ++lastFence;
        row.lease = new Lease();
        return new RetryClaim(row.posting, row.id, row.fence, row.target, row.attempts, row.since, row.lease);
    }

    @Override
    public synchronized boolean settle(RetryClaim claim, Outcome outcome) {
        failIfIll();
        Deferral row = deferrals.get(claim.row());
        if (row == null || row.fence != claim.fence()) {
            return false;
        }
        outcomesOf(row.posting).put(row.target.address(), outcome);
        switch (outcome) {
            case Outcome.Delivered _, Outcome.Failed _ -> deferrals.remove(row.id);
            case Outcome.Deferred(Instant until, String _, String reply) -> {
                row.due = until;
                row.reply = reply;
                row.attempts++;
                row.claimed = false;
            }
        }
        return true;
    }

    @Override
    public synchronized void heartbeat() {
        heartbeats++;
        lost.forEach(Lease::lose);
        lost.clear();
    }

    @Override
    public Optional<Duration> leaseLength() {
        return Optional.of(LEASE);
    }

    @Override
    public synchronized boolean isIdle(Instant now) {
        return posts.values().stream().noneMatch(post -> isExpanding(post) && !post.claimed)
                && chunks.values().stream().noneMatch(chunk -> isDue(chunk, now))
                && deferrals.values().stream().noneMatch(row -> !row.claimed && !row.due.isAfter(now));
    }

    @Override
    public synchronized Shape shape(Instant now) {
        return new Shape(
                posts.values().stream().filter(InMemoryQueue::isExpanding).count(),
                chunks.values().stream().filter(chunk -> isDue(chunk, now)).count(),
                chunks.values().stream().filter(chunk -> !chunk.claimed && chunk.due.isAfter(now)).count(),
                claimedChunks(),
                deferrals.size(),
                chunks.values().stream().map(chunk -> chunk.since).min(Comparator.naturalOrder()));
    }

    @Override
    public synchronized List<Entry> entries(int limit) {
        return posts.entrySet().stream().limit(limit).map(e -> entry(e.getKey(), e.getValue())).toList();
    }

    private Entry entry(PostingId posting, Post post) {
        List<Chunk> own = chunks.values().stream().filter(c -> c.ref.posting().equals(posting)).toList();
        long open = own.stream().mapToLong(c -> c.open().size()).sum();
        List<Deferral> rows = deferrals.values().stream().filter(r -> r.posting.equals(posting)).toList();
        String state = post.held ? "held" : isExpanding(post) ? "expanding" : "open";
        String reply = rows.stream().reduce((_, last) -> last).map(row -> row.reply).orElse("");
        return new Entry(posting, Optional.of(new ListId(1)), "", state, open, rows.size(), post.since, reply);
    }

    @Override
    public synchronized long retryNow(OptionalLong posting, Instant now, Act act) {
        long count = 0;
        for (Chunk chunk : chunks.values()) {
            if (!chunk.claimed && chunk.due.isAfter(now) && isNamed(posting, chunk.ref.posting())) {
                chunk.due = now;
                count++;
            }
        }
        for (Deferral row : deferrals.values()) {
            if (!row.claimed && row.due.isAfter(now) && isNamed(posting, row.posting)) {
                row.due = now;
                count++;
            }
        }
        return count;
    }

    private static boolean isNamed(OptionalLong named, PostingId posting) {
        return named.isEmpty() || named.getAsLong() == posting.value();
    }

    @Override
    public synchronized boolean setHeld(PostingId posting, boolean held, Act act) {
        Post post = posts.get(posting);
        if (post == null) {
            return false;
        }
        post.held = held;
        return true;
    }

    @Override
    public synchronized boolean setStopped(boolean wanted, Act act) {
        boolean changes = wanted != stopped.isPresent();
        stopped = wanted ? stopped.or(() -> Optional.of(clock.instant())) : Optional.empty();
        return changes;
    }

    @Override
    public synchronized Optional<Instant> stoppedSince() {
        return stopped;
    }

    @Override
    public synchronized boolean drop(PostingId posting, Act act) {
        Post post = posts.remove(posting);
        chunks.keySet().removeIf(ref -> ref.posting().equals(posting));
        deferrals.values().removeIf(row -> row.posting.equals(posting));
        return post != null;
    }
}
