package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeySourceTest {
    private static final String PASSPHRASE = "seven herons over the marsh";
    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    private Path file;
    private Path passphrase;
    private Path credentials;

    @BeforeEach
    void places() throws IOException {
        file = folder.resolve("keys/master.key");
        credentials = Files.createDirectory(folder.resolve("credentials"));
        passphrase = secret(folder.resolve("passphrase"), PASSPHRASE + "\n");
    }

    private static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private MasterKeySource bare() {
        return MasterKeySource.of(file);
    }

    private MasterKeySource locked() {
        return new MasterKeySource(file, Optional.of(passphrase), Optional.empty(), Optional.empty());
    }

    private MasterKeySource managed() {
        return new MasterKeySource(file, Optional.empty(), Optional.empty(), Optional.of(credentials));
    }

    @Test
    void with_a_passphrase_the_file_holds_no_key_and_opens_again() throws IOException {
        Secret first = locked().open(random).derive("x");
        assertThat(Files.readString(file)).startsWith("chancery-key $argon2id$");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(locked().open(random).derive("x")).isEqualTo(first);
    }

    @Test
    void a_bare_key_is_wrapped_as_soon_as_there_is_a_passphrase_and_stays_the_same() throws IOException {
        Secret before = bare().open(random).derive("x");
        assertThat(locked().open(random).derive("x")).isEqualTo(before);
        assertThat(Files.readString(file)).startsWith("chancery-key ");
    }

    @Test
    void a_wrapped_key_without_its_passphrase_is_refused_and_nothing_is_made_in_its_place() throws IOException {
        locked().open(random);
        byte[] wrapped = Files.readAllBytes(file);
        assertThatThrownBy(() -> bare().open(random)).isInstanceOf(IOException.class).hasMessageContaining("keys.passphrase_file");
        secret(passphrase, "another passphrase that is long");
        assertThatThrownBy(() -> locked().open(random)).isInstanceOf(IOException.class).hasMessageContaining("does not open");
        assertThat(Files.readAllBytes(file)).isEqualTo(wrapped);
    }

    @Test
    void nobody_can_make_guessing_cheaper_by_changing_the_parameters() throws IOException {
        locked().open(random);
        secret(file, Files.readString(file).replace("t=3", "t=1"));
        assertThatThrownBy(() -> locked().open(random)).hasMessageContaining("does not open");
        secret(file, Files.readString(file).replace("m=65536", "m=9999999"));
        assertThatThrownBy(() -> locked().open(random)).hasMessageContaining("does not open");
    }

    @Test
    void a_passphrase_that_is_short_or_that_others_may_read_is_refused() throws IOException {
        secret(passphrase, "short\n");
        assertThatThrownBy(() -> locked().open(random)).hasMessageContaining("at least 16");
        secret(passphrase, PASSPHRASE);
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> locked().open(random)).hasMessageContaining("chmod 600");
        assertThat(file).doesNotExist();
    }

    @Test
    void the_service_manager_may_give_the_passphrase() throws IOException {
        Secret first = locked().open(random).derive("x");
        Files.writeString(credentials.resolve("chancery.passphrase"), PASSPHRASE);
        assertThat(managed().open(random).derive("x")).isEqualTo(first);
    }

    @Test
    void the_service_manager_may_give_the_key_itself_and_then_nothing_is_written() throws IOException {
        byte[] key = new byte[32];
        random.nextBytes(key);
        Files.write(credentials.resolve("chancery.master-key"), key);
        Secret derived = managed().open(random).derive("x");
        assertThat(managed().open(random).derive("x")).isEqualTo(derived);
        assertThat(file).doesNotExist();
        Files.write(credentials.resolve("chancery.master-key"), new byte[31]);
        assertThatThrownBy(() -> managed().open(random)).hasMessageContaining("not 32");
    }

    @Test
    void two_keys_for_one_store_are_refused() throws IOException {
        bare().open(random);
        Files.write(credentials.resolve("chancery.master-key"), new byte[32]);
        assertThatThrownBy(() -> managed().open(random)).hasMessageContaining("two master keys");
    }

    @Test
    void without_either_the_file_holds_the_key_as_ever() throws IOException {
        Secret first = managed().open(random).derive("x");
        assertThat(Files.size(file)).isEqualTo(32);
        assertThat(bare().open(random).derive("x")).isEqualTo(first);
    }
}
