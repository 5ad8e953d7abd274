package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.CipherChoice;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.protection.ContentCipher;

/// What is known of the ciphers of members in its table.
final class CipherRows {
    private static final String COLUMNS = "chosen, certificate, heard, said";

    private CipherRows() {}

    static CipherChoice of(Session session, ListId list, Address address) throws SQLException {
        return session.first("SELECT " + COLUMNS + " FROM smime_cipher WHERE list = ? AND address_key = ?", row -> read(row, 1), list.value(), address.key())
                .orElse(CipherChoice.NONE);
    }

    /// By the key of the address.
    static Map<String, CipherChoice> of(Session session, ListId list) throws SQLException {
        Map<String, CipherChoice> all = new HashMap<>();
        session.list("SELECT address_key, " + COLUMNS + " FROM smime_cipher WHERE list = ?", row -> Map.entry(row.getString(1), read(row, 2)), list.value())
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    private static CipherChoice read(ResultSet row, int from) throws SQLException {
        Optional<String> heard = Optional.ofNullable(row.getString(from + 2));
        return new CipherChoice(Optional.ofNullable(row.getString(from)).map(CipherRows::cipher), heard.isEmpty() ? Optional.empty()
                : Optional.of(new CipherChoice.Heard(row.getString(from + 1), cipher(heard.get()), Instant.ofEpochMilli(row.getLong(from + 3)))));
    }

    private static ContentCipher cipher(String word) {
        return ContentCipher.ofWord(word).orElseThrow(() -> new IllegalStateException("no cipher: " + word));
    }

    /// Only what is newer, and says something else than what is there.
    static boolean hear(Session session, ListId list, Address address, CipherChoice.Heard heard) throws SQLException {
        return session.update(
                """
                INSERT INTO smime_cipher (list, address_key, certificate, heard, said) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (list, address_key) DO UPDATE SET certificate = excluded.certificate, heard = excluded.heard, said = excluded.said
                WHERE smime_cipher.said IS NULL OR (smime_cipher.said < excluded.said
                    AND (smime_cipher.heard <> excluded.heard OR smime_cipher.certificate <> excluded.certificate))
                """,
                list.value(), address.key(), heard.certificate(), heard.cipher().word(), heard.at()) > 0;
    }

    static boolean choose(Session session, ListId list, Address address, ContentCipher cipher) throws SQLException {
        return session.update(
                """
                INSERT INTO smime_cipher (list, address_key, chosen) VALUES (?, ?, ?)
                ON CONFLICT (list, address_key) DO UPDATE SET chosen = excluded.chosen WHERE smime_cipher.chosen IS NULL OR smime_cipher.chosen <> excluded.chosen
                """,
                list.value(), address.key(), cipher.word()) > 0;
    }

    static boolean unchoose(Session session, ListId list, Address address) throws SQLException {
        return session.update("UPDATE smime_cipher SET chosen = NULL WHERE list = ? AND address_key = ? AND chosen IS NOT NULL", list.value(), address.key()) > 0;
    }

    /// With the address that moves, where the new one has none yet.
    static void move(Session session, Address from, Address to) throws SQLException {
        session.update("DELETE FROM smime_cipher WHERE address_key = ? AND list IN (SELECT list FROM smime_cipher WHERE address_key = ?)", from.key(), to.key());
        session.update("UPDATE smime_cipher SET address_key = ? WHERE address_key = ?", to.key(), from.key());
    }

    /// Of those whose keys are gone.
    static int purge(Session session) throws SQLException {
        return session.update("DELETE FROM smime_cipher AS c WHERE NOT EXISTS (SELECT 1 FROM member_key k WHERE k.list = c.list AND k.address_key = c.address_key)");
    }
}
