package org.chancery.store;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.audit.AuditChain;
import org.chancery.kit.DurablePostgres;
import org.slf4j.LoggerFactory;

/// Fresh stores for tests: SQLite in a temporary folder, PostgreSQL in a new database of one server started per JVM.
enum Engines {
    SQLITE,
    POSTGRESQL;

    static final AuditChain CHAIN = new AuditChain(new byte[32]);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    static {
        for (String loud : new String[] {"org.flywaydb", "io.zonky", "com.zaxxer", "org.postgresql"}) {
            ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.ERROR);
        }
    }

    /// A place for one store; it may be opened several times.
    Stores.Site site() {
        return site(Duration.ofSeconds(30));
    }

    Stores.Site site(Duration lease) {
        return switch (this) {
            case SQLITE -> new Stores.Site("sqlite", Template.copy(), OptionalLong.of(0), lease);
            case POSTGRESQL -> new Stores.Site(Server.create(), Path.of("."), OptionalLong.of(0), lease);
        };
    }

    static Store open(Stores.Site site, InstantSource time) {
        return Stores.open(site, CHAIN, time, () -> {});
    }

    static Path folder() {
        try {
            Path folder = Files.createTempDirectory("store");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection beside the store, for what the ports do not allow.
    static Connection raw(Stores.Site site) throws SQLException {
        return site.url().equals("sqlite")
                ? DriverManager.getConnection("jdbc:sqlite:" + site.data().resolve(Sqlite.FILE))
                : Server.POSTGRES.getDatabase("postgres", site.url().substring(site.url().lastIndexOf('/') + 1)).getConnection();
    }

    /// Migrated once and copied: the migration itself has its own test.
    private static final class Template {
        static final Path DATA = make();

        private static Path make() {
            Path data = folder();
            open(new Stores.Site("sqlite", data), InstantSource.system()).close();
            return data;
        }

        static Path copy() {
            try {
                Path data = folder();
                Files.copy(DATA.resolve(Sqlite.FILE), data.resolve(Sqlite.FILE));
                return data;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return DurablePostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static final String TEMPLATE = "migrated";

        static {
            execute("CREATE DATABASE " + TEMPLATE);
            open(new Stores.Site(url(TEMPLATE), Path.of(".")), InstantSource.system()).close();
        }

        static String create() {
            String name = "t" + DATABASES.incrementAndGet();
            execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY wal_log");
            return url(name);
        }

        private static String url(String name) {
            return "postgresql://postgres@localhost:" + POSTGRES.getPort() + "/" + name;
        }

        private static void execute(String sql) {
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
