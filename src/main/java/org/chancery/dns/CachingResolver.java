package org.chancery.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps answers as long as their TTL allows, within a bounded memory; the one not used for longest goes first.
/// A failure is kept for seconds (RFC 9520 section 3.2), and then only one asker goes to see whether it is over: silent name
/// servers must not cost each session its whole patience. Safe for many threads; no lock is held while the resolver behind
/// it is asked.
///
/// Example: `new CachingResolver(dnsJavaResolver, clock)`.
public final class CachingResolver implements Resolver {

    /// A day, whatever the zone says: a wrong record must go away by itself.
    static final Duration MAX_POSITIVE = Duration.ofDays(1);

    /// RFC 2308 section 5 calls one to three hours sensible; the shorter, for people who have just set up DNS.
    static final Duration MAX_NEGATIVE = Duration.ofHours(1);

    /// RFC 9520 section 3.2: at least one second, at most five minutes. Short, so that nobody waits for a mended zone.
    static final Duration FAILURE = Duration.ofSeconds(5);

    /// In octets, roughly. Ordinary answers take some 200, so about 80,000 of them.
    static final long MAX_WEIGHT = 16L << 20;

    /// Question, map entry and objects, in octets: an estimate.
    private static final long WEIGHT_OF_ENTRY = 160;

    private final Resolver resolver;
    private final InstantSource clock;
    private final long maxWeight;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Question<?>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /// `asked`: somebody is seeing whether a failure is over.
    private record Entry(Answer<?> answer, Instant until, long weight, AtomicBoolean asked) {
        boolean isFailure() {
            return answer instanceof Answer.TemporaryFailure<?>;
        }
    }

    public CachingResolver(Resolver resolver, InstantSource clock) {
        this(resolver, clock, MAX_WEIGHT);
    }

    CachingResolver(Resolver resolver, InstantSource clock, long maxWeight) {
        this.resolver = resolver;
        this.clock = clock;
        this.maxWeight = maxWeight;
    }

    @Override
    public <T> Answer<T> ask(Question<T> question) {
        return kept(question, true).orElseGet(() -> {
            Answer<T> answer = resolver.ask(question);
            keep(question, answer);
            return answer;
        });
    }

    @Override
    public <T> Optional<Answer<T>> known(Question<T> question) {
        return kept(question, false);
    }

    private <T> Optional<Answer<T>> kept(Question<T> question, boolean asks) {
        lock.lock();
        try {
            Entry entry = entries.get(question);
            if (entry == null) {
                return Optional.empty();
            }
            Duration left = Duration.between(clock.instant(), entry.until);
            if (!left.isPositive() && !(entry.isFailure() && isBeingAsked(entry, asks))) {
                if (!entry.isFailure()) {
                    forget(question);
                }
                return Optional.empty();
            }
            // Only keep() writes entries, and it puts under a Question<T> nothing but an Answer<T>.
            @SuppressWarnings("unchecked")
            Answer<T> answer = (Answer<T>) entry.answer;
            return Optional.of(answer.withLifetime(left));
        } finally {
            lock.unlock();
        }
    }

    /// One goes to look; the others take the failure until that one is back.
    private static boolean isBeingAsked(Entry entry, boolean asks) {
        return asks ? !entry.asked.compareAndSet(false, true) : entry.asked.get();
    }

    private void forget(Question<?> question) {
        Entry entry = entries.remove(question);
        weight -= entry == null ? 0 : entry.weight;
    }

    private <T> void keep(Question<T> question, Answer<T> answer) {
        Duration lifetime = answer instanceof Answer.TemporaryFailure<?> ? FAILURE : bounded(answer);
        var entry = new Entry(answer, clock.instant().plus(lifetime), weigh(question, answer), new AtomicBoolean());
        lock.lock();
        try {
            forget(question);
            if (lifetime.isPositive()) {
                entries.put(question, entry);
                weight += entry.weight;
                dropOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        Iterator<Map.Entry<Question<?>, Entry>> oldestFirst = entries.entrySet().iterator();
        while (weight > maxWeight && oldestFirst.hasNext()) {
            weight -= oldestFirst.next().getValue().weight;
            oldestFirst.remove();
        }
    }

    private static Duration bounded(Answer<?> answer) {
        Duration most =
                switch (answer) {
                    case Answer.Found<?> _ -> MAX_POSITIVE;
                    case Answer.NoData<?> _, Answer.NxDomain<?> _ -> MAX_NEGATIVE;
                    case Answer.TemporaryFailure<?> _ -> Duration.ZERO;
                };
        return answer.lifetime().compareTo(most) <= 0 ? answer.lifetime() : most;
    }

    private static long weigh(Question<?> question, Answer<?> answer) {
        long octets = WEIGHT_OF_ENTRY + question.name().length();
        for (Object value : answer.valuesOrNone()) {
            octets += 64 + (value instanceof String text ? text.length() : 0);
        }
        return octets;
    }
}
