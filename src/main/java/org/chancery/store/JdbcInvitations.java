package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Notice;
import org.chancery.sender.Grant;
import org.chancery.sender.Invitation;
import org.chancery.sender.Invitations;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLink;

/// Invitations of senders in their tables. All limits are looked at in the transaction that stores, so that two servers do not both
/// see the last place free.
final class JdbcInvitations implements Invitations {
    private static final String SELECT =
            "SELECT id, address, list, on_list, on_group, sender, invited_by, state, asked, expires FROM sender_invitation ";
    private static final int WRONG_TOKENS = 10;
    private static final Duration DAY = Duration.ofDays(1);
    /// The mark of an address that wants none; no person and no domain is called so.
    private static final String NEVER = "";
    private final Database database;
    private final AuditTrail audit;
    private final InstantSource time;

    JdbcInvitations(Database database, AuditTrail audit, InstantSource time) {
        this.database = database;
        this.audit = audit;
        this.time = time;
    }

    private static Invitation read(ResultSet row) throws SQLException {
        long onList = row.getLong(4);
        Grant.Target target = row.wasNull() ? new Grant.Target.OfGroup(row.getString(5)) : new Grant.Target.OfList(new ListId(onList));
        return new Invitation(
                row.getLong(1), Address.of(row.getString(2)), new ListId(row.getLong(3)), target,
                Optional.ofNullable(row.getString(6)).flatMap(SenderId::parse), row.getString(7), Invitation.State.valueOf(row.getString(8)),
                Instant.ofEpochMilli(row.getLong(9)), Instant.ofEpochMilli(row.getLong(10)));
    }

    @Override
    public Outcome invite(Invitation invitation, Domain domain, Notice mail, Act act) {
        Instant now = time.instant();
        return database.write("sender", s -> {
            s.update("DELETE FROM sender_invitation WHERE address_key = ? AND expires <= ?", invitation.address().key(), now);
            if (s.exists("SELECT 1 FROM sender_invitation WHERE address_key = ? AND state = 'ASKED'", invitation.address().key())) {
                return Outcome.OPEN_ALREADY;
            }
            if (!isWithinLimits(s, invitation, domain, now)) {
                return Outcome.NOT_NOW;
            }
            insert(s, invitation);
            s.update("INSERT INTO sender_invited (address_key, invited_by, domain, at) VALUES (?, ?, ?, ?)",
                    invitation.address().limitKey(), invitation.by(), domain.ascii(), now);
            NoticeRows.insert(s, mail, now);
            audit.append(s, act);
            return Outcome.MAILED;
        });
    }

    private static boolean isWithinLimits(Session session, Invitation invitation, Domain domain, Instant now) throws SQLException {
        String address = invitation.address().limitKey();
        return !session.exists("SELECT 1 FROM sender_invited WHERE address_key = ? AND invited_by = ? AND domain = ?", address, NEVER, NEVER)
                && session.number("SELECT COUNT(*) FROM sender_invited WHERE address_key = ? AND at > ?", address, now.minus(MEMORY)) < PER_ADDRESS
                && session.number("SELECT COUNT(*) FROM sender_invited WHERE invited_by = ? AND at > ?", invitation.by(), now.minus(DAY)) < PER_INVITER
                && session.number("SELECT COUNT(*) FROM sender_invited WHERE domain = ? AND at > ?", domain.ascii(), now.minus(DAY)) < PER_DOMAIN;
    }

    private static void insert(Session session, Invitation invitation) throws SQLException {
        session.update(
                """
                INSERT INTO sender_invitation (id, address_key, address, list, on_list, on_group, sender, invited_by, state, asked, expires)
                VALUES (?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, ''), NULLIF(?, ''), ?, ?, ?, ?)
                """,
                invitation.id(), invitation.address().key(), invitation.address().toString(), invitation.list().value(),
                GrantRows.list(invitation.target()), GrantRows.group(invitation.target()), invitation.sender().map(SenderId::toString).orElse(""),
                invitation.by(), invitation.state().name(), invitation.asked(), invitation.expires());
    }

    @Override
    public Optional<Invitation> find(long id) {
        return database.read(s -> s.first(SELECT + "WHERE id = ?", JdbcInvitations::read, id));
    }

    @Override
    public boolean agree(Invitation invitation, SenderId fresh, List<SenderLink.Mailed> undos, Instant now, Act act) {
        return database.write("sender", s -> {
            boolean first = s.update("UPDATE sender_invitation SET state = 'AGREED' WHERE id = ? AND state = 'ASKED' AND expires > ?", invitation.id(), now) > 0;
            if (first) {
                carryOut(s, invitation, fresh, undos, now);
            }
            return audit.appendIf(first, s, act);
        });
    }

    /// Meanwhile the address may have come to a sender by another way: then that one gets the grant.
    private static void carryOut(Session session, Invitation invitation, SenderId fresh, List<SenderLink.Mailed> undos, Instant now) throws SQLException {
        if (invitation.sender().isPresent()) {
            JdbcSenders.addAddress(session, invitation.sender().get(), invitation.address(), undos, now);
            return;
        }
        JdbcSenders.create(session, fresh, invitation.address(), invitation.by(), now);
        Optional<SenderId> sender = session.first(
                "SELECT sender FROM sender_address WHERE address_key = ?", row -> new SenderId(java.util.UUID.fromString(row.getString(1))), invitation.address().key());
        if (sender.isPresent() && GrantRows.exists(session, invitation.target())) {
            GrantRows.insert(session, Grant.of(invitation.target(), sender.get(), invitation.by(), now));
        }
    }

    @Override
    public void decline(long id) {
        database.writeRepeatable("sender", s -> s.update("UPDATE sender_invitation SET state = 'OVER' WHERE id = ? AND state = 'ASKED'", id));
    }

    @Override
    public void optOut(Address address, Instant now) {
        database.writeRepeatable("sender", s -> s.update(
                """
                INSERT INTO sender_invited (address_key, invited_by, domain, at)
                SELECT ?, '', '', ? WHERE NOT EXISTS (SELECT 1 FROM sender_invited WHERE address_key = ? AND invited_by = '' AND domain = '')
                """,
                address.limitKey(), now, address.limitKey()));
    }

    @Override
    public void wrongToken(long id) {
        database.write("sender", s -> s.update(
                """
                UPDATE sender_invitation SET wrong = wrong + 1, state = CASE WHEN wrong + 1 >= ? AND state = 'ASKED' THEN 'OVER' ELSE state END WHERE id = ?
                """,
                WRONG_TOKENS, id));
    }

    @Override
    public int purge(Instant now) {
        boolean due = database.read(s -> s.exists("SELECT 1 FROM sender_invitation WHERE expires <= ?", now)
                || s.exists("SELECT 1 FROM sender_invited WHERE at <= ? AND invited_by <> ''", now.minus(MEMORY)));
        return !due ? 0 : database.writeRepeatable("sender", s -> {
            s.update("DELETE FROM sender_invited WHERE at <= ? AND invited_by <> ''", now.minus(MEMORY));
            return s.update("DELETE FROM sender_invitation WHERE expires <= ?", now);
        });
    }
}
