package org.chancery.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.keyring.CipherChoice;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeys;
import org.chancery.keyring.Slot;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;

/// The keys of members in their table.
final class JdbcMemberKeys implements MemberKeys {
    private static final int WRONG_TOKENS = 10;
    private static final Duration CANDIDATES = Duration.ofDays(90); // as long as the newest header of a correspondent is worth something
    private static final Duration LEFT = Duration.ofDays(30); // of somebody who left, and may have left by mistake
    private static final Duration UNDECIDED = Duration.ofDays(30); // a change that no owner approved of
    private static final String COUNTING = "k.list = ? AND k.state IN ('active', 'withdrawn', 'revoked') AND ";
    /// Two questions instead of one with OR: each is a look into an index, where one would go through all members for each key.
    static final String HAS_ROLE =
            """
            (EXISTS (SELECT 1 FROM member m WHERE m.list = k.list AND m.address_key = k.address_key AND m.role <> 'nonmember')
            OR EXISTS (SELECT 1 FROM account_address mine JOIN account_address other ON other.account = mine.account
                JOIN member m ON m.address_key = other.address_key AND m.list = k.list
                WHERE mine.address_key = k.address_key AND m.role <> 'nonmember'))
            """;

    private final Database database;
    private final AuditTrail audit;

    JdbcMemberKeys(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    @Override
    public List<MemberKey> of(ListId list) {
        return database.read(s -> MemberKeyRows.list(s, "WHERE k.list = ?", list.value()));
    }

    @Override
    public List<MemberKey> of(ListId list, Address address) {
        return database.read(s -> MemberKeyRows.list(s, "WHERE k.list = ? AND k.address_key = ?", list.value(), address.key()));
    }

    @Override
    public List<MemberKey> ofPerson(ListId list, Address address) {
        return database.read(s -> MemberKeyRows.ofPerson(s, list, address));
    }

    @Override
    public Optional<MemberKey> challenged(long challenge) {
        return challenge == 0 ? Optional.empty() : database.read(s -> MemberKeyRows.list(s, "WHERE k.challenge = ?", challenge)).stream().findFirst();
    }

    @Override
    public boolean replace(ListId list, Address address, Slot slot, List<MemberKey> before, List<MemberKey> after, Along along) {
        Instant now = along.acts().getFirst().at();
        return database.write("keys", s -> {
            if (!s.exists("SELECT 1 FROM list WHERE id = ?" + database.dialect().forUpdate, list.value())
                    || !MemberKeyRows.areSame(before, MemberKeyRows.ofPerson(s, list, address))
                    || isElsewhere(s, list, address, before, after)
                    || !AcceptedSignatureRows.insert(s, along.marks(), now, new HashSet<>())) {
                return false;
            }
            MemberKeyRows.replace(s, list, address, slot, after);
            KeyVersions.begin(s, list);
            for (Act act : along.acts()) {
                audit.append(s, act);
            }
            for (Notice mail : along.mails()) {
                NoticeRows.insert(s, mail, now);
            }
            return true;
        });
    }

    private static boolean isElsewhere(Session session, ListId list, Address address, List<MemberKey> before, List<MemberKey> after) throws SQLException {
        for (MemberKey key : after) {
            boolean isNew = key.isActive() && before.stream().noneMatch(known -> known.isActive() && known.fingerprint().equals(key.fingerprint()) && known.address().equals(address));
            if (isNew && MemberKeyRows.otherUser(session, list, key.fingerprint(), address).isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Optional<Address> otherUser(ListId list, String fingerprint, Address address) {
        return database.read(s -> MemberKeyRows.otherUser(s, list, fingerprint, address));
    }

    @Override
    public void wrongToken(long challenge) {
        database.write("keys", s -> {
            s.update("UPDATE member_key SET wrong = wrong + 1 WHERE challenge = ?", challenge);
            return s.update("DELETE FROM member_key WHERE challenge = ? AND state = 'pending' AND wrong >= ?", challenge, WRONG_TOKENS);
        });
    }

    @Override
    public Optional<Technology> preferred(ListId list, Address address) {
        return database.read(s -> s.first("SELECT technology FROM key_preference WHERE list = ? AND address_key = ?",
                row -> JdbcListKeys.technology(row.getString(1)), list.value(), address.key()));
    }

    @Override
    public boolean prefer(ListId list, Address address, Technology technology, Act act) {
        return database.write("keys", s -> changed(s, list, s.update(
                """
                INSERT INTO key_preference (list, address_key, technology) VALUES (?, ?, ?)
                ON CONFLICT (list, address_key) DO UPDATE SET technology = excluded.technology WHERE key_preference.technology <> excluded.technology
                """,
                list.value(), address.key(), technology.word()) > 0, act));
    }

    @Override
    public CipherChoice cipher(ListId list, Address address) {
        return database.read(s -> CipherRows.of(s, list, address));
    }

    @Override
    public boolean heard(ListId list, Address address, CipherChoice.Heard heard, Act act) {
        return database.write("keys", s -> changed(s, list, CipherRows.hear(s, list, address, heard), act));
    }

    @Override
    public boolean chooseCipher(ListId list, Address address, Optional<ContentCipher> cipher, Act act) {
        return database.write("keys", s -> changed(s, list, cipher.isPresent() ? CipherRows.choose(s, list, address, cipher.get()) : CipherRows.unchoose(s, list, address), act));
    }

    private boolean changed(Session session, ListId list, boolean isChanged, Act act) throws SQLException {
        if (isChanged) {
            KeyVersions.begin(session, list);
        }
        return audit.appendIf(isChanged, session, act);
    }

    @Override
    public List<Bound> bound(ListId list) {
        return database.read(s -> {
            Map<String, List<Address>> addresses = addresses(s, list);
            Map<String, Technology> preferences = new HashMap<>();
            s.list("SELECT address_key, technology FROM key_preference WHERE list = ?", row -> Map.entry(row.getString(1), JdbcListKeys.technology(row.getString(2))), list.value())
                    .forEach(one -> preferences.put(one.getKey(), one.getValue()));
            Map<String, CipherChoice> ciphers = CipherRows.of(s, list);
            return MemberKeyRows.list(s, "WHERE " + COUNTING + HAS_ROLE, list.value()).stream()
                    .map(key -> new Bound(
                            key, addresses.getOrDefault(key.address().key(), List.of(key.address())), Optional.ofNullable(preferences.get(key.address().key())),
                            ciphers.getOrDefault(key.address().key(), CipherChoice.NONE)))
                    .toList();
        });
    }

    /// Of those with an account, by the key of the address that a key is bound to.
    private static Map<String, List<Address>> addresses(Session session, ListId list) throws SQLException {
        Map<String, List<Address>> all = new HashMap<>();
        session.list(
                """
                SELECT DISTINCT k.address_key, other.address FROM member_key k JOIN account_address mine ON mine.address_key = k.address_key
                JOIN account_address other ON other.account = mine.account WHERE k.list = ? ORDER BY k.address_key, other.address
                """,
                row -> Map.entry(row.getString(1), Address.of(row.getString(2))), list.value())
                .forEach(one -> all.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
        return all;
    }

    @Override
    public List<MemberKey> cooled(Instant now) {
        return database.read(s -> MemberKeyRows.list(s, "WHERE k.state = 'cooling' AND k.deadline <= ?", now));
    }

    @Override
    public List<MemberKey> ending(Instant until) {
        return database.read(s -> MemberKeyRows.list(s, "WHERE k.state = 'active' AND k.expires <= ?", until));
    }

    @Override
    public int purge(Instant now) {
        return database.writeRepeatable("keys", s -> {
            int forgotten = s.update("DELETE FROM member_key AS k WHERE changed <= ? AND NOT " + HAS_ROLE, now.minus(LEFT)) + s.update(
                    "DELETE FROM member_key WHERE (state = 'pending' AND deadline <= ?) OR (state = 'candidate' AND changed <= ?)"
                            + " OR (state = 'proved' AND changed <= ?)",
                    now, now.minus(CANDIDATES), now.minus(UNDECIDED)) + CipherRows.purge(s);
            s.update(
                    """
                    DELETE FROM key_question WHERE NOT EXISTS (SELECT 1 FROM member_key k
                    WHERE k.address_key = key_question.address_key AND k.fingerprint = key_question.fingerprint)
                    """);
            return forgotten;
        });
    }
}
