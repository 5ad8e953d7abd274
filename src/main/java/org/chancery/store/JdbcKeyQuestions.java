package org.chancery.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.KeyQuestions;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// When keys of members were asked for, in its table.
final class JdbcKeyQuestions implements KeyQuestions {
    private final Database database;

    JdbcKeyQuestions(Database database) {
        this.database = database;
    }

    @Override
    public List<Question> askedUntil(Instant since) {
        return database.read(s -> s.list(
                """
                SELECT k.list, k.address, k.fingerprint, k.expires, q.asked FROM member_key k
                LEFT JOIN key_question q ON q.address_key = k.address_key AND q.fingerprint = k.fingerprint
                WHERE k.slot = 'openpgp' AND k.state = 'active' AND (q.asked IS NULL OR q.asked <= ?) AND
                """ + JdbcMemberKeys.HAS_ROLE + " ORDER BY k.address_key, k.fingerprint, k.list",
                row -> new Question(new ListId(row.getLong(1)), Address.of(row.getString(2)), row.getString(3), JdbcListKeys.instant(row, 4), JdbcListKeys.instant(row, 5)), since));
    }

    @Override
    public boolean ask(Question before, Instant at) {
        String address = before.address().key();
        Optional<Instant> asked = before.asked();
        return database.write("keys", s -> asked.isEmpty()
                ? s.update("INSERT INTO key_question (address_key, fingerprint, asked) VALUES (?, ?, ?) ON CONFLICT (address_key, fingerprint) DO NOTHING", address, before.fingerprint(), at) > 0
                : s.update("UPDATE key_question SET asked = ? WHERE address_key = ? AND fingerprint = ? AND asked = ?", at, address, before.fingerprint(), asked.get()) > 0);
    }
}
