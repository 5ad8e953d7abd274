package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Slot;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// A key of a member and its row.
final class MemberKeyRows {
    static final String COLUMNS =
            "k.list, k.address, k.slot, k.fingerprint, k.state, k.source, k.certificate, k.created, k.changed, k.expires, k.deadline, k.challenge, k.warned";
    static final String SELECT = "SELECT " + COLUMNS + " FROM member_key k ";
    private static final String ORDER = " ORDER BY k.address_key, k.slot, k.state, k.created, k.fingerprint";

    private MemberKeyRows() {}

    static List<MemberKey> list(Session session, String where, Object... arguments) throws SQLException {
        return session.list(SELECT + where + ORDER, MemberKeyRows::read, arguments);
    }

    static MemberKey read(ResultSet row) throws SQLException {
        return new MemberKey(
                new ListId(row.getLong(1)), Address.of(row.getString(2)), Slot.ofWord(row.getString(3)), row.getString(4),
                MemberKey.State.ofWord(row.getString(5)), MemberKey.Source.ofWord(row.getString(6)), row.getBytes(7),
                Instant.ofEpochMilli(row.getLong(8)), Instant.ofEpochMilli(row.getLong(9)), JdbcListKeys.instant(row, 10), JdbcListKeys.instant(row, 11),
                row.getLong(12), row.getInt(13));
    }

    static List<MemberKey> ofPerson(Session session, ListId list, Address address) throws SQLException {
        return list(
                session,
                """
                WHERE k.list = ? AND (k.address_key = ? OR k.address_key IN (
                    SELECT other.address_key FROM account_address mine JOIN account_address other ON other.account = mine.account WHERE mine.address_key = ?))
                """,
                list.value(), address.key(), address.key());
    }

    /// What two sides must agree on before one of them changes it.
    private record Known(String address, Slot slot, String fingerprint, MemberKey.State state, long changed) {}

    static boolean areSame(List<MemberKey> one, List<MemberKey> other) {
        return known(one).equals(known(other));
    }

    private static Set<Known> known(List<MemberKey> keys) {
        Set<Known> known = new HashSet<>();
        keys.forEach(key -> known.add(new Known(key.address().key(), key.slot(), key.fingerprint(), key.state(), key.changed().toEpochMilli())));
        return known;
    }

    static Optional<Address> otherUser(Session session, ListId list, String fingerprint, Address address) throws SQLException {
        return session.first(
                """
                SELECT k.address FROM member_key k WHERE k.list = ? AND k.fingerprint = ? AND k.state = 'active' AND k.address_key <> ? AND NOT EXISTS (
                    SELECT 1 FROM account_address mine JOIN account_address other ON other.account = mine.account
                    WHERE mine.address_key = ? AND other.address_key = k.address_key) ORDER BY k.address_key
                """,
                row -> Address.of(row.getString(1)), list.value(), fingerprint, address.key(), address.key());
    }

    static void replace(Session session, ListId list, Address address, Slot slot, List<MemberKey> keys) throws SQLException {
        session.update("DELETE FROM member_key WHERE list = ? AND address_key = ? AND slot = ?", list.value(), address.key(), slot.word());
        for (MemberKey key : keys) {
            session.update(
                    """
                    INSERT INTO member_key (list, address_key, slot, fingerprint, address, state, source, certificate, created, changed, expires, deadline,
                    challenge, wrong, warned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                    """,
                    key.list().value(), key.address().key(), key.slot().word(), key.fingerprint(), key.address().toString(), key.state().word(),
                    key.source().word(), key.certificate(), key.created(), key.changed(), key.expires().orElse(null), key.deadline().orElse(null),
                    key.challenge(), key.warned());
        }
    }

    /// With the address that moves go its keys. Where a key of the person counts or was taken out of force, nothing counts beside it that was handed in for an
    /// address of a stranger until now; and at another address of the same person only what is in use takes the place of what comes.
    static void move(Session session, Address from, Address to) throws SQLException {
        if (People.keys(session, from).contains(to.key())) {
            session.update(
                    "DELETE FROM member_key WHERE address_key = ? AND state NOT IN ('active', 'revoked') AND list IN ("
                            + "SELECT o.list FROM member_key o WHERE o.address_key = ? AND o.state IN ('active', 'withdrawn'))",
                    to.key(), from.key());
        } else {
            session.update(
                    """
                    DELETE FROM member_key WHERE address_key = ? AND list IN (
                    SELECT o.list FROM member_key o WHERE o.state IN ('active', 'withdrawn') AND (o.address_key = ? OR o.address_key IN (
                        SELECT other.address_key FROM account_address mine JOIN account_address other ON other.account = mine.account WHERE mine.address_key = ?)))
                    """,
                    to.key(), from.key(), from.key());
        }
        session.update(
                """
                DELETE FROM member_key WHERE address_key = ? AND EXISTS (SELECT 1 FROM member_key o
                WHERE o.list = member_key.list AND o.slot = member_key.slot AND o.address_key = ?
                AND (o.state = 'active' OR o.fingerprint = member_key.fingerprint OR member_key.state NOT IN ('active', 'withdrawn')))
                """,
                from.key(), to.key());
        session.update("UPDATE member_key SET address = ?, address_key = ? WHERE address_key = ?", to.toString(), to.key(), from.key());
        session.update("DELETE FROM key_preference WHERE address_key = ? AND list IN (SELECT list FROM key_preference WHERE address_key = ?)", from.key(), to.key());
        session.update("UPDATE key_preference SET address_key = ? WHERE address_key = ?", to.key(), from.key());
        CipherRows.move(session, from, to);
    }
}
