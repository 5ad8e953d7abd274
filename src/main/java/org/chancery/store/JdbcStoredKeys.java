package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.mail.Domain;
import org.chancery.posting.signing.StoredKey;
import org.chancery.posting.signing.StoredKeys;

/// The signing keys of the domains in their table.
final class JdbcStoredKeys implements StoredKeys {
    private final Database database;
    private final AuditTrail audit;

    JdbcStoredKeys(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    @Override
    public List<StoredKey> of(Domain domain) {
        return database.read(s -> s.list(
                "SELECT domain, selector, algorithm, record, sealed, created FROM signing_key WHERE domain = ? ORDER BY created DESC, selector",
                JdbcStoredKeys::key, domain.ascii()));
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        return new StoredKey(
                Domain.of(row.getString(1)), row.getString(2), row.getString(3), row.getString(4), row.getBytes(5), Instant.ofEpochMilli(row.getLong(6)));
    }

    @Override
    public boolean add(Domain domain, List<StoredKey> keys, Act act) {
        return database.write("list", s -> {
            if (!s.exists("SELECT 1 FROM domain WHERE name = ?", domain.ascii())) {
                return false;
            }
            for (StoredKey key : keys) {
                if (s.exists("SELECT 1 FROM signing_key WHERE domain = ? AND selector = ?", domain.ascii(), key.selector())) {
                    return false;
                }
            }
            for (StoredKey key : keys) {
                s.update("INSERT INTO signing_key (domain, selector, algorithm, record, sealed, created) VALUES (?, ?, ?, ?, ?, ?)",
                        domain.ascii(), key.selector(), key.algorithm(), key.record(), key.sealed(), key.created());
            }
            return audit.appendIf(true, s, act);
        });
    }

    @Override
    public boolean remove(Domain domain, String selector, Act act) {
        return database.write("list", s -> audit.appendIf(
                s.update("DELETE FROM signing_key WHERE domain = ? AND selector = ?", domain.ascii(), selector) > 0, s, act));
    }
}
