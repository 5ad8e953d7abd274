package org.chancery.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/// Opens a PostgreSQL store. Of several hosts the driver picks the primary. `synchronous_commit` and `fsync` must be on:
/// a 250 given on anything weaker would be a lie after a power failure.
final class Postgres {
    private static final int WRITERS = 4; // each group-commits; more only split the groups
    private static final int CONNECTIONS = 12; // the writers and some readings at once
    private static final Duration WAIT = Duration.ofSeconds(8); // a session's commit has 10 s (architecture.md 2.1)
    private static final Set<String> SYNCHRONOUS = Set.of("on", "remote_apply");

    private Postgres() {}

    static Database open(String url, Runnable panic) {
        HikariDataSource pool = pool(url);
        try (Connection first = pool.getConnection()) {
            demand(first, "fsync", Set.of("on"));
            demand(first, "synchronous_commit", SYNCHRONOUS);
            Migrations.migrate(first, Dialect.POSTGRESQL, pool);
        } catch (SQLException e) {
            pool.close();
            throw new StoreException(StoreException.Kind.TEMPORARY, "the database cannot be reached: " + e.getMessage(), e);
        } catch (StoreException e) {
            pool.close();
            throw e;
        }
        return new Database(
                Dialect.POSTGRESQL,
                new Readers.Pooled(pool::getConnection),
                new GroupWriter(Dialect.POSTGRESQL, pool::getConnection, WRITERS, panic),
                DiskReserve.none(),
                pool::close);
    }

    private static HikariDataSource pool(String url) {
        URI uri = URI.create(url.replaceFirst(",[^/]*", ""));
        String hosts = url.substring(url.indexOf("//") + 2).replaceFirst("^[^/]*@", "");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + hosts);
        String[] user = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        if (user.length > 0) {
            config.setUsername(user[0]);
        }
        if (user.length > 1) {
            config.setPassword(user[1]);
        }
        config.addDataSourceProperty("targetServerType", "primary");
        config.addDataSourceProperty("ApplicationName", "chancery");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", Long.toString(WAIT.toSeconds()));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setPoolName("store");
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new StoreException(StoreException.Kind.TEMPORARY, "the database cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void demand(Connection connection, String setting, Set<String> wanted) throws SQLException {
        String now = new Session(connection).first("SHOW " + setting, row -> row.getString(1)).orElse("");
        if (!wanted.contains(now)) {
            throw new StoreException(
                    StoreException.Kind.FATAL, "PostgreSQL runs with " + setting + "=" + now + ": set it to on, or a 250 is not durable");
        }
    }
}
