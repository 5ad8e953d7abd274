package org.chancery.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.archive.Archive;
import org.chancery.archive.ArchiveDesk;
import org.chancery.archive.DigestDesk;
import org.chancery.delivery.bounce.BounceDesk;
import org.chancery.keyring.ArchiveKeys;
import org.chancery.keyring.KeyRefresh;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.RevocationFetch;
import org.chancery.list.Lists;
import org.chancery.moderation.Moderation;
import org.chancery.posting.ArchiveForms;
import org.chancery.posting.OpeningBudget;
import org.chancery.posting.OutgoingPosts;
import org.chancery.posting.Receipts;
import org.chancery.posting.SecondLook;
import org.chancery.posting.sealing.MissedMail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What time brings about. Octets of posts that were finished five days ago go, so that the store does not grow for ever. (Five days: as long as a lost
/// 250 may make a client send again.)
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration BOUNCES = Duration.ofSeconds(2); // two look-ups in an index when there is nothing to do
    private static final Duration ARCHIVE = Duration.ofSeconds(2); // one look-up in an index when there is nothing to do
    private static final Duration MISSED = Duration.ofSeconds(20); // one look into an index when there is nothing to do
    private static final Duration KEYS = Duration.ofMinutes(10); // as long as a change of a key may come late
    private static final Duration RETENTION = Duration.ofDays(5);

    private static final int EXPIRED_AT_ONCE = 1_000; // posts of one hour; the rest follows in the next
    /// How late a digest may be that has reached its size.
    private static final Duration DIGEST_PERIOD = Duration.ofMinutes(1);

    private Housekeeping() {}

    static Chore purge(Receipts receipts) {
        return new Chore("purge", PERIOD, now -> LOG.info("server.housekeeping purged={}", receipts.purge(now.minus(RETENTION))));
    }

    /// Held posts whose time is over.
    static Chore expire(Moderation moderation) {
        return new Chore("expire-held", PERIOD, _ -> LOG.info("server.housekeeping expired={}", moderation.desk().expire(EXPIRED_AT_ONCE)));
    }

    /// Looked at each hour; each moderator is written to once a day.
    static Chore remind(Moderation moderation, Runnable distribution) {
        return new Chore("remind-moderators", PERIOD, now -> {
            int reminded = moderation.reminders().remind(now);
            LOG.info("server.housekeeping reminded={}", reminded);
            if (reminded > 0) {
                distribution.run();
            }
        });
    }

    static Chore digests(DigestDesk desk) {
        return new Chore("digests", DIGEST_PERIOD, now -> LOG.debug("server.housekeeping digests={}", desk.sendDue(now)));
    }

    /// What was distributed on lists that keep their posts.
    static Chore archive(Archive archive, OutgoingPosts outgoing, ArchiveKeys keys, OpeningBudget budget) {
        ArchiveDesk desk = new ArchiveDesk(archive, new ArchiveForms(outgoing, keys, budget));
        return new Chore("archive", ARCHIVE, now -> LOG.debug("server.housekeeping archived={}", desk.keepDue(now)));
    }

    /// Members from whom content was withheld.
    static Chore missed(MissedMail mail, Runnable bell) {
        return new Chore("missed-posts", MISSED, MISSED, now -> {
            if (mail.work(now)) {
                bell.run();
            }
        });
    }

    /// Keys that cooled begin to count, those that end soon are told of or extended, and secrets that nothing needs any more go.
    static Chore keys(Keyring keyring) {
        return new Chore("keys", KEYS, now -> LOG.info("server.housekeeping keys activated={} warned={} extended={} destroyed={} forgotten={}",
                keyring.memberKeys().activateCooled(now), keyring.warnings().warn(now), keyring.listKeys().extend(now), keyring.listKeys().destroy(now),
                keyring.ports().members().purge(now)));
    }

    /// Soon after the start, since lists that demand them take no S/MIME signature before.
    static Chore revocations(RevocationFetch fetch) {
        return new Chore("revocation-lists", Duration.ofSeconds(10), KEYS, now -> LOG.info("server.housekeeping revocation-lists={}", fetch.work(now)));
    }

    /// Posts that waited for the key of their author.
    static Chore reconsider(Receipts receipts, Lists lists, Keyring keyring, Moderation moderation) {
        SecondLook look = new SecondLook(receipts, lists, keyring.ports().members(), keyring.keyrings());
        return new Chore("reconsider-held", KEYS, _ -> LOG.debug("server.housekeeping reconsidered={}", moderation.desk().reconsider(look)));
    }

    /// Only where the site may ask others.
    static Optional<Chore> refresh(Keyring keyring, Lists lists, InstantSource clock, RandomGenerator random) {
        return keyring.lookup().map(lookup -> new KeyRefresh(keyring.ports(), lists, keyring.memberKeys(), lookup, new KeyRefresh.Surroundings(clock, random, Thread::sleep)))
                .map(refresh -> new Chore("key-refresh", KEYS, PERIOD, now -> LOG.info("server.housekeeping refreshed-keys={}", refresh.work(now))));
    }

    /// `bell` wakes the delivery for the mails of the steps.
    static Chore bounces(BounceDesk desk, Runnable bell) {
        return new Chore("bounces", BOUNCES, now -> {
            if (desk.work(now)) {
                bell.run();
            }
        });
    }
}
