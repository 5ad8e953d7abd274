package org.chancery.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.chancery.delivery.Queue.Target;
import org.chancery.mail.Address;

/// The form of a chunk: done as bits in its row; beside it targets as one line each (membership number or nothing, blank, address), which
/// never change after they were written.
final class Chunks {
    /// As a column of a query on `chunk`.
    static final String TARGETS = "SELECT targets FROM chunk_targets t WHERE t.posting = chunk.posting AND t.number = chunk.number";

    private Chunks() {}

    static void insert(Session session, long posting, int number, List<Target> targets, Instant now) throws SQLException {
        insert(session, posting, number, targets.size(), text(targets), now);
    }

    /// `text`: `size` targets as [#append] writes them.
    static void insert(Session session, long posting, int number, int size, String text, Instant now) throws SQLException {
        session.update(
                """
                INSERT INTO chunk (posting, number, size, done, done_count, state, since, changed, next_at, attempts, reason, fence)
                VALUES (?, ?, ?, ?, 0, 'open', ?, ?, ?, 0, '', 0)
                """,
                posting, number, size, new byte[0], now, now, now);
        session.update("INSERT INTO chunk_targets (posting, number, targets) VALUES (?, ?, ?)", posting, number, text);
    }

    static String text(List<Target> targets) {
        StringBuilder text = new StringBuilder();
        for (Target target : targets) {
            if (target.membership().isPresent()) {
                text.append(target.membership().getAsLong());
            }
            text.append(' ').append(target.address()).append('\n');
        }
        return text.toString();
    }

    /// One more target, a member.
    static void append(StringBuilder text, long membership, String address) {
        text.append(membership).append(' ').append(address).append('\n');
    }

    static List<Target> targets(String text) {
        List<Target> targets = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isEmpty()) {
                int blank = line.indexOf(' ');
                OptionalLong membership = blank == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(line, 0, blank, 10));
                targets.add(new Target(targets.size(), membership, Address.of(line.substring(blank + 1))));
            }
        }
        return targets;
    }

    /// Those whose bit is not set.
    static List<Target> open(String text, BitSet done) {
        List<Target> open = targets(text);
        open.removeIf(target -> done.get(target.index()));
        return open;
    }
}
