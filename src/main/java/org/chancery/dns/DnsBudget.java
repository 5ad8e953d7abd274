package org.chancery.dns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A resolver for one SMTP session (or one delivery) that waits at most a given time in all. When that is used up,
/// every further answer is a [Answer.TemporaryFailure] at once. Only time in which somebody waits for the DNS counts, and
/// time in which several checks wait side by side counts once: that is what the client waits for.
///
/// Example: `new DnsBudget(cachingResolver, DnsBudget.PER_SESSION)`, made anew for each session.
public final class DnsBudget implements Resolver {

    /// So that the reply after the final dot comes well before clients give up (RFC 5321 section 4.5.3.2.6).
    public static final Duration PER_SESSION = Duration.ofSeconds(20);

    private final Resolver resolver;
    private final long budgetNanos;
    private final Object lock = new Object();
    private long nanosUsed;
    private long waitingSince;
    private int waiting;

    public DnsBudget(Resolver resolver, Duration budget) {
        this.resolver = resolver;
        this.budgetNanos = budget.toNanos();
    }

    @Override
    public <T> Answer<T> ask(Question<T> question) {
        long left = nanosLeft();
        if (left <= 0) {
            return usedUp();
        }
        return resolver.known(question).orElseGet(() -> lookUp(question, left));
    }

    @Override
    public <T> Optional<Answer<T>> known(Question<T> question) {
        return nanosLeft() > 0 ? resolver.known(question) : Optional.empty();
    }

    private <T> Answer<T> lookUp(Question<T> question, long left) {
        begin();
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
            end();
        }
    }

    private long nanosLeft() {
        synchronized (lock) {
            return budgetNanos - nanosUsed - (waiting == 0 ? 0 : System.nanoTime() - waitingSince);
        }
    }

    private void begin() {
        synchronized (lock) {
            if (waiting++ == 0) {
                waitingSince = System.nanoTime();
            }
        }
    }

    private void end() {
        synchronized (lock) {
            if (--waiting == 0) {
                nanosUsed += System.nanoTime() - waitingSince;
            }
        }
    }

    private static <T> Answer<T> usedUp() {
        return new Answer.TemporaryFailure<>("the time for DNS in this session is used up");
    }
}
