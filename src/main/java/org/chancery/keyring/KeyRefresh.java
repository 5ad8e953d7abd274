package org.chancery.keyring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.protection.Technology;

/// Asks the servers that a site may ask ([KeyLookup]) for news of the members' OpenPGP keys: extended ones before they end, new subkeys, revocations.
/// Each key once a week, daily around its end, only where a list has settings for OpenPGP. Only the same primary key counts; another one under the address is no news.
///
/// Who sees the questions shall not read the roster of a list from their order: they come one at a time, shuffled, with pauses, and each key has its
/// own time in the week. When a key was asked for is written before the question, so that of several servers one asks, and none asks again after a restart.
///
/// Example: `refresh.work(now)`, each hour.
public final class KeyRefresh {
    static final Duration WEEK = Duration.ofDays(7);
    static final Duration DAY = Duration.ofDays(1);
    /// Before the end of a key and behind it; before, members are warned.
    private static final Duration AROUND = Duration.ofDays(30);
    private static final double JITTER = 1.0 / 7; // of the time between two questions, which come so much sooner at most
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Ports ports;
    private final Lists lists;
    private final MemberKeyDesk desk;
    private final KeyLookup lookup;
    private final Surroundings site;

    /// Between two questions.
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /// What it stands on.
    public record Surroundings(InstantSource clock, RandomGenerator random, Pause pause) {}

    public KeyRefresh(Ports ports, Lists lists, MemberKeyDesk desk, KeyLookup lookup, Surroundings site) {
        this.ports = ports;
        this.lists = lists;
        this.desk = desk;
        this.lookup = lookup;
        this.site = site;
    }

    private record About(String address, String fingerprint) {}

    /// Asks for all keys whose time has come. Returns how many keys there was something new about.
    public int work(Instant now) {
        int refreshed = 0;
        boolean isFirst = true;
        for (List<KeyQuestions.Question> one : due(now)) {
            if (!isFirst && !rest()) {
                return refreshed; // the server stops; what was not asked for is due as before
            }
            isFirst = false;
            refreshed += ports.questions().ask(one.getFirst(), site.clock().instant()) && ask(one) ? 1 : 0;
        }
        return refreshed;
    }

    private boolean rest() {
        try {
            site.pause().of(Duration.ofMillis(site.random().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis() + 1)));
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The same key of an address on several lists is one question.
    private List<List<KeyQuestions.Question>> due(Instant now) {
        Map<About, List<KeyQuestions.Question>> due = new LinkedHashMap<>();
        for (KeyQuestions.Question question : ports.questions().askedUntil(now.minus(shortest(DAY)))) {
            if (question.asked().isEmpty()) {
                ports.questions().ask(question, now.minus(spread(question.fingerprint()))); // a key that is new here waits for its place in the week
            } else if (isDue(question, now)) {
                due.computeIfAbsent(new About(question.address().key(), question.fingerprint()), _ -> new ArrayList<>()).add(question);
            }
        }
        due.values().removeIf(questions -> questions.stream().noneMatch(question -> lists.find(question.list()).filter(KeyRefresh::isUsed).isPresent()));
        List<List<KeyQuestions.Question>> shuffled = new ArrayList<>(due.values());
        Collections.shuffle(shuffled, java.util.Random.from(site.random()));
        return shuffled;
    }

    private static boolean isUsed(MailingList list) {
        ProtectionPolicy.Side side = Sides.of(ProtectionPolicy.of(list.settings()), Technology.OPENPGP);
        return side.postEncrypt().isAny() || side.postSign().isAny() || side.distribEncrypt().isAny();
    }

    private static Duration shortest(Duration period) {
        return period.minus(scaled(period, JITTER));
    }

    /// Between now and a week; a fingerprint is as good as chance.
    static Duration spread(String fingerprint) {
        return scaled(WEEK, chance(fingerprint, 0));
    }

    static boolean isDue(KeyQuestions.Question question, Instant now) {
        Instant asked = question.asked().orElse(Instant.EPOCH);
        boolean isNearItsEnd = question.expires().filter(end -> !now.isBefore(end.minus(AROUND)) && now.isBefore(end.plus(AROUND))).isPresent();
        Duration period = isNearItsEnd ? DAY : WEEK;
        return !now.isBefore(asked.plus(period).minus(scaled(period, JITTER * chance(question.fingerprint(), asked.toEpochMilli()))));
    }

    /// The same for the same key and time on all servers.
    private static double chance(String fingerprint, long at) {
        return new SplittableRandom(Long.parseUnsignedLong(fingerprint.substring(fingerprint.length() - 16), 16) ^ at).nextDouble();
    }

    private static Duration scaled(Duration period, double part) {
        return Duration.ofMillis((long) (period.toMillis() * part));
    }

    private boolean ask(List<KeyQuestions.Question> one) {
        KeyQuestions.Question about = one.getFirst();
        boolean isNew = false;
        for (KeyLookup.Found found : lookup.again(about.address(), new Fingerprint(about.fingerprint()))) {
            By by = new By("server", "refresh from " + found.source().word());
            for (KeyQuestions.Question question : one) {
                isNew |= lists.find(question.list()).flatMap(list -> desk.refreshed(list, question.address(), question.fingerprint(), found.key(), by))
                        .filter(handed -> handed.what() != MemberKeyDesk.Handed.What.KNOWN).isPresent();
            }
        }
        return isNew;
    }
}
