package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path data;

    @Test
    void it_is_made_once_with_mode_0600_and_found_again() throws IOException {
        Path file = data.resolve("keys/master.key");
        Secret first = MasterKey.open(file, random).derive("token-mac");
        assertThat(Files.readAllBytes(file)).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(MasterKey.open(file, random).derive("token-mac")).isEqualTo(first);
    }

    @Test
    void each_purpose_has_a_key_of_its_own() throws IOException {
        MasterKey key = MasterKey.open(data.resolve("master.key"), random);
        assertThat(key.derive("a")).isNotEqualTo(key.derive("b"));
        assertThat(key.derive("a").reveal()).hasSize(32);
    }

    @Test
    void a_short_file_is_refused_instead_of_replaced() throws IOException {
        Path file = data.resolve("master.key");
        Files.write(file, new byte[31]);
        assertThatThrownBy(() -> MasterKey.open(file, random)).isInstanceOf(IOException.class);
        assertThat(Files.size(file)).isEqualTo(31);
    }

    @Test
    void a_file_that_others_may_read_is_refused() throws IOException {
        Path file = data.resolve("master.key");
        MasterKey.open(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> MasterKey.open(file, random)).hasMessageContaining("chmod 600");
    }

    @Test
    void nothing_secret_shows_in_text() throws IOException {
        MasterKey key = MasterKey.open(data.resolve("master.key"), random);
        assertThat(key.toString() + key.derive("x")).isEqualTo("MasterKey[***]***");
    }
}
