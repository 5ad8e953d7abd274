package org.chancery.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.notice.Notice;
import org.chancery.posting.sealing.MissedPosts;

/// Withheld copies are recipients that failed; only who was told when has rows of its own: `told` is until when all is told, `since` from when the
/// member counts as without a key, 0 for who has one.
final class JdbcMissedPosts implements MissedPosts {
    private static final int MOST = 1_000; // of one round; the rest follows in the next

    private final Database database;
    private final Members members;
    private final AuditTrail audit;

    JdbcMissedPosts(Database database, Members members, AuditTrail audit) {
        this.database = database;
        this.members = members;
        this.audit = audit;
    }

    private record Counted(long member, int posts) {}

    @Override
    public List<Missed> due(Instant notSince) {
        List<Counted> found = database.read(s -> s.list(
                """
                SELECT r.membership, COUNT(*) FROM recipient r LEFT JOIN missed_post m ON m.member = r.membership
                WHERE r.state = 'failed' AND r.status = '5.7.10' AND r.reply LIKE 'withheld: %' AND r.membership IS NOT NULL
                    AND COALESCE(m.told, 0) <= ? AND r.changed > COALESCE(m.told, 0)
                GROUP BY r.membership ORDER BY r.membership LIMIT ?
                """,
                row -> new Counted(row.getLong(1), row.getInt(2)), notSince, MOST));
        List<Missed> due = new ArrayList<>();
        found.forEach(one -> members.find(new MembershipNumber(one.member())).ifPresent(member -> due.add(new Missed(member.list(), member, one.posts()))));
        return due;
    }

    @Override
    public boolean tell(Missed missed, Notice mail, Instant now) {
        long number = missed.member().number().value();
        return database.write("missed", s -> {
            boolean mine = s.update("INSERT INTO missed_post (member, since, told) VALUES (?, ?, ?) ON CONFLICT (member) DO NOTHING", number, now, now) > 0
                    || s.update(
                            "UPDATE missed_post SET told = ?, since = CASE WHEN since = 0 THEN ? ELSE since END WHERE member = ? AND told <= ?",
                            now, now, number, now.minus(Duration.ofDays(1))) > 0;
            if (mine) {
                NoticeRows.insert(s, mail, now);
            }
            return mine;
        });
    }

    private record Row(long member, long since) {}

    @Override
    public List<Without> without() {
        List<Without> without = new ArrayList<>();
        database.read(s -> s.list("SELECT member, since FROM missed_post WHERE since > 0 ORDER BY member", row -> new Row(row.getLong(1), row.getLong(2))))
                .forEach(row -> members.find(new MembershipNumber(row.member()))
                        .ifPresent(member -> without.add(new Without(member.list(), member, Instant.ofEpochMilli(row.since())))));
        return without;
    }

    @Override
    public void hasKey(Member member, Instant now) {
        database.write("missed", s -> s.update("UPDATE missed_post SET since = 0, told = ? WHERE member = ?", now, member.number().value()));
    }

    @Override
    public boolean stop(Member member, Notice mail, Act act) {
        return database.write("missed", s -> {
            boolean stopped = s.update(
                    "UPDATE member SET delivery = 0, stopped_by = 'OFF_WITHOUT_KEY' WHERE number = ? AND delivery = 1", member.number().value()) > 0;
            if (stopped) {
                NoticeRows.insert(s, mail, act.at());
                audit.appendIf(true, s, act);
            }
            return stopped;
        });
    }
}
