package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersTest {
    @TempDir
    Path folder;

    @Test
    void a_reading_that_failed_leaves_no_broken_connection_for_the_next() throws SQLException {
        List<Session> seen = new ArrayList<>();
        try (Readers readers = new Readers.Kept(Sqlite.connector(folder.resolve("readers.db")), 1)) {
            assertThatThrownBy(() -> readers.read(session -> {
                seen.add(session);
                throw new SQLException("statement is not executing");
            })).isInstanceOf(SQLException.class);
            long one = readers.read(session -> {
                seen.add(session);
                return session.number("SELECT 1");
            });
            assertThat(one).isEqualTo(1);
        }
        assertThat(seen.getFirst()).isNotSameAs(seen.getLast());
    }
}
