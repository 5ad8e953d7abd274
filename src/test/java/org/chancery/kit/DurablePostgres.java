package org.chancery.kit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// PostgreSQL with the durability that the store demands; the embedded one turns it off by itself.
///
/// Example: `try (EmbeddedPostgres postgres = DurablePostgres.builder().start()) { String url = DurablePostgres.database(postgres); … }`.
public final class DurablePostgres {
    private DurablePostgres() {}

    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    /// Makes the database of a site; what comes back is its `store.url`.
    public static String database(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE chancery");
        }
        return "postgresql://postgres@127.0.0.1:" + postgres.getPort() + "/chancery";
    }
}
