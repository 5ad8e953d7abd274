package org.chancery.dns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// A resolver for one SMTP session (or one delivery) that waits at most a given time in all. When that is used up,
/// every further answer is a [Answer.TemporaryFailure] at once. Only time spent waiting for the DNS counts.
///
/// Example: `new DnsBudget(cachingResolver, DnsBudget.PER_SESSION)`, made anew for each session.
public final class DnsBudget implements Resolver {

    /// So that the reply after the final dot comes well before clients give up (RFC 5321 section 4.5.3.2.6).
    public static final Duration PER_SESSION = Duration.ofSeconds(20);

    private final Resolver resolver;
    private final AtomicLong nanosLeft;

    public DnsBudget(Resolver resolver, Duration budget) {
        this.resolver = resolver;
        this.nanosLeft = new AtomicLong(budget.toNanos());
    }

    @Override
    public <T> Answer<T> ask(Question<T> question) {
        long left = nanosLeft.get();
        if (left <= 0) {
            return usedUp();
        }
        return resolver.known(question).orElseGet(() -> lookUp(question, left));
    }

    @Override
    public <T> Optional<Answer<T>> known(Question<T> question) {
        return nanosLeft.get() > 0 ? resolver.known(question) : Optional.empty();
    }

    private <T> Answer<T> lookUp(Question<T> question, long left) {
        long start = System.nanoTime();
        // A thread of its own, because a look-up along aliases and servers knows nothing of this budget.
        var lookUp = new FutureTask<>(() -> resolver.ask(question));
        Thread.ofVirtual().name("dns").start(lookUp);
        try {
            return lookUp.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            lookUp.cancel(true);
            return usedUp();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the resolver broke its promise not to throw", broken.getCause());
        } catch (InterruptedException stop) {
            lookUp.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.TemporaryFailure<>("interrupted");
        } finally {
            nanosLeft.addAndGet(start - System.nanoTime());
        }
    }

    private static <T> Answer<T> usedUp() {
        return new Answer.TemporaryFailure<>("the time for DNS in this session is used up");
    }
}
