package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.chancery.delivery.Expanding;
import org.junit.jupiter.api.Test;

class OpeningTest extends ContractTest {

    @Test
    void a_store_of_a_newer_chancery_is_refused() throws SQLException {
        store.close();
        try (Connection connection = Engines.raw(site);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '099' WHERE version = '001'");
        }
        assertThatThrownBy(() -> Engines.open(site, time))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FATAL))
                .hasMessageContaining("newer Chancery (schema 99, this one knows " + Migrations.NEWEST + ")");
        try (Connection connection = Engines.raw(site);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '001' WHERE version = '099'");
        }
        store = Engines.open(site, time);
    }

    @Test
    void the_newest_migration_is_the_one_the_program_asks_for() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db"))) {
            assertThat(files.map(file -> Integer.parseInt(file.getFileName().toString().substring(1, 4))).max(Integer::compare))
                    .hasValue(Migrations.NEWEST);
        }
    }

    @Test
    void what_a_250_rests_on_is_switched_on() {
        switch (engine) {
            case SQLITE -> {
                assertThat(setting("PRAGMA synchronous")).isEqualTo("2");
                assertThat(setting("PRAGMA journal_mode")).isEqualTo("wal");
                assertThat(setting("PRAGMA foreign_keys")).isEqualTo("1");
                assertThat(setting("PRAGMA page_size")).isEqualTo("4096");
            }
            case POSTGRESQL -> {
                assertThat(setting("SHOW fsync")).isEqualTo("on");
                assertThat(setting("SHOW synchronous_commit")).isEqualTo("on");
            }
        }
    }

    private String setting(String sql) {
        String value = ((Database) store.engine()).read(s -> s.first(sql, row -> row.getString(1)).orElse(""));
        return value;
    }

    @Test
    void leases_of_an_earlier_process_end_when_sqlite_is_opened() {
        var talk = list("talk");
        members(talk, 1);
        post(talk, org.chancery.posting.Order.State.ACCEPTED);
        store.queue().expand(Expanding.begin(store.queue()).orElseThrow(), 1);
        assertThat(store.queue().claimChunks(1, now)).hasSize(1);
        store.close();
        store = Engines.open(site, time);
        assertThat(store.queue().claimChunks(1, now)).hasSize(engine == Engines.SQLITE ? 1 : 0);
    }
}
