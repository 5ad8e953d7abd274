package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.ReceiptId;
import org.chancery.subscription.Request;
import org.chancery.subscription.Requests;

/// Requests in their table. Which of several answers counts is decided by one UPDATE on the state, on both engines alike.
final class JdbcRequests implements Requests {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int WRONG_TOKENS = 10;
    private static final int SWEPT_AT_ONCE = 500;
    private static final int SHOWN = 1_000; // more open requests of one address or for one desk are an attack, not a list to read
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcRequests(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    @Override
    public boolean ask(Request request, Notice mail, int perDay) {
        Instant now = time.instant();
        return database.writeRepeatable("request", s -> {
            if (isStored(s, request)) {
                return isMailed(s, request);
            }
            boolean mails = mayMail(s, request.address(), perDay, now);
            if (mails || !isAskedAlready(s, request, now)) {
                RequestRows.insert(s, request, now);
            }
            if (mails) {
                markMailed(s, request, now);
                queue(s, request, mail, now);
            }
            return mails;
        });
    }

    /// Under the spelling that limits count by, for all lists and doors together.
    private static boolean mayMail(Session session, Address address, int perDay, Instant now) throws SQLException {
        for (int i = 1; i <= perDay; i++) {
            if (JdbcAnswers.take(session, address, "confirmation " + i, now, DAY)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStored(Session session, Request request) throws SQLException {
        return session.exists("SELECT 1 FROM request WHERE id = ?", request.id());
    }

    private static boolean isMailed(Session session, Request request) throws SQLException {
        return session.exists("SELECT 1 FROM request WHERE id = ? AND mailed IS NOT NULL", request.id());
    }

    private static boolean isAskedAlready(Session session, Request request, Instant now) throws SQLException {
        return session.exists(
                "SELECT 1 FROM request WHERE state = 'asked' AND address_key = ? AND list = ? AND kind = ? AND expires > ?",
                request.address().key(), request.list().value(), request.change().word(), now);
    }

    private static void markMailed(Session session, Request request, Instant now) throws SQLException {
        session.update("UPDATE request SET mailed = ? WHERE id = ? AND mailed IS NULL", now, request.id());
    }

    /// A request that is refused at once sends nothing, but takes the same steps: the time they take must not tell.
    private static void queue(Session session, Request request, Notice notice, Instant now) throws SQLException {
        ReceiptId receipt = NoticeRows.insert(session, notice, now);
        if (!request.state().isOpen()) {
            session.update("DELETE FROM receipt WHERE id = ?", receipt.toString());
        }
    }

    @Override
    public void put(Request request, List<Notice> notices) {
        Instant now = time.instant();
        database.writeRepeatable("request", s -> {
            boolean isNew = RequestRows.insert(s, request, now);
            for (Notice notice : isNew ? notices : List.<Notice>of()) {
                queue(s, request, notice, now);
            }
            return isNew;
        });
    }

    @Override
    public Optional<Request> find(long id) {
        return database.read(s -> s.first(RequestRows.SELECT + "WHERE id = ?", RequestRows::read, id));
    }

    @Override
    public List<Request> awaiting(Address address, Instant now) {
        return database.read(s -> s.list(
                RequestRows.SELECT + "WHERE state = 'asked' AND address_key = ? AND expires > ? ORDER BY asked, id LIMIT ?",
                RequestRows::read, address.key(), now, SHOWN));
    }

    @Override
    public List<Request> waiting(Optional<ListId> list, Instant now) {
        return database.read(s -> list.isPresent()
                ? s.list(
                        RequestRows.SELECT + "WHERE state = 'waiting' AND list = ? AND decide_by > ? ORDER BY asked, id LIMIT ?",
                        RequestRows::read, list.get().value(), now, SHOWN)
                : s.list(RequestRows.SELECT + "WHERE state = 'waiting' AND decide_by > ? ORDER BY asked, id LIMIT ?", RequestRows::read, now, SHOWN));
    }

    @Override
    public boolean settle(Request request, Settlement settlement) {
        Instant now = time.instant();
        return database.write("request", s -> {
            boolean won = s.update(
                            """
                            UPDATE request SET state = ?, decide_by = ?, mailed = COALESCE(mailed, ?), changed = ?
                            WHERE id = ? AND state = ? AND CASE state WHEN 'waiting' THEN decide_by ELSE expires END > ?
                            """,
                            settlement.to().word(), settlement.decideBy(), now, now, request.id(), request.state().word(), now)
                    > 0;
            if (won) {
                supersede(s, request, now);
                effects(s, request, settlement, now);
            }
            return won;
        });
    }

    /// Other mails about the same are answered by this answer.
    private static void supersede(Session session, Request request, Instant now) throws SQLException {
        session.update(
                "UPDATE request SET state = 'superseded', changed = ? WHERE state = 'asked' AND address_key = ? AND list = ? AND kind = ? AND id <> ?",
                now, request.address().key(), request.list().value(), request.change().word(), request.id());
    }

    private void effects(Session session, Request request, Settlement settlement, Instant now) throws SQLException {
        for (Notice notice : settlement.notices()) {
            NoticeRows.insert(session, notice, now);
        }
        boolean changed = !settlement.carryOut() || RequestRows.carryOut(session, request, now);
        if (changed) {
            news(session, settlement.news(), settlement.act(), now);
        }
    }

    private void news(Session session, List<Notice> notices, Optional<Act> act, Instant now) throws SQLException {
        for (Notice notice : notices) {
            NoticeRows.insert(session, notice, now);
        }
        if (act.isPresent()) {
            audit.append(session, act.get());
        }
    }

    @Override
    public boolean carryOut(Request request, List<Notice> notices, Act act) {
        Instant now = time.instant();
        return database.write("request", s -> {
            boolean changed = RequestRows.carryOut(s, request, now);
            if (changed) {
                news(s, notices, Optional.of(act), now);
            }
            return changed;
        });
    }

    @Override
    public void wrongToken(long id) {
        Instant now = time.instant();
        database.write("request", s -> s.update(
                """
                UPDATE request SET wrong = wrong + 1, changed = ?,
                state = CASE WHEN wrong + 1 >= ? AND state IN ('asked', 'waiting') THEN 'burned' ELSE state END WHERE id = ?
                """,
                now, WRONG_TOKENS, id));
    }

    @Override
    public List<Request> unmailed(Instant now, int limit) {
        return database.read(s -> s.list(
                RequestRows.SELECT + "WHERE state = 'asked' AND mailed IS NULL AND expires > ? ORDER BY asked, id LIMIT ?", RequestRows::read, now, limit));
    }

    @Override
    public boolean remind(List<Request> requests, Notice mail) {
        Instant now = time.instant();
        return database.write("request", s -> {
            if (!mayMail(s, requests.getFirst().address(), 1, now)) {
                return false;
            }
            for (Request request : requests) {
                markMailed(s, request, now);
            }
            NoticeRows.insert(s, mail, now);
            return true;
        });
    }

    @Override
    public int sweep(Instant now, Instant before) {
        return database.write("request", s -> {
            int ended = s.update(
                    """
                    UPDATE request SET state = 'expired', changed = ? WHERE id IN (
                        SELECT id FROM request WHERE (state = 'asked' AND expires <= ?) OR (state = 'waiting' AND decide_by <= ?) LIMIT ?)
                    """,
                    now, now, now, SWEPT_AT_ONCE);
            return ended + s.update(
                    """
                    DELETE FROM request WHERE id IN (
                        SELECT id FROM request WHERE changed < ? AND state NOT IN ('asked', 'waiting') LIMIT ?)
                    """,
                    before, SWEPT_AT_ONCE);
        });
    }
}
