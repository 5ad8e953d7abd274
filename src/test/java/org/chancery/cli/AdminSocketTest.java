package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import java.util.stream.Collectors;
import org.chancery.cli.TestSite.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands while a server runs: they are run by it, over the socket, with the files of who typed them.
class AdminSocketTest {
    private static final String LIST = "talk@lists.example.org";

    @TempDir
    private Path folder;

    private TestSite site;
    private DataLock lock;
    private ServicesOpener.Services services;
    private AdminSocket socket;

    @BeforeEach
    void aServerRuns() throws IOException {
        Path data = folder.resolve("data");
        site = new TestSite(data);
        lock = DataLock.tryTake(data).orElseThrow();
        services = site.open(new ServicesOpener.Site(data, false));
        socket = AdminSocket.listen(data, services);
        site.done("domain", "add", "lists.example.org");
        site.done("list", "create", LIST);
    }

    @AfterEach
    void itEnds() throws IOException {
        socket.close();
        services.close();
        lock.close();
    }

    @Test
    void a_command_is_run_by_the_server_and_prints_here() {
        assertThat(site.done("list", "show")).contains(LIST);
        Ran refused = site.run("list", "show", "nobody@lists.example.org");
        assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("There is no list");
        assertThat(services.administration().lists().all()).hasSize(1);
    }

    @Test
    void the_kernel_says_who_acted() {
        assertThat(site.done("audit", "show")).contains("local:" + System.getProperty("user.name")).doesNotContain("local:anna");
    }

    @Test
    void a_file_is_read_here_and_streamed_to_the_server() throws IOException {
        Path file = folder.resolve("many.csv");
        Files.writeString(file, IntStream.range(0, 20_000).mapToObj(i -> "user" + i + "@example.org\n").collect(Collectors.joining("", "address\n", "broken\n")));
        Ran ran = site.run("member", "import", LIST, file.toString());
        assertThat(ran.out()).isEqualTo("20,000 addresses added to " + LIST + ", 0 were there already, 1 bad row left out.\n");
        assertThat(ran.err()).contains("line 20002");
        assertThat(site.done("member", "list", LIST).lines()).hasSize(20_001);
    }

    @Test
    void of_words_that_may_be_names_the_last_is_the_file() throws IOException {
        assertThat(site.run("key", "import", LIST, "src/test/data/key-uploads/00-certificate.key").err()).contains("no secret key");
        Ran ran = site.run("key", "import", LIST, "anna@example.net", "src/test/data/key-uploads/00-certificate.key");
        assertThat(ran.out()).as(ran.err()).contains("of anna@example.net counts on");
    }

    @Test
    void a_missing_file_is_told_before_anything_is_asked_of_the_server() {
        Ran ran = site.run("member", "import", LIST, folder.resolve("nowhere").toString());
        assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.err()).contains("There is no file");
    }

    @Test
    void input_that_breaks_off_is_not_taken_for_its_end() {
        InputStream breaking = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                byte[] text = "address\nanna@example.org\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                if (at == text.length) {
                    throw new IOException("the disk is gone");
                }
                return text[at++];
            }
        };
        assertThat(site.run(breaking, "member", "sync", LIST).exit()).isEqualTo(ExitCode.TRY_LATER);
        assertThat(site.done("member", "list", LIST)).contains("Nobody");
    }

    @Test
    void a_file_that_the_command_writes_appears_here_or_not_at_all() throws IOException {
        Path file = folder.resolve("talk.toml");
        site.done("list", "export", LIST, file.toString());
        assertThat(Files.readString(file)).contains("[settings]");
        assertThat(site.runWith(Files.readString(file).replace("max_size = 0", "max_size = 7"), "list", "apply", LIST).out())
                .contains("max_size: \"0\" -> \"7\"");
        Path backup = folder.resolve("a.backup");
        site.done("backup", backup.toString());
        assertThat(Files.size(backup)).isEqualTo(300_000);
        assertThat(site.done("backup", "-")).hasSize(300_000);
        assertThat(site.run("list", "export", "nobody@lists.example.org", folder.resolve("x").toString()).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void only_the_owner_may_use_the_socket() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path()))).isEqualTo("rw-------");
        assertThat(socket.path()).isEqualTo(folder.resolve("data/admin.sock").toAbsolutePath());
    }

    @Test
    void a_path_in_the_line_is_never_opened_by_the_server() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "address\nspy@example.org\n");
        Ran ran = raw("member", "import", LIST, secret.toString());
        assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.err()).contains("empty");
        Path target = folder.resolve("target");
        assertThat(raw("list", "export", LIST, target.toString()).out()).contains("[settings]");
        assertThat(target).doesNotExist();
        assertThat(raw("diagnose", "mime", secret.toString()).exit()).isEqualTo(ExitCode.USAGE);
        assertThat(raw("@" + secret).exit()).isEqualTo(ExitCode.USAGE);
    }

    /// A client that sends the line as it is and has no file at all.
    private Ran raw(String... line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket.path()));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            Frame.expect(in, Frame.Kind.HELLO);
            for (String word : line) {
                Frame.of(Frame.Kind.ARGUMENT, word).write(out);
            }
            Frame.of(Frame.Kind.RUN, "").write(out);
            return answer(in, out);
        }
    }

    private static Ran answer(DataInputStream in, DataOutputStream out) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream warned = new ByteArrayOutputStream();
        Frame frame = Frame.read(in);
        while (frame.kind() != Frame.Kind.EXIT) {
            switch (frame.kind()) {
                case ERR -> warned.write(frame.content());
                case WANT -> new Frame(Frame.Kind.INPUT, new byte[0]).write(out);
                case OUT, FILE, HELLO, ARGUMENT, RUN, INPUT, EXIT -> printed.write(frame.content());
            }
            frame = Frame.read(in);
        }
        return new Ran(frame.content()[0], printed.toString(java.nio.charset.StandardCharsets.UTF_8), warned.toString(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_frame_over_its_limit_ends_the_session_and_not_the_server() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket.path()));
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            Frame.expect(in, Frame.Kind.HELLO);
            out.writeByte('A');
            out.writeInt(Integer.MAX_VALUE);
            out.flush();
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(site.done("list", "show")).contains(LIST);
    }

    @Test
    void a_data_folder_with_a_long_path_has_its_socket_elsewhere() throws IOException {
        Path deep = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
        TestSite other = new TestSite(deep);
        try (DataLock _ = DataLock.tryTake(deep).orElseThrow();
                ServicesOpener.Services opened = other.open(new ServicesOpener.Site(deep, false));
                AdminSocket elsewhere = AdminSocket.listen(deep, opened)) {
            Files.writeString(deep.resolve("ready.json"), "{\"socket\":\"" + elsewhere.path() + "\"}");
            assertThat(elsewhere.path().toString().length()).isLessThan(SocketPath.MAX_OCTETS);
            assertThat(other.done("domain", "add", "deep.example.org")).contains("served");
            assertThat(opened.administration().domains().all()).hasSize(1);
        }
    }

    @Test
    void a_folder_that_is_locked_by_who_does_not_answer_is_tried_later() throws IOException {
        Path busy = folder.resolve("busy");
        TestSite other = new TestSite(busy);
        try (DataLock _ = DataLock.tryTake(busy).orElseThrow()) {
            Ran ran = other.run("list", "show");
            assertThat(ran.exit()).isEqualTo(ExitCode.TRY_LATER);
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(other.run("restore", "-").exit()).isEqualTo(ExitCode.TRY_LATER);
        }
        assertThat(other.done("list", "show")).contains("no list yet");
    }
}
