package org.chancery.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Slows down guessing: after a few failed logins an address, and an account, must wait before the next password is
/// even looked at, each time twice as long. An account waits a minute at most, else anybody could lock it.
final class LoginGuard {
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

    synchronized boolean mustWait(InetAddress peer, String login, long now) {
        return isBlocked(addressKey(peer), now) || isBlocked(accountKey(login), now);
    }

    private boolean isBlocked(String key, long now) {
        Failures known = failures.get(key);
        return known != null && known.count > 0 && now - known.blockedUntil < 0;
    }

    synchronized void failed(InetAddress peer, String login, long now) {
        count(addressKey(peer), now, FREE_TRIES_ADDRESS, MAX_WAIT_ADDRESS);
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
    synchronized void succeeded(String login) {
        failures.remove(accountKey(login));
    }

    private static String addressKey(InetAddress peer) {
        return "ip " + ClientCounts.key(peer);
    }

    private static String accountKey(String login) {
        return "account " + login.toLowerCase(Locale.ROOT);
    }
}
