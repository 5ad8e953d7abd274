package org.chancery.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a store to the newest schema with Flyway, forward only. A store that is there already does not pay for Flyway's
/// start: its history table is asked first. A newer store is refused.
final class Migrations {
    /// The highest number among `src/main/resources/db/V*.sql`.
    static final int NEWEST = 57;

    private Migrations() {}

    /// `asked` is used for the history only and stays open.
    static void migrate(Connection asked, Dialect dialect, DataSource source) throws SQLException {
        OptionalInt version = version(new Session(asked), dialect);
        if (version.isPresent() && version.getAsInt() > NEWEST) {
            throw new StoreException(
                    StoreException.Kind.FATAL,
                    "this store was written by a newer Chancery (schema " + version.getAsInt() + ", this one knows " + NEWEST
                            + "): start the newer one, or restore a backup made before the upgrade");
        }
        if (version.isEmpty() || version.getAsInt() < NEWEST) {
            run(dialect, source);
        }
    }

    private static void run(Dialect dialect, DataSource source) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db")
                    .sqlMigrationPrefix("V")
                    .placeholders(dialect.placeholders)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(StoreException.Kind.FATAL, "the schema could not be brought up to date: " + e.getMessage(), e);
        }
    }

    /// The newest migration that succeeded; empty for a store without a history.
    static OptionalInt version(Session session, Dialect dialect) throws SQLException {
        String tables = switch (dialect) {
            case SQLITE -> "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'flyway_schema_history'";
            case POSTGRESQL -> "SELECT 1 WHERE to_regclass('flyway_schema_history') IS NOT NULL";
        };
        if (!session.exists(tables)) {
            return OptionalInt.empty();
        }
        String succeeded = switch (dialect) {
            case SQLITE -> "SELECT version FROM flyway_schema_history WHERE success = 1 AND version IS NOT NULL";
            case POSTGRESQL -> "SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL";
        };
        return session.list(succeeded, row -> Integer.parseInt(row.getString(1))).stream()
                .mapToInt(Integer::intValue)
                .max();
    }
}
