package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.server.Configuration.Loaded;
import org.chancery.server.Configuration.Route;
import org.chancery.server.Configuration.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static final Path CORPUS = Path.of("src/test/data/config");

    @TempDir
    private Path folder;

    static Stream<Path> corpus() throws Exception {
        return Files.list(CORPUS).filter(file -> file.toString().endsWith(".toml")).sorted();
    }

    private static Configuration ok(Loaded loaded) {
        assertThat(loaded).isInstanceOf(Loaded.Ok.class);
        return ((Loaded.Ok) loaded).configuration();
    }

    private static List<String> faults(Loaded loaded) {
        assertThat(loaded).isInstanceOf(Loaded.Faults.class);
        return ((Loaded.Faults) loaded).faults();
    }

    private ConfigurationReader nothing() {
        return ConfigurationReader.in(folder);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void each_file_is_read_or_refused_with_every_fault_and_its_place(Path file) throws Exception {
        List<String> expected = Files.readAllLines(Path.of(file.toString().replace(".toml", ".expected")));
        switch (ConfigurationReader.of(file).read()) {
            case Loaded.Ok(Configuration configuration) -> {
                assertThat(expected.getFirst()).isEqualTo("ok");
                assertThat(configuration.toString()).contains(expected.subList(1, expected.size()));
            }
            case Loaded.Faults(List<String> faults) ->
                assertThat(faults).containsExactlyElementsOf(expected.stream().map(line -> file + ", " + line).toList());
        }
    }

    @Test
    void the_corpus_is_there() throws Exception {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void without_a_file_everything_stays_on_this_machine() {
        Configuration configuration = ok(nothing().read());
        assertThat(configuration.hostname().ascii()).isEqualTo("localhost");
        assertThat(configuration.data()).isEqualTo(Path.of("./data"));
        assertThat(configuration.store()).isEqualTo(new Store.Sqlite());
        assertThat(configuration.listen().smtp()).containsExactly(new Endpoint("127.0.0.1", 2525));
        assertThat(configuration.listen().submission()).containsExactly(new Endpoint("127.0.0.1", 2587));
        assertThat(configuration.listen().submissions()).isEmpty();
        assertThat(configuration.listen().lmtp()).isEmpty();
        assertThat(configuration.listen().web()).isEqualTo(new Endpoint("127.0.0.1", 8080));
        assertThat(configuration.listen().admin()).isEqualTo(new Endpoint("127.0.0.1", 8081));
        assertThat(configuration.delivery().route()).isEqualTo(new Route.Capture());
        assertThat(configuration.dns().servers()).isEmpty();
    }

    @Test
    void nobody_is_asked_for_keys_unless_the_site_says_so_and_a_key_server_by_https_only() {
        Configuration.KeyFetching off = ok(nothing().read()).keyFetching();
        assertThat(off).isEqualTo(new Configuration.KeyFetching(List.of(), false, Optional.empty(), Optional.empty()));
        Configuration.KeyFetching on = ok(nothing().set("keys.vks=https://keys.example.org/").set("egress.proxy=proxy.example.org:8118").read()).keyFetching();
        assertThat(on.keyServer()).contains(java.net.URI.create("https://keys.example.org"));
        assertThat(on.proxy()).contains(new Endpoint("proxy.example.org", 8118));
        for (String wrong : List.of("http://keys.example.org", "https://keys.example.org/vks", "https://u@keys.example.org", "https://127.0.0.1", "on", "")) {
            assertThat(faults(nothing().set("keys.vks=" + wrong).read()).toString()).as(wrong).contains("keys.vks");
        }
        for (String wrong : List.of("proxy.example.org", "http://proxy.example.org:3128", "proxy.example.org:0")) {
            assertThat(faults(nothing().set("egress.proxy=" + wrong).read()).toString()).as(wrong).contains("egress.proxy");
        }
    }

    @Test
    void with_a_file_the_defaults_are_those_of_a_site() throws Exception {
        Files.writeString(folder.resolve("chancery.toml"), "hostname = \"lists.example.org\"\n");
        Configuration configuration = ok(nothing().read());
        assertThat(configuration.listen().smtp()).containsExactly(new Endpoint("0.0.0.0", 25));
        assertThat(configuration.listen().submission()).containsExactly(new Endpoint("0.0.0.0", 587));
        assertThat(configuration.delivery().route()).isEqualTo(new Route.Mx(25));
    }

    @Test
    void a_file_that_was_named_must_be_there() {
        Path missing = folder.resolve("other.toml");
        assertThat(faults(ConfigurationReader.of(missing).read()))
                .containsExactly("the configuration file " + missing + " is not there");
    }

    @Test
    void a_folder_is_no_file() {
        assertThat(faults(ConfigurationReader.of(folder).read())).singleElement().asString().contains("cannot be read");
    }

    @Test
    void set_wins_over_the_file_and_data_over_both() throws Exception {
        Files.writeString(folder.resolve("chancery.toml"), "data = \"a\"\n[delivery]\nport = 26\n");
        ConfigurationReader reader = nothing().set("data=b").set("delivery.port=27").set("listen.web=127.0.0.1:0");
        assertThat(ok(reader.read()).data()).isEqualTo(Path.of("b"));
        assertThat(ok(reader.read()).delivery().route()).isEqualTo(new Route.Mx(27));
        assertThat(ok(reader.read()).listen().web().port()).isZero();
        assertThat(ok(reader.data(Path.of("c")).read()).data()).isEqualTo(Path.of("c"));
    }

    @Test
    void an_array_is_set_by_one_value_a_comma_list_or_nothing() {
        assertThat(ok(nothing().set("listen.smtp=127.0.0.1:0").read()).listen().smtp())
                .containsExactly(new Endpoint("127.0.0.1", 0));
        assertThat(ok(nothing().set("listen.smtp=127.0.0.1:1, [::1]:2").read()).listen().smtp())
                .containsExactly(new Endpoint("127.0.0.1", 1), new Endpoint("::1", 2));
        assertThat(ok(nothing().set("listen.smtp=").read()).listen().smtp()).isEmpty();
    }

    @Test
    void the_last_setting_of_a_key_counts() {
        assertThat(ok(nothing().set("data=a").set("data=b").read()).data()).isEqualTo(Path.of("b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listen.smtp=here      | --set listen.smtp: listen.smtp: found "here", expected HOST:PORT, with a port
            delivery.port=many    | --set delivery.port: delivery.port: found many, expected a whole number from 1 to 65535
            delivery.port         | --set delivery.port: found no =, expected KEY=VALUE
            hostname=             | --set hostname: hostname: found "", expected a host name in ASCII, as in "lists.example.org"
            delivery.route=MX     | --set delivery.route: delivery.route: found "MX", expected "mx", "smarthost" or "capture"
            tls.key=/k.pem        | --set tls.key: tls.key: found it alone, expected tls.certificate and tls.key together
            """)
    void a_wrong_setting_is_refused_by_its_key(String setting, String fault) {
        assertThat(faults(nothing().set(setting).read())).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp=x", "listen=x", "=x", "listen.smtp.x=1"})
    void an_unknown_setting_is_refused_with_all_known_keys(String setting) {
        assertThat(faults(nothing().set(setting).read()))
                .singleElement()
                .asString()
                .contains("unknown key", "hostname", "limits.recipients");
    }

    @Test
    void faults_of_the_file_come_before_those_of_the_command_line() throws Exception {
        Files.writeString(folder.resolve("chancery.toml"), "x = 1\nhostname = \"-\"\n");
        assertThat(faults(nothing().set("delivery.port=0").read()))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).contains("line 1, column 1"),
                        second -> assertThat(second).contains("line 2, column 1"),
                        third -> assertThat(third).startsWith("--set"));
    }

    @Test
    void a_database_password_is_decoded_and_never_printed() {
        Configuration configuration = ok(nothing().set("store.url=postgresql://u:p%40+w@h1,h2:1/db").read());
        assertThat(configuration.store()).isInstanceOfSatisfying(Store.Postgresql.class, store -> {
            assertThat(store.password()).contains("p@+w");
            assertThat(store.jdbcUrl()).isEqualTo("jdbc:postgresql://h1:5432,h2:1/db?targetServerType=primary");
        });
        assertThat(configuration.toString()).doesNotContain("p@+w", "p%40");
        assertThat(faults(nothing().set("store.url=postgresql://u:topsecret@h1:x/db").read()).toString())
                .doesNotContain("topsecret");
    }

    /// Keeps the guide true: each key with its default stands in it, and nothing else in its table does.
    @Test
    void every_key_and_no_other_stands_in_the_guide() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("docs/admin/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(ConfigurationValues.keys());
    }
}
