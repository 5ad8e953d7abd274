package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.chancery.audit.Act;
import org.chancery.audit.Audit;
import org.chancery.audit.AuditChain;
import org.chancery.audit.AuditEntry;

/// The chained log in its table, and [#append] for every act that the other ports make, inside their transaction.
final class AuditTrail implements Audit {
    private static final String COLUMNS = "SELECT sequence, at, actor, door, action, object, detail, chain FROM audit_entry ";
    private static final int PAGE = 1_000; // entries in memory at once while walking the log

    private final Database database;
    private final AuditChain chain;

    AuditTrail(Database database, AuditChain chain) {
        this.database = database;
        this.chain = chain;
    }

    /// Chains one act to the log. Locks the end of the chain until the commit.
    void append(Session session, Act act) throws SQLException {
        append(session, database.dialect(), chain, act);
    }

    static void append(Session session, Dialect dialect, AuditChain chain, Act given) throws SQLException {
        Act act = storable(given);
        Head head = head(session, dialect.forUpdate);
        AuditEntry entry = chain.next(head.sequence() + 1, head.chain(), act);
        session.update(
                "INSERT INTO audit_entry (sequence, at, actor, door, action, object, detail, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(), act.at(), act.actor(), act.door(), act.action(), act.object(), act.detail(), entry.chain());
        session.update("UPDATE audit_head SET sequence = ?, chain = ? WHERE id = 1", entry.sequence(), entry.chain());
    }

    /// Appends when `changed`; returns `changed`.
    boolean appendIf(boolean changed, Session session, Act act) throws SQLException {
        if (changed) {
            append(session, act);
        }
        return changed;
    }

    /// What the chain is computed over must be what is read back.
    private static Act storable(Act act) {
        return new Act(
                act.at(), Session.storable(act.actor()), Session.storable(act.door()), Session.storable(act.action()),
                Session.storable(act.object()), Session.storable(act.detail()));
    }

    private record Head(long sequence, String chain) {}

    private static Head head(Session session, String lock) throws SQLException {
        return session.first("SELECT sequence, chain FROM audit_head WHERE id = 1" + lock, row -> new Head(row.getLong(1), row.getString(2)))
                .orElseThrow(() -> new StoreException(StoreException.Kind.FATAL, "the end of the audit chain is missing"));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        Act act = new Act(
                Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7));
        return new AuditEntry(row.getLong(1), act, row.getString(8));
    }

    @Override
    public List<AuditEntry> last(int limit) {
        return database.read(s -> s.list(COLUMNS + "ORDER BY sequence DESC LIMIT ?", AuditTrail::entry, limit)).reversed();
    }

    /// By pages from the end. Entries stand in the order in which they were written, whatever their clocks say, so one older than `since` may still have
    /// younger ones before it: the walk ends with a page that has none.
    @Override
    public List<AuditEntry> last(int most, Instant since, Predicate<Act> about) {
        List<AuditEntry> found = new ArrayList<>();
        long before = Long.MAX_VALUE;
        boolean goesOn = true;
        while (goesOn && found.size() < most) {
            long bound = before;
            List<AuditEntry> page = database.read(s -> s.list(COLUMNS + "WHERE sequence < ? ORDER BY sequence DESC LIMIT ?", AuditTrail::entry, bound, PAGE));
            page.stream().filter(entry -> !entry.act().at().isBefore(since) && about.test(entry.act())).limit(most - found.size()).forEach(found::add);
            goesOn = page.size() == PAGE && page.stream().anyMatch(entry -> !entry.act().at().isBefore(since));
            before = page.isEmpty() ? before : page.getLast().sequence();
        }
        return found.reversed();
    }

    @Override
    public void each(Consumer<AuditEntry> visitor) {
        long after = Long.MIN_VALUE;
        List<AuditEntry> page = page(after);
        while (!page.isEmpty()) {
            page.forEach(visitor);
            after = page.getLast().sequence();
            page = page(after);
        }
    }

    private List<AuditEntry> page(long after) {
        return database.read(s -> page(s, after));
    }

    private static List<AuditEntry> page(Session session, long after) throws SQLException {
        return session.list(COLUMNS + "WHERE sequence > ? ORDER BY sequence LIMIT ?", AuditTrail::entry, after, PAGE);
    }

    @Override
    public void note(Act act) {
        database.write("audit", s -> {
            append(s, act);
            return true;
        });
    }

    /// The head is read first: what is appended meanwhile lies behind it.
    @Override
    public Optional<String> verify() {
        Head head = database.read(s -> head(s, ""));
        Walk walk = new Walk(chain, head);
        each(walk::check);
        return walk.result();
    }

    /// The same on one connection to a store that is not open, such as a backup.
    static Optional<String> verify(Session session, AuditChain chain) throws SQLException {
        Walk walk = new Walk(chain, head(session, ""));
        List<AuditEntry> page = page(session, Long.MIN_VALUE);
        while (!page.isEmpty()) {
            page.forEach(walk::check);
            page = page(session, page.getLast().sequence());
        }
        return walk.result();
    }

    /// Follows the chain from its start; the end must be the one that the head names, or entries were cut off.
    private static final class Walk {
        private final AuditChain chain;
        private final Head head;
        private long sequence;
        private String previous = AuditChain.START;
        private Optional<String> fault = Optional.empty();

        Walk(AuditChain chain, Head head) {
            this.chain = chain;
            this.head = head;
        }

        void check(AuditEntry entry) {
            if (fault.isPresent()) {
                return;
            }
            if (entry.sequence() != sequence + 1) {
                fault = Optional.of("entry " + (sequence + 1) + " is missing");
            } else if (!chain.holds(previous, entry)) {
                fault = Optional.of("entry " + entry.sequence() + " was changed or does not follow the one before it");
            } else if (entry.sequence() == head.sequence() && !entry.chain().equals(head.chain())) {
                fault = Optional.of("entry " + entry.sequence() + " is not the one that was written last");
            }
            sequence = entry.sequence();
            previous = entry.chain();
        }

        Optional<String> result() {
            if (fault.isEmpty() && sequence < head.sequence()) {
                return Optional.of("entry " + (sequence + 1) + " is missing at the end");
            }
            return fault;
        }
    }
}
