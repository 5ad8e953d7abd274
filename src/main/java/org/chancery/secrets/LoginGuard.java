package org.chancery.secrets;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Slows down guessing: after a few failed logins an address, and an account, must wait before the next password is
/// even looked at, each time twice as long. An account waits a minute at most, else anybody could lock it.
///
/// `source` is the network that a client comes from, in words of the door; empty where the door cannot know it (a proxy stands in front).
/// Then the account alone counts.
///
/// Example: `if (guard.mustWait(Optional.of("192.0.2.1"), "anna@example.org", System.nanoTime())) { … }`.
public final class LoginGuard {
    private static final int FREE_TRIES_ADDRESS = 10; // a household behind one address mistypes too
    private static final int FREE_TRIES_ACCOUNT = 5;
    private static final Duration MAX_WAIT_ADDRESS = Duration.ofMinutes(15);
    private static final Duration MAX_WAIT_ACCOUNT = Duration.ofMinutes(1);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int MAX_ENTRIES = 20_000; // the oldest go first: bounded memory under a flood

    private static final class Failures {
        int count;
        long last;
        long blockedUntil;
    }

    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    public synchronized boolean mustWait(Optional<String> source, String login, long now) {
        return source.filter(network -> isBlocked(addressKey(network), now)).isPresent() || isBlocked(accountKey(login), now);
    }

    private boolean isBlocked(String key, long now) {
        Failures known = failures.get(key);
        return known != null && known.count > 0 && now - known.blockedUntil < 0;
    }

    public synchronized void failed(Optional<String> source, String login, long now) {
        source.ifPresent(network -> count(addressKey(network), now, FREE_TRIES_ADDRESS, MAX_WAIT_ADDRESS));
        count(accountKey(login), now, FREE_TRIES_ACCOUNT, MAX_WAIT_ACCOUNT);
    }

    private void count(String key, long now, int free, Duration maxWait) {
        Failures known = failures.computeIfAbsent(key, _ -> new Failures());
        if (known.count > 0 && now - known.last > FORGET.toNanos()) {
            known.count = 0;
        }
        known.count++;
        known.last = now;
        int doublings = Math.min(20, known.count - free);
        long wait = doublings < 0 ? 0 : Math.min(maxWait.toNanos(), Duration.ofSeconds(1).toNanos() << doublings);
        known.blockedUntil = now + wait;
    }

    /// Clears the account only: one good login must not buy an address free guesses at others.
    public synchronized void succeeded(String login) {
        failures.remove(accountKey(login));
    }

    private static String addressKey(String source) {
        return "ip " + source;
    }

    private static String accountKey(String login) {
        return "account " + login.toLowerCase(Locale.ROOT);
    }
}
