package org.chancery.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.cli.Cli;
import org.chancery.cli.DataLock;
import org.chancery.cli.ExitCode;
import org.chancery.cli.Streams;
import org.chancery.secrets.SelfSignedCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What keeps a site from starting is told in one sentence each, with the exit code that tells a service manager whether to try again.
class StartFaultsTest {
    private static final List<String> FREE_PORTS = List.of(
            "--set", "listen.smtp=127.0.0.1:0", "--set", "listen.submission=127.0.0.1:0", "--set", "listen.web=127.0.0.1:0", "--set", "listen.admin=127.0.0.1:0");

    @TempDir
    Path folder;

    private record Ran(int exit, String out, String err) {}

    private static Ran run(List<String> line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = Surroundings.ofThisMachine();
        int exit = Cli.run(line, new Streams(InputStream.nullInputStream(), out, err, false), "anna",
                options -> Map.of("serve", new ServeCommand(options, surroundings)), new Opener(surroundings));
        return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Ran command(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--data", folder.resolve("data").toString()));
        return run(line);
    }

    private Ran serve(String... settings) {
        List<String> line = new ArrayList<>(List.of("serve", "--data", folder.resolve("data").toString()));
        line.addAll(FREE_PORTS);
        for (String setting : settings) {
            line.addAll(List.of("--set", setting));
        }
        return run(line);
    }

    private static void isTold(Ran ran, int exit, String... words) {
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        assertThat(ran.err()).contains(words).doesNotContain("Exception", "\tat ", "<U+");
        assertThat(ran.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "submission", "submissions", "lmtp", "web", "admin"})
    void a_port_that_another_program_holds_is_named_with_its_key(String listener) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String where = "127.0.0.1:" + taken.getLocalPort();
            Ran ran = listener.equals("submissions")
                    ? serve("listen.submissions=" + where, "tls.certificate=" + certificate(), "tls.key=" + folder.resolve("site.key"))
                    : serve("listen." + listener + "=" + where);
            isTold(ran, ExitCode.TRY_LATER, "listen." + listener + ": nothing can be taken at " + where, "in use", "Another program holds it");
            assertThat(ran.err().lines()).hasSize(1);
        }
    }

    private Path certificate() throws IOException {
        var made = SelfSignedCertificate.create(
                List.of("lists.example.org"), java.time.InstantSource.system(), new java.security.SecureRandom());
        Files.writeString(folder.resolve("site.key"), made.keyPem().revealText());
        return Files.writeString(folder.resolve("site.crt"), made.certificatePem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "web", "admin"})
    void an_address_that_is_not_of_this_machine_is_the_configurations_fault(String listener) {
        isTold(serve("listen." + listener + "=192.0.2.1:0"), ExitCode.CONFIGURATION, "listen." + listener + ": nothing can be taken at 192.0.2.1:0");
        isTold(serve("listen." + listener + "=nowhere.invalid:0"), ExitCode.CONFIGURATION, "listen." + listener + ": nothing can be taken at nowhere.invalid:0");
    }

    @Test
    void a_certificate_that_is_missing_or_none_is_named() throws IOException {
        isTold(serve("tls.certificate=nowhere.pem", "tls.key=nowhere.key"), ExitCode.CONFIGURATION, "tls.certificate, tls.key: there is no file nowhere.pem.");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "garbage");
        isTold(serve("tls.certificate=" + garbage, "tls.key=" + garbage), ExitCode.CONFIGURATION, garbage + " is not a PEM certificate");
        isTold(serve("tls.client_ca=nowhere.pem"), ExitCode.CONFIGURATION, "tls.client_ca: ");
    }

    @Test
    void a_database_that_does_not_answer_may_come_back() {
        isTold(serve("store.url=postgresql://somebody@127.0.0.1:1/chancery"), ExitCode.TRY_LATER, "store.url: the database cannot be reached");
    }

    @Test
    void a_data_folder_that_is_none_is_refused() throws IOException {
        Files.writeString(folder.resolve("data"), "a file");
        isTold(serve(), ExitCode.CONFIGURATION, "cannot be used", "it is ", "--data");
        isTold(command("list", "show"), ExitCode.CONFIGURATION, "cannot be used");
    }

    @Test
    void every_fault_of_a_configuration_has_a_line_of_its_own() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.toml"), "bogus = 1\n[delivery]\nport = \"25\"\n");
        Ran ran = run(List.of("serve", "--config", file.toString()));
        isTold(ran, ExitCode.CONFIGURATION, "line 1, column 1: ", "line 3, column 1: ");
        assertThat(ran.err().lines()).hasSize(2);
    }

    @Test
    void a_store_without_its_master_key_is_not_opened_with_a_new_one() throws IOException {
        assertThat(command("domain", "add", "lists.example.org").exit()).isZero();
        Path key = folder.resolve("data/keys/master.key");
        Path away = Files.move(key, folder.resolve("master.key"));
        isTold(command("domain", "list"), ExitCode.CONFIGURATION, "The master key of the store", key + " back");
        isTold(serve(), ExitCode.CONFIGURATION, "The master key of the store");
        assertThat(key).doesNotExist();
        Files.move(away, key);
        assertThat(command("domain", "list").out()).contains("lists.example.org");
    }

    @Test
    void a_store_that_is_damaged_or_newer_is_the_administrators_to_mend() throws Exception {
        assertThat(command("domain", "add", "lists.example.org").exit()).isZero();
        Path store = folder.resolve("data/chancery.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + store); var statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '001'");
        }
        isTold(command("domain", "list"), ExitCode.CONFIGURATION, "written by a newer Chancery");
        Files.write(store, new byte[100_000]);
        isTold(command("domain", "list"), ExitCode.CONFIGURATION, "The store cannot be opened");
    }

    @Test
    void the_store_is_for_its_owner_only_even_in_a_folder_for_all() throws IOException {
        Files.createDirectory(folder.resolve("data"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThat(command("domain", "add", "lists.example.org").exit()).isZero();
        Path store = folder.resolve("data/chancery.db");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(command("domain", "list").exit()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store))).isEqualTo("rw-------");
    }

    @Test
    void a_backup_is_tried_beside_a_running_server_and_only_with_the_key_of_its_store() throws IOException {
        assertThat(command("domain", "add", "lists.example.org").exit()).isZero();
        Path backup = folder.resolve("monday.backup");
        Ran written = command("backup", backup.toString());
        assertThat(written.exit()).isZero();
        try (DataLock _ = DataLock.tryTake(folder.resolve("data")).orElseThrow()) {
            assertThat(command("restore", backup.toString(), "--dry-run").out()).startsWith("Would bring back 0 receipts.");
            isTold(command("restore", backup.toString()), ExitCode.TRY_LATER, "is in use");
        }
        Path other = folder.resolve("other");
        Ran without = run(List.of("restore", backup.toString(), "--dry-run", "--data", other.toString()));
        isTold(without, ExitCode.REFUSED, "beside the master key of its store", other.resolve("keys/master.key").toString());
        assertThat(other).as("nothing was made").doesNotExist();
    }
}
