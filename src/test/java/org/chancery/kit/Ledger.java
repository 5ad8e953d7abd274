package org.chancery.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/// The account of a fault run, kept outside the server: what was offered, what was answered, what reached whom.
///
/// One *attempt* is one transmission of one message; a message whose reply was lost is attempted again under the same
/// Message-ID. The field `X-Ledger: MESSAGE/ATTEMPT` tells the copies of two attempts apart, so a copy that the server sent
/// twice is never mistaken for a message that the client sent twice. A *run* is the life of one server process.
///
/// Example: `ledger.begin(7)` before sending, `ledger.settle(attempt, Fate.ACKNOWLEDGED)` at the 250, `ledger.arrived(message)`
/// from the sink, `ledger.figures()` at the end.
public final class Ledger {

    /// What the client knows of an attempt.
    public enum Fate {
        /// On its way.
        OPEN,
        /// 250 was read: from here on losing it is the server's fault.
        ACKNOWLEDGED,
        /// 4yz or 5yz was read: nobody may ever see it.
        REFUSED,
        /// The final dot may have gone out and no reply came (RFC 1047): it may be delivered to all or to nobody.
        UNSURE,
        /// The connection ended before the final dot: nobody may ever see it.
        NOT_SENT
    }

    /// One transmission. `length` and `checksum` are of the body as it was sent.
    public static final class Attempt {
        final int message;
        final int number;
        final int length;
        final long checksum;
        private Fate fate = Fate.OPEN;
        private Instant settled = Instant.MIN;
        private final int[] copies;
        private final int[] lastRun;

        private Attempt(int message, int number, byte[] body, int members) {
            this.message = message;
            this.number = number;
            this.length = body.length;
            this.checksum = checksum(body, 0, body.length);
            this.copies = new int[members];
            this.lastRun = new int[members];
        }

        private synchronized Fate fate() {
            return fate;
        }

        private synchronized int reached() {
            return (int) Arrays.stream(copies).filter(count -> count > 0).count();
        }

        private synchronized boolean hasReached(int member) {
            return copies[member] > 0;
        }

        private synchronized String line() {
            return message + "/" + number + "\t" + fate + "\t" + settled + "\t" + Arrays.toString(copies) + "\t" + Arrays.toString(lastRun);
        }
    }

    /// What came out. `lost`: copies owed and never seen. `duplicated`: second and further copies, over all crashes;
    /// `worst`: the most that one crash caused; `twiceInOneRun`: those that no crash explains. `ghosts`: copies of what was
    /// refused or never sent. `corrupt`: copies whose body is not the one sent.
    public record Figures(int acknowledged, int unsure, long copies, int lost, int duplicated, int worst, int twiceInOneRun, int ghosts, int corrupt) {}

    private static final String MARK = "\r\nX-Ledger: ";
    private static final String MEMBER = "m";

    private final int members;
    private final ConcurrentMap<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, Integer> attemptsOf = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, AtomicInteger> duplicatesAfterRun = new ConcurrentSkipListMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger twiceInOneRun = new AtomicInteger();
    private final AtomicInteger ghosts = new AtomicInteger();
    private final AtomicInteger corrupt = new AtomicInteger();
    private volatile int run;
    private volatile boolean postponedIsUnsure;
    private volatile boolean byArrival;

    public Ledger(int members) {
        this.members = members;
    }

    /// The address of a member, `0` to `members - 1`.
    public static String member(int index) {
        return MEMBER + index + "@example.net";
    }

    public int members() {
        return members;
    }

    /// A new server process begins: what comes over connections that are opened from now on is its work.
    public void nextRun() {
        run++;
    }

    /// Two servers send at once: then a copy counts for the run in which it arrives, since a connection outlives the runs of the other server.
    public void severalServers() {
        byArrival = true;
    }

    /// The number of the server process that runs now, for [SmtpSink#era].
    public int run() {
        return run;
    }

    /// From here on 4yz leaves an attempt unsure: after a failed fsync nobody knows whether the last group is in the log,
    /// and the client sends it again in any case.
    public void postponedIsUnsure() {
        postponedIsUnsure = true;
    }

    // ---- the client's side

    public Attempt begin(int message, byte[] body) {
        Attempt attempt = new Attempt(message, attemptsOf.merge(message, 1, Integer::sum), body, members);
        attempts.put(message + "/" + attempt.number, attempt);
        return attempt;
    }

    public static String mark(Attempt attempt) {
        return "X-Ledger: " + attempt.message + "/" + attempt.number;
    }

    /// After 4yz.
    public void postpone(Attempt attempt) {
        settle(attempt, postponedIsUnsure ? Fate.UNSURE : Fate.REFUSED);
    }

    public void settle(Attempt attempt, Fate fate) {
        synchronized (attempt) {
            attempt.fate = fate;
            attempt.settled = Instant.now();
        }
        if (fate == Fate.ACKNOWLEDGED) {
            acknowledged.incrementAndGet();
        }
    }

