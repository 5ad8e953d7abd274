package org.chancery.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Route `capture`: every copy becomes a file instead of an SMTP transaction (see [CapturedFiles]).
/// Goes through the same window and the same log as real mail, so that what is tried out here is the real path.
final class CaptureCourier implements Courier {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureCourier.class);
    private static final int WRITERS = 2; // file operations block their thread; more than this gains nothing
    private static final Duration AFTER_DISK_ERROR = Duration.ofMinutes(1);

    private final CapturedFiles files;
    private final PostCache<PreparedPost> posts;
    private final DuplicateWindow window;
    private final OutcomeLog log;
    private final Tallies tallies;
    private final InstantSource clock;
    private final BlockingQueue<Copy> waiting = new LinkedBlockingQueue<>(); // bounded by Load
    private final List<Thread> writers = new ArrayList<>();

    CaptureCourier(
            Path folder,
            PostCache<PreparedPost> posts,
            DuplicateWindow window,
            OutcomeLog log,
            Tallies tallies,
            InstantSource clock) {
        this.files = new CapturedFiles(folder);
        this.posts = posts;
        this.window = window;
        this.log = log;
        this.tallies = tallies;
        this.clock = clock;
    }

    @Override
    public void start() {
        try {
            files.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the capture folder cannot be used", e);
        }
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.ofPlatform().name("capture-" + i).daemon().start(this::write));
        }
    }

    @Override
    public void accept(List<Copy> copies) {
        waiting.addAll(copies);
    }

    @Override
    public int senders() {
        return (int) writers.stream().filter(Thread::isAlive).count();
    }

    @Override
    public void shed() {
        // A disk is no site: what waits for it would only wait elsewhere.
    }

    private void write() {
        try {
            while (true) {
                Copy copy = waiting.take();
                try {
                    window.take();
                } catch (InterruptedException stop) {
                    log.report(new Report.Returned(copy, clock.instant(), "closing", false, false));
                    throw stop;
                }
                log.report(capture(copy));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Report capture(Copy copy) {
        if (copy.work().isLost()) {
            return new Report.Gone(copy, true);
        }
        Instant now = clock.instant();
        try {
            Optional<PreparedPost> post = posts.get(copy.work().posting());
            return post.isPresent()
                    ? capture(copy, post.get(), now)
                    : new Report.Returned(copy, now.plus(CopyDesk.POST_IS_GONE), "the post is gone", false, true);
        } catch (IOException | RuntimeException e) {
            LOG.warn("delivery.capture.failed posting={} cause=\"{}\"", copy.work().posting(), e.toString());
            return new Report.Returned(copy, now.plus(AFTER_DISK_ERROR), e.toString(), true, true);
        }
    }

    private Report capture(Copy copy, PreparedPost post, Instant now) throws IOException {
        Queue.Target target = copy.target();
        tallies.receipt(copy.work().posting(), post.receipt());
        var message = new ByteArrayOutputStream();
        switch (post.contentFor(target.membership(), target.address())) {
            case CopyContent.Shared(byte[] fields) -> {
                message.write(fields);
                message.write(post.shared());
            }
            case CopyContent.Sliced(byte[] fields, List<byte[]> slices) -> {
                message.write(fields);
                for (byte[] slice : slices) {
                    message.write(slice);
                }
            }
            case CopyContent.NotYet(String reason) -> {
                return new Report.Returned(copy, now.plus(CopyDesk.NOT_YET), reason, true, true);
            }
            case CopyContent.Withheld withheld -> {
                return new Report.Done(copy, withheld.outcome(), true);
            }
        }
        files.write(post.returnPath(target.membership()), target.address(), post.receipt(), now, message.toByteArray());
        return new Report.Done(copy, new Outcome.Delivered(), true);
    }

    @Override
    public void recall() {
        List<Copy> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(copy -> log.report(new Report.Returned(copy, clock.instant(), CopyDesk.STOPPED, false, false)));
    }

    @Override
    public void probeNow() {
        // A folder is never dead.
    }

    @Override
    public void close(Duration atMost) throws InterruptedException {
        writers.forEach(Thread::interrupt);
        for (Thread writer : writers) {
            writer.join(atMost);
        }
        List<Copy> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(copy -> log.report(new Report.Returned(copy, clock.instant(), "closing", false, false)));
    }
}
