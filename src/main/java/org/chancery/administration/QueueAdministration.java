package org.chancery.administration;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue;
import org.chancery.list.Lists;

/// Outgoing work as a postmaster sees and steers it.
public final class QueueAdministration {
    private final Queue queue;
    private final Lists lists;
    private final InstantSource clock;
    private final Runnable probe;

    /// `probe` tells a delivery of this process to try sites that it takes for dead.
    QueueAdministration(Queue queue, Lists lists, InstantSource clock, Runnable probe) {
        this.queue = queue;
        this.lists = lists;
        this.clock = clock;
        this.probe = probe;
    }

    public Queue.Shape shape() {
        return queue.shape(clock.instant());
    }

    /// Open work, oldest first, at most `limit` lines.
    public List<Open> open(int limit) {
        return queue.entries(limit).stream().map(entry -> new Open(entry, entry.list().flatMap(lists::find)
                .map(list -> list.address().toString()).orElse(""))).toList();
    }

    /// Makes all that waits due at once; returns how many chunks and recipients.
    public long retryAll(Caller caller) {
        caller.must(Permission.MANAGE_QUEUE);
        probe.run();
        return queue.retryNow(OptionalLong.empty(), clock.instant(), caller.act(clock.instant(), "queue.retry", "all", ""));
    }

    public long retry(Caller caller, String number) {
        caller.must(Permission.MANAGE_QUEUE);
        PostingId posting = ModeratorsDesk.parse(number);
        probe.run();
        return queue.retryNow(OptionalLong.of(posting.value()), clock.instant(), caller.act(clock.instant(), "queue.retry", object(posting), ""));
    }

    public void hold(Caller caller, String number) {
        caller.must(Permission.MANAGE_QUEUE);
        setHeld(caller, number, true, "queue.hold");
    }

    public void release(Caller caller, String number) {
        caller.must(Permission.MANAGE_QUEUE);
        setHeld(caller, number, false, "queue.release");
    }

    /// Stops all delivery of the site, on every server. What is on the wire comes to its end; what waits in memory goes back within seconds.
    public void holdAll(Caller caller) {
        caller.must(Permission.MANAGE_QUEUE);
        if (!queue.setStopped(true, caller.act(clock.instant(), "queue.hold", "all", ""))) {
            throw new Refused("All delivery is stopped already. \"chancery queue release --all\" resumes it.");
        }
    }

    public void releaseAll(Caller caller) {
        caller.must(Permission.MANAGE_QUEUE);
        if (!queue.setStopped(false, caller.act(clock.instant(), "queue.release", "all", ""))) {
            throw new Refused("Delivery is not stopped. Posts that are held one by one: \"chancery queue release ID\".");
        }
    }

    public Optional<Instant> stoppedSince() {
        return queue.stoppedSince();
    }

    /// Gives up what is still open of one post.
    public void drop(Caller caller, String number) {
        caller.must(Permission.MANAGE_QUEUE);
        PostingId posting = ModeratorsDesk.parse(number);
        if (!queue.drop(posting, caller.act(clock.instant(), "queue.drop", object(posting), ""))) {
            throw noWork(number);
        }
    }

    private void setHeld(Caller caller, String number, boolean held, String action) {
        PostingId posting = ModeratorsDesk.parse(number);
        if (!queue.setHeld(posting, held, caller.act(clock.instant(), action, object(posting), ""))) {
            throw noWork(number);
        }
    }

    private static String object(PostingId posting) {
        return "post=" + posting;
    }

    private static Refused noWork(String number) {
        return new Refused("Nothing of post " + number + " is open, or it is in that state already. \"chancery queue show\" names open work.");
    }

    /// One line of open work; the address is empty when the post is a notice.
    public record Open(Queue.Entry entry, String list) {}
}
