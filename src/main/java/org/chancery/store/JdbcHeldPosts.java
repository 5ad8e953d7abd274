package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.chancery.audit.Act;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.moderation.Forwarding;
import org.chancery.moderation.HeldPosts;
import org.chancery.moderation.Ruling;
import org.chancery.moderation.Verb;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Waiting;

/// Posts that wait. Whoever decides first takes the lock of the row by touching it while it is held, so that approvals are
/// counted one after the other and a post is released once, on either engine and with two servers.
final class JdbcHeldPosts implements HeldPosts {
    private static final String REMINDER = "held-reminder"; // a kind of answer, like those of JdbcAnswers
    private static final String OWNERS = "owners";
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcHeldPosts(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    // ---- keys

    /// Part of the commit of a held post.
    static void insert(Session session, long posting, Waiting waiting, Instant now) throws SQLException {
        session.update(
                "UPDATE posting SET held_until = ?, held_for = ? WHERE id = ?", waiting.until().orElse(null), waiting.forOwners() ? OWNERS : "moderators", posting);
        for (Waiting.Key key : waiting.keys()) {
            insert(session, posting, key);
        }
        for (Notice notice : waiting.notices()) {
            NoticeRows.insert(session, notice, now);
        }
    }

    private static void insert(Session session, long posting, Waiting.Key key) throws SQLException {
        session.update(
                "INSERT INTO desk_key (id, posting, action, address_key, address, expires) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                key.id(), posting, key.action().word(), key.bearer().key(), key.bearer().toString(), key.expires());
    }

    @Override
    public Optional<Key> key(long id) {
        return database.read(s -> s.first(
                """
                SELECT k.id, k.action, k.address, k.expires, k.posting, p.receipt, p.list, k.wrong, p.held_for
                FROM desk_key k JOIN posting p ON p.id = k.posting WHERE k.id = ?
                """,
                row -> new Key(
                        key(row), new PostingId(row.getLong(5)), new ReceiptId(UUID.fromString(row.getString(6))), new ListId(row.getLong(7)),
                        OWNERS.equals(row.getString(9)), row.getInt(8)),
                id));
    }

    private static Waiting.Key key(ResultSet row) throws SQLException {
        Waiting.Action action = row.getString(2).equals(Waiting.Action.MODERATE.word()) ? Waiting.Action.MODERATE : Waiting.Action.WITHDRAW;
        return new Waiting.Key(row.getLong(1), action, Address.of(row.getString(3)), Instant.ofEpochMilli(row.getLong(4)));
    }

    @Override
    public Set<PostingId> forOwners() {
        return Set.copyOf(database.read(s -> s.list(
                "SELECT id FROM posting WHERE state = 'HELD' AND held_for = ?", row -> new PostingId(row.getLong(1)), OWNERS)));
    }

    @Override
    public void wrongToken(long id) {
        database.write("desk", s -> s.update("UPDATE desk_key SET wrong = wrong + 1 WHERE id = ?", id));
    }

    @Override
    public Waiting.Key keyOf(PostingId posting, Waiting.Key fresh) {
        return database.write("desk", s -> {
            insert(s, posting.value(), fresh);
            return s.first(
                            "SELECT id, action, address, expires FROM desk_key WHERE posting = ? AND action = ? AND address_key = ?",
                            JdbcHeldPosts::key, posting.value(), fresh.action().word(), fresh.bearer().key())
                    .orElse(fresh);
        });
    }

    // ---- deciding

    @Override
    public Ruling decide(Decision decision, BooleanSupplier claim) {
        OneAnswer claimed = new OneAnswer(claim);
        try {
            return database.write("desk", s -> {
                Ruling ruling = rule(s, decision, time.instant());
                claimed.require();
                return ruling;
            });
        } catch (OneAnswer.Unclaimed _) {
            return new Ruling.TooLate();
        }
    }

    private record Subject(Order.State state, int approvals, String author, Optional<ListId> list) {}

    private Ruling rule(Session s, Decision decision, Instant now) throws SQLException {
        long id = decision.posting().value();
        boolean waits = lock(s, id, now);
        Optional<Subject> found = s.first("SELECT state, approvals, author_key, list FROM posting WHERE id = ?", JdbcHeldPosts::subject, id);
        if (!waits || found.isEmpty()) {
            return new Ruling.NotHeld(ended(found.map(Subject::state)));
        }
        Subject subject = found.get();
        if (decision.verb().releases() && subject.approvals() > 1) {
            Optional<Ruling> notYet = approve(s, decision, subject, now);
            if (notYet.isPresent()) {
                return notYet.get();
            }
        }
        settle(s, decision, subject, now);
        return new Ruling.Done(decision.verb().state());
    }

    /// Is it held? Then nobody else decides about it until this transaction ends.
    private static boolean lock(Session s, long id, Instant now) throws SQLException {
        return s.update("UPDATE posting SET changed = ? WHERE id = ? AND state = 'HELD' AND (held_until IS NULL OR held_until > ?)", now, id, now) > 0;
    }

    private static Subject subject(ResultSet row) throws SQLException {
        String author = Optional.ofNullable(row.getString(3)).orElse("");
        long list = row.getLong(4);
        return new Subject(Order.State.valueOf(row.getString(1)), row.getInt(2), author, row.wasNull() ? Optional.empty() : Optional.of(new ListId(list)));
    }

    /// Empty when this approval is the last that was needed.
    private Optional<Ruling> approve(Session s, Decision decision, Subject subject, Instant now) throws SQLException {
        long id = decision.posting().value();
        String approver = People.name(s, decision.approver());
        if (approver.equals(People.name(s, subject.author()))) {
            return Optional.of(new Ruling.OwnPost());
        }
        boolean isNew = s.update("INSERT INTO approval (posting, approver, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, approver, now) > 0;
        int have = (int) s.number("SELECT COUNT(*) FROM approval WHERE posting = ?", id);
        if (have >= subject.approvals()) {
            return Optional.empty();
        }
        Act act = decision.act();
        audit.appendIf(isNew, s, new Act(act.at(), act.actor(), act.door(), "held.approve", act.object(), have + " of " + subject.approvals()));
        return Optional.of(new Ruling.Counted(have, subject.approvals(), isNew));
    }

    private void settle(Session s, Decision decision, Subject subject, Instant now) throws SQLException {
        s.update(
                """
                UPDATE posting SET state = ?, desk_reason = ?, changed = ?, member_bound = (SELECT COALESCE(MAX(number), 0) FROM member)
                WHERE id = ?
                """,
                decision.verb().state().name(), decision.reason(), now, decision.posting().value());
        if (decision.verb() == Verb.ALWAYS && subject.list().isPresent() && !subject.author().isEmpty()) {
            allow(s, subject.list().get(), subject.author(), now);
        }
        for (Notice notice : decision.notices()) {
            NoticeRows.insert(s, notice, now);
        }
        audit.append(s, decision.act());
    }

    /// A member is no longer moderated; anybody else becomes an allowed poster.
    private static void allow(Session s, ListId list, String author, Instant now) throws SQLException {
        s.update("UPDATE member SET moderated = 0 WHERE list = ? AND address_key = ?", list.value(), author);
        if (!s.exists("SELECT 1 FROM member WHERE list = ? AND address_key = ? AND role = ?", list.value(), author, Role.MEMBER.word())) {
            Roster.insert(s, List.of(new NewMember(list, Address.of(author), "", Role.POSTER, Preferences.DEFAULT)), now);
        }
    }

    @Override
    public List<String> approvers(PostingId posting) {
        return database.read(s -> s.list("SELECT approver FROM approval WHERE posting = ? ORDER BY at, approver", row -> row.getString(1), posting.value()));
    }

    // ---- asking others

    @Override
    public Forwarding forward(Forward forward, int most, BooleanSupplier claim) {
        OneAnswer claimed = new OneAnswer(claim);
        try {
            return database.write("desk", s -> {
                Forwarding forwarding = send(s, forward, most, time.instant());
                claimed.require();
                return forwarding;
            });
        } catch (OneAnswer.Unclaimed _) {
            return new Forwarding.TooLate();
        }
    }

    private Forwarding send(Session s, Forward forward, int most, Instant now) throws SQLException {
        long id = forward.posting().value();
        if (!lock(s, id, now)) {
            return new Forwarding.NotHeld(ended(s.first("SELECT state FROM posting WHERE id = ?", row -> Order.State.valueOf(row.getString(1)), id)));
        }
        Set<String> before = Set.copyOf(s.list("SELECT address_key FROM held_forward WHERE posting = ?", row -> row.getString(1), id));
        List<Forward.Letter> letters = forward.letters().stream().filter(letter -> !before.contains(letter.to().key())).toList();
        if (before.size() + letters.size() > most) {
            return new Forwarding.TooMany();
        }
        for (Forward.Letter letter : letters) {
            s.update("INSERT INTO held_forward (posting, address_key, address, at) VALUES (?, ?, ?, ?)", id, letter.to().key(), letter.to().toString(), now);
            NoticeRows.insert(s, letter.notice(), now);
        }
        List<Address> to = letters.stream().map(Forward.Letter::to).toList();
        Act act = forward.act();
        String detail = "to " + to.stream().map(Address::toString).collect(Collectors.joining(", "));
        audit.appendIf(!to.isEmpty(), s, new Act(act.at(), act.actor(), act.door(), act.action(), act.object(), detail));
        return new Forwarding.Sent(to);
    }

    /// What a post that waits no longer is; one whose time is over has expired before it was swept.
    private static Order.State ended(Optional<Order.State> state) {
        return state.filter(known -> known != Order.State.HELD).orElse(Order.State.EXPIRED);
    }

    @Override
    public List<Address> forwardedTo(PostingId posting) {
        return database.read(s -> s.list(
                "SELECT address FROM held_forward WHERE posting = ? ORDER BY at, address_key", row -> Address.of(row.getString(1)), posting.value()));
    }

    // ---- waiting too long

    @Override
    public List<PostingId> overdue(Instant now, int limit) {
        return database.read(s -> s.list(
                "SELECT id FROM posting WHERE state = 'HELD' AND held_until <= ? ORDER BY held_until LIMIT ?", row -> new PostingId(row.getLong(1)), now, limit));
    }

    @Override
    public boolean expire(PostingId posting, Instant now, Optional<Notice> notice, Act act) {
        return database.write("desk", s -> {
            boolean expired = s.update(
                            "UPDATE posting SET state = 'EXPIRED', changed = ? WHERE id = ? AND state = 'HELD' AND held_until <= ?", now, posting.value(), now)
                    > 0;
            if (expired && notice.isPresent()) {
                NoticeRows.insert(s, notice.get(), now);
            }
            return audit.appendIf(expired, s, act);
        });
    }

    // ---- reminding

    @Override
    public boolean mayRemind(Address moderator, Instant now) {
        return database.read(s -> !s.exists("SELECT 1 FROM answer WHERE address = ? AND kind = ? AND until > ?", moderator.key(), REMINDER, now));
    }

    @Override
    public boolean remind(Address moderator, Notice notice, Instant now, Instant next) {
        return database.write("desk", s -> {
            boolean mine = s.update(
                            """
                            INSERT INTO answer (address, kind, until) VALUES (?, ?, ?)
                            ON CONFLICT (address, kind) DO UPDATE SET until = excluded.until WHERE answer.until <= ?
                            """,
                            moderator.key(), REMINDER, next, now)
                    > 0;
            if (mine) {
                NoticeRows.insert(s, notice, now);
            }
            return mine;
        });
    }
}
