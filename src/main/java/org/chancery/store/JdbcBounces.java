package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chancery.audit.Act;
import org.chancery.delivery.bounce.Bounces;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.delivery.bounce.Standing;
import org.chancery.list.MembershipNumber;
import org.chancery.notice.Notice;
import org.chancery.posting.ReceiptId;
import org.jspecify.annotations.Nullable;

/// Standings in their table; a membership that ends takes its own along. Own failures are rows of the queue that were not
/// looked at yet.
final class JdbcBounces implements Bounces {
    private static final String SELECT =
            "SELECT membership, state, score, counted, seen, slow_since, status, reason, report, warnings, due, version FROM bounce ";

    private final Database database;
    private final AuditTrail audit;

    JdbcBounces(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    @Override
    public Optional<Standing> find(MembershipNumber membership) {
        return database.read(s -> s.first(SELECT + "WHERE membership = ?", JdbcBounces::standing, membership.value()));
    }

    @Override
    public void count(MembershipNumber membership, UnaryOperator<Standing> change) {
        database.write("bounce", s -> counted(s, membership, change));
    }

    /// The member's row is locked, so that two servers do not both begin a standing.
    private boolean counted(Session session, MembershipNumber membership, UnaryOperator<Standing> change) throws SQLException {
        String lock = database.dialect().forUpdate;
        if (!session.exists("SELECT 1 FROM member WHERE number = ? AND role = 'member'" + lock, membership.value())) {
            return false;
        }
        Optional<Standing> stored = session.first(SELECT + "WHERE membership = ?" + lock, JdbcBounces::standing, membership.value());
        Standing before = stored.orElseGet(() -> Standing.fresh(membership));
        Standing after = change.apply(before);
        if (after.equals(before)) {
            return false;
        }
        if (stored.isEmpty()) {
            session.update(
                    "INSERT INTO bounce (membership, state, score, counted, seen, status, reason, report, warnings, version) VALUES (?, 'COUNTING', 0, 0, 0, '', '', '', 0, 0)",
                    membership.value());
        }
        return save(session, before, after);
    }

    private static boolean save(Session session, Standing from, Standing to) throws SQLException {
        return session.update(
                        """
                        UPDATE bounce SET state = ?, score = ?, counted = ?, seen = ?, slow_since = ?, status = ?, reason = ?, report = ?, warnings = ?,
                            due = ?, version = version + 1
                        WHERE membership = ? AND version = ?
                        """,
                        to.state().name(), to.score(), to.counted(), to.seen(), orNull(to.slowSince()), to.status(), to.reason(), to.report(), to.warnings(),
                        orNull(to.due()), from.membership().value(), from.version())
                > 0;
    }

    private static @Nullable Instant orNull(Optional<Instant> at) {
        return at.isPresent() ? at.get() : null;
    }

    @Override
    public List<OwnFailure> ownFailures(int max) {
        return database.read(s -> s.list(
                """
                SELECT r.id, r.membership, b.membership, r.status, r.reply, r.changed FROM recipient r
                JOIN posting p ON p.id = r.posting
                LEFT JOIN bounce b ON b.probe = p.receipt
                WHERE r.state = 'failed' AND r.counted = 0 ORDER BY r.id LIMIT ?
                """,
                JdbcBounces::own, max));
    }

    private static OwnFailure own(ResultSet row) throws SQLException {
        Optional<ReportedCopy> copy = number(row, 2).map(member -> new ReportedCopy(member, false));
        Optional<ReportedCopy> probe = number(row, 3).map(member -> new ReportedCopy(member, true));
        return new OwnFailure(row.getLong(1), probe.or(() -> copy), row.getString(4), row.getString(5), Instant.ofEpochMilli(row.getLong(6)));
    }

    private static Optional<MembershipNumber> number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(new MembershipNumber(number));
    }

    @Override
    public void countOwn(OwnFailure failure, UnaryOperator<Standing> change) {
        database.write("bounce", s -> {
            boolean mine = s.update("UPDATE recipient SET counted = 1 WHERE id = ? AND counted = 0", failure.row()) > 0;
            return mine && failure.copy().isPresent() && counted(s, failure.copy().get().membership(), change);
        });
    }

    @Override
    public List<Standing> due(Instant now, int max) {
        return database.read(s -> s.list(SELECT + "WHERE due <= ? ORDER BY due, membership LIMIT ?", JdbcBounces::standing, now, max));
    }

    @Override
    public boolean take(Step step) {
        return database.write("bounce", s -> {
            long membership = step.from().membership().value();
            boolean mine = step.to().isPresent()
                    ? save(s, step.from(), step.to().get())
                    : s.update("DELETE FROM bounce WHERE membership = ? AND version = ?", membership, step.from().version()) > 0;
            return mine && effect(s, step, membership);
        });
    }

    private boolean effect(Session session, Step step, long membership) throws SQLException {
        switch (step.effect()) {
            case NONE, PROBE -> {}
            case STOP -> session.update("UPDATE member SET delivery = 0, stopped_by = 'OFF_BY_BOUNCES' WHERE number = ?", membership);
            case REMOVE -> {
                KeyVersions.touchOf(session, membership);
                session.update("DELETE FROM member WHERE number = ?", membership);
            }
        }
        for (Notice notice : step.notices()) {
            ReceiptId receipt = NoticeRows.insert(session, notice, step.act().at());
            if (step.effect() == Effect.PROBE) {
                session.update("UPDATE bounce SET probe = ? WHERE membership = ?", receipt.toString(), membership);
            }
        }
        audit.append(session, step.act());
        return true;
    }

    @Override
    public boolean end(MembershipNumber membership, List<Notice> notices, Act act) {
        return database.write("bounce", s -> {
            KeyVersions.touchOf(s, membership.value());
            if (s.update("DELETE FROM member WHERE number = ? AND role = 'member'", membership.value()) == 0) {
                return false;
            }
            for (Notice notice : notices) {
                NoticeRows.insert(s, notice, act.at());
            }
            audit.append(s, act);
            return true;
        });
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                new MembershipNumber(row.getLong(1)), Standing.State.valueOf(row.getString(2)), row.getInt(3), Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)), instant(row, 6), row.getString(7), row.getString(8), row.getString(9), row.getInt(10),
                instant(row, 11), row.getLong(12));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
