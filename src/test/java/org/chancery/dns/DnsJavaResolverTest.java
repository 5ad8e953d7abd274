package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsJavaResolverTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Zone ZONE = Zone.read("""
            {"example.org.": {"MX": [[20, "b.example.org."], [10, "a.example.org."]],
                              "TXT": ["v=spf1 -all", "caf\\u00e9\\u0000\\u00ff"], "A": ["127.0.0.2"], "AAAA": ["::1"]},
             "null.example.org.": {"MX": [[0, "."]]},
             "alias.example.org.": {"CNAME": "alias2.example.org."},
             "alias2.example.org.": {"CNAME": "example.org."},
             "dead.example.org.": {"CNAME": "nowhere.example.org."},
             "round.example.org.": {"CNAME": "about.example.org."},
             "about.example.org.": {"CNAME": "round.example.org."},
             "slow.example.org.": {"A": ["127.0.0.9"], "timeout": true},
             "empty.example.org.": {"TXT": [""]},
             "long.example.org.": {"TXT": ["%s"]},
             "odd\\"; name/x.example.org.": {"TXT": ["odd"]},
             "2.0.0.127.in-addr.arpa.": {"PTR": ["host.example.org."]},
             "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa.": {"PTR": ["six.example.org."]}}
            """.formatted("0123456789".repeat(300))).orThrow();

    private ZoneServer server;
    private Resolver resolver;

    @BeforeEach
    void start() throws Exception {
        server = ZoneServer.start(ZONE, 0);
        resolver = new DnsJavaResolver(List.of(server.address()), PATIENT);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Resolver impatient() {
        return new DnsJavaResolver(List.of(server.address()), SHORT);
    }

    @Test
    void mx_records_come_sorted_by_preference() {
        assertThat(resolver.mx("example.org").valuesOrNone())
                .containsExactly(new Mx(10, "a.example.org"), new Mx(20, "b.example.org"));
    }

    @Test
    void the_null_mx_is_recognised() {
        assertThat(resolver.mx("null.example.org").valuesOrNone()).singleElement().matches(Mx::isNull);
    }

    @Test
    void txt_octets_arrive_one_character_each() {
        assertThat(resolver.txt("example.org").valuesOrNone())
                .containsExactlyInAnyOrder("v=spf1 -all", "caf\u00e9\u0000\u00ff");
    }

    @Test
    void an_empty_txt_record_is_a_record() {
        assertThat(resolver.txt("empty.example.org").valuesOrNone()).containsExactly("");
    }

    @Test
    void a_long_txt_record_is_joined_and_fetched_over_tcp() {
        assertThat(resolver.txt("long.example.org").valuesOrNone()).containsExactly("0123456789".repeat(300));
        assertThat(server.questionsOverTcp()).isPositive();
    }

    @Test
    void a_and_aaaa_together_put_ipv4_first() throws Exception {
        assertThat(resolver.addresses("example.org").valuesOrNone())
                .containsExactly(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("::1"));
    }

    @Test
    void the_names_of_both_kinds_of_address_are_found() throws Exception {
        assertThat(resolver.ptr(InetAddress.getByName("127.0.0.2")).valuesOrNone()).containsExactly("host.example.org");
        assertThat(resolver.ptr(InetAddress.getByName("::1")).valuesOrNone()).containsExactly("six.example.org");
    }

    @Test
    void names_are_compared_without_case_or_final_dot() {
        assertThat(resolver.txt("EXAMPLE.Org.").valuesOrNone()).hasSize(2);
    }

    @Test
    void a_name_with_unusual_octets_is_asked_as_it_is() {
        assertThat(resolver.txt("odd\"; name/x.example.org").valuesOrNone()).containsExactly("odd");
    }

    @Test
    void aliases_are_followed_and_keep_the_smallest_ttl() {
        assertThat(resolver.a("alias.example.org"))
                .isInstanceOfSatisfying(Answer.Found.class, found -> assertThat(found.ttl())
                        .isEqualTo(Duration.ofSeconds(ZoneReader.TTL_SECONDS)));
    }

    @Test
    void an_alias_to_nowhere_is_a_name_that_does_not_exist() {
        assertThat(resolver.a("dead.example.org")).isInstanceOf(Answer.NxDomain.class);
    }

    @Test
    void no_such_type_and_no_such_name_are_told_apart_and_have_a_ttl() {
        assertThat(resolver.mx("empty.example.org")).isEqualTo(new Answer.NoData<>(Duration.ofSeconds(60)));
        assertThat(resolver.mx("missing.example.org")).isEqualTo(new Answer.NxDomain<>(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..example.org", ".", "", "\u4e2d.example.org"})
    void a_name_that_cannot_be_asked_is_no_name(String name) {
        assertThat(resolver.a(name)).isInstanceOfAny(Answer.NxDomain.class);
    }

    @Test
    void a_label_or_name_that_is_too_long_is_no_name() {
        assertThat(resolver.a("x".repeat(64) + ".example.org")).isInstanceOf(Answer.NxDomain.class);
        assertThat(resolver.a("x.".repeat(140) + "example.org")).isInstanceOf(Answer.NxDomain.class);
        assertThat(server.questions()).isZero();
    }

    @Test
    void a_circle_of_aliases_in_the_zone_is_temporary() {
        assertThat(resolver.a("round.example.org")).isInstanceOf(Answer.TemporaryFailure.class);
    }

    @Test
    void timeout_holds_for_the_types_that_the_name_does_not_list() {
        assertThat(impatient().a("slow.example.org").valuesOrNone()).hasSize(1);
        assertThat(impatient().txt("slow.example.org")).isInstanceOf(Answer.TemporaryFailure.class);
    }

    static List<Fault> faults() {
        return List.of(
                new Fault.ServFail(), new Fault.Refused(), new Fault.Silence(), new Fault.Garbage(),
                new Fault.WrongQuestion(), new Fault.CnameLoop(0), new Fault.CnameLoop(3), new Fault.CnameLoop(40),
                new Fault.CnameChain(), new Fault.Truncated(), new Fault.Lame(), new Fault.Delay(PATIENT));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatever_a_server_does_wrong_is_temporary_and_heals(Fault fault) {
        server.fault("example.org", fault);
        assertThat(impatient().txt("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(impatient().mx("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        server.heal("example.org");
        assertThat(resolver.txt("example.org").valuesOrNone()).hasSize(2);
    }

    @Test
    void a_late_answer_in_time_is_an_answer() {
        server.fault("example.org", new Fault.Delay(Duration.ofMillis(50)));
        assertThat(resolver.mx("example.org").valuesOrNone()).hasSize(2);
    }

    @Test
    void a_huge_answer_comes_over_tcp_and_is_whole() {
        server.fault("example.org", new Fault.HugeAnswer(50_000));
        assertThat(resolver.txt("example.org").valuesOrNone()).hasSize(250);
    }

    @Test
    void an_alias_chain_of_one_message_each_is_bounded() {
        server.fault("example.org", new Fault.CnameChain());
        assertThat(resolver.a("example.org")).isInstanceOf(Answer.TemporaryFailure.class);
        assertThat(server.questions()).isLessThan(12);
    }

    @Test
    void a_server_that_errs_is_passed_over_for_the_next() throws Exception {
        try (var broken = ZoneServer.start(ZONE, 0)) {
            broken.fault("example.org", new Fault.ServFail());
            var both = new DnsJavaResolver(List.of(broken.address(), server.address()), PATIENT);
            assertThat(both.mx("example.org").valuesOrNone()).hasSize(2);
            assertThat(broken.questions()).isOne();
        }
    }

    @Test
    void a_port_without_a_server_is_temporary() throws Exception {
        InetSocketAddress nobody;
        try (var taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            nobody = new InetSocketAddress("127.0.0.1", taken.getLocalPort());
        }
        assertThat(new DnsJavaResolver(List.of(nobody), SHORT).a("example.org"))
                .isInstanceOf(Answer.TemporaryFailure.class);
    }

    @Test
    void many_threads_each_get_their_own_answer() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 200; i++) {
                boolean mx = i % 2 == 0;
                answers.add(threads.submit(() -> mx
                        ? resolver.mx("example.org").valuesOrNone().size() == 2
                        : resolver.mx("missing.example.org") instanceof Answer.NxDomain));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }
}