    /// The numbers of messages that have their 250.
    public Set<Integer> messagesAcknowledged() {
        return attempts.values().stream().filter(attempt -> attempt.fate() == Fate.ACKNOWLEDGED).map(attempt -> attempt.message).collect(Collectors.toSet());
    }

    /// 250s read so far; cheap.
    public int acknowledged() {
        return acknowledged.get();
    }

    // ---- the members' side

    /// For [SmtpSink#listener]. Mail to members without a mark is none of ours and counts as a ghost; notices to others do not.
    public void arrived(SmtpSink.Message message) {
        if (message.recipients().stream().noneMatch(recipient -> recipient.matches(MEMBER + "[0-9]+@example\\.net"))) {
            return;
        }
        String text = new String(message.content(), StandardCharsets.ISO_8859_1);
        int header = text.indexOf("\r\n\r\n");
        int mark = text.indexOf(MARK);
        if (header < 0 || mark < 0 || mark > header) {
            ghosts.incrementAndGet();
            return;
        }
        String id = text.substring(mark + MARK.length(), text.indexOf("\r\n", mark + MARK.length()));
        Attempt attempt = attempts.get(id);
        if (attempt == null) {
            ghosts.incrementAndGet();
            return;
        }
        int body = header + 4;
        if (message.content().length - body < attempt.length || checksum(message.content(), body, attempt.length) != attempt.checksum) {
            corrupt.incrementAndGet();
        }
        message.recipients().forEach(recipient -> note(attempt, recipient, byArrival ? run : message.era()));
    }

    private void note(Attempt attempt, String recipient, int now) {
        int member = Integer.parseInt(recipient, MEMBER.length(), recipient.indexOf('@'), 10);
        synchronized (attempt) {
            if (attempt.copies[member]++ > 0) {
                duplicatesAfterRun.computeIfAbsent(Math.min(attempt.lastRun[member], now), _ -> new AtomicInteger()).incrementAndGet();
                if (attempt.lastRun[member] == now) {
                    twiceInOneRun.incrementAndGet();
                }
            }
            attempt.lastRun[member] = Math.max(attempt.lastRun[member], now); // the last words of a killed server may be read late
        }
    }

    // ---- the comparison

    /// Copies that must still come: all of what was acknowledged, and the rest of what reached somebody.
    public long owed() {
        return attempts.values().stream().mapToLong(this::owed).sum();
    }

    /// A server that stored an attempt whose 250 was lost drops the same message when it comes again, with 250 (reliability.md I3):
    /// the copies of the earlier attempt are then those of the acknowledged one.
    private int owed(Attempt attempt) {
        int reached = attempt.reached();
        return switch (attempt.fate()) {
            case ACKNOWLEDGED -> (int) IntStream.range(0, members).filter(member -> !hasReached(attempt.message, member)).count();
            case UNSURE -> reached == 0 ? 0 : members - reached;
            case OPEN, REFUSED, NOT_SENT -> 0;
        };
    }

    private boolean hasReached(int message, int member) {
        return IntStream.rangeClosed(1, attemptsOf.getOrDefault(message, 0))
                .mapToObj(number -> attempts.get(message + "/" + number))
                .anyMatch(attempt -> attempt != null && attempt.hasReached(member));
    }

    public long copies() {
        return attempts.values().stream().mapToLong(attempt -> {
            synchronized (attempt) {
                return Arrays.stream(attempt.copies).sum();
            }
        }).sum();
    }

    public int count(Fate fate) {
        return (int) attempts.values().stream().filter(attempt -> attempt.fate() == fate).count();
    }

    /// To be asked when the server has nothing more to send.
    public Figures figures() {
        int refusedAndSeen = attempts.values().stream()
                .filter(attempt -> switch (attempt.fate()) {
                    case OPEN, REFUSED, NOT_SENT -> true;
                    case ACKNOWLEDGED, UNSURE -> false;
                })
                .mapToInt(Attempt::reached)
                .sum();
        int duplicated = duplicatesAfterRun.values().stream().mapToInt(AtomicInteger::get).sum();
        int worst = duplicatesAfterRun.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
        return new Figures(
                count(Fate.ACKNOWLEDGED), count(Fate.UNSURE), copies(), (int) owed(), duplicated, worst, twiceInOneRun.get(),
                ghosts.get() + refusedAndSeen, corrupt.get());
    }

    /// Every attempt with its fate, its time and the copies of each member: to look into a failure.
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# message/attempt, fate, settled, copies by member, run of the last copy by member"));
        attempts.values().stream().sorted((a, b) -> Integer.compare(a.message, b.message)).forEach(attempt -> lines.add(attempt.line()));
        Files.write(file, lines);
    }

    private static long checksum(byte[] octets, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(octets, from, length);
        return crc.getValue();
    }
}
