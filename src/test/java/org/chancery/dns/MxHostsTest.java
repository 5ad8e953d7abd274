package org.chancery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// RFC 5321 section 5.1 and RFC 7505, against a real server.
class MxHostsTest {
    private static final Zone ZONE = Zone.read("""
            {"two.example": {"MX": [[20, "b.example"], [10, "a.example"]]},
             "equal.example": {"MX": [[10, "a.example"], [10, "b.example"]]},
             "plain.example": {"A": ["127.0.0.5"], "AAAA": ["::1"]},
             "null.example": {"MX": [[0, "."]], "A": ["127.0.0.5"]},
             "half.example": {"MX": [[0, "."], [10, "a.example"]]},
             "text.example": {"TXT": ["no mail here"]},
             "gone.example": {"MX": [[10, "missing.example"]]},
             "alias.example": {"CNAME": "two.example"},
             "a.example": {"A": ["127.0.0.2"]},
             "b.example": {"A": ["127.0.0.3"]},
             "crowd.example": {"MX": [[1,"a.example"],[2,"a.example"],[3,"a.example"],[4,"a.example"],[5,"a.example"],
               [6,"a.example"],[7,"a.example"],[8,"a.example"],[9,"a.example"],[10,"a.example"],[11,"b.example"]]}}
            """).orThrow();

    private ZoneServer server;
    private Resolver resolver;

    @BeforeEach
    void start() throws Exception {
        server = ZoneServer.start(ZONE, 0);
        resolver = new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private MxHosts resolve(String domain) {
        return MxHosts.resolve(resolver, domain, new Random(1));
    }

    private static List<String> names(MxHosts found) {
        return found instanceof MxHosts.Hosts(List<MxHosts.Host> hosts)
                ? hosts.stream().map(MxHosts.Host::name).toList()
                : List.of(found.toString());
    }

    private static String status(MxHosts found) {
        return found instanceof MxHosts.NoMail(String status, String _) ? status : found.toString();
    }

    @Test
    void the_lowest_preference_comes_first() {
        assertThat(names(resolve("two.example"))).containsExactly("a.example", "b.example");
    }

    @Test
    void hosts_of_one_preference_are_tried_in_both_orders() {
        Set<List<String>> orders = new HashSet<>();
        var random = new Random(7);
        for (int i = 0; i < 40; i++) {
            orders.add(names(MxHosts.resolve(resolver, "equal.example", random)));
        }
        assertThat(orders).hasSize(2);
    }

    @Test
    void without_mx_the_domain_itself_is_the_host_with_ipv4_first() {
        assertThat(resolve("plain.example")).isInstanceOfSatisfying(MxHosts.Hosts.class, found -> {
            assertThat(names(found)).containsExactly("plain.example");
            assertThat(found.hosts().getFirst().addresses()).hasSize(2);
            assertThat(found.hosts().getFirst().addresses().getFirst().getHostAddress()).isEqualTo("127.0.0.5");
        });
    }

    @Test
    void a_null_mx_is_permanent_even_with_an_address_beside_it() {
        assertThat(status(resolve("null.example"))).isEqualTo("5.1.10");
    }

    @Test
    void a_null_mx_beside_real_ones_counts_for_nothing() {
        assertThat(names(resolve("half.example"))).containsExactly("a.example");
    }

    @Test
    void a_domain_that_does_not_exist_is_permanent() {
        assertThat(status(resolve("missing.example"))).isEqualTo("5.1.2");
    }

    @Test
    void a_domain_with_nothing_to_deliver_to_is_permanent() {
        assertThat(status(resolve("text.example"))).isEqualTo("5.4.4");
        assertThat(status(resolve("gone.example"))).isEqualTo("5.4.4");
    }

    @Test
    void an_alias_takes_the_mail_hosts_of_its_target() {
        assertThat(names(resolve("alias.example"))).containsExactly("a.example", "b.example");
    }

    @Test
    void the_number_of_hosts_is_bounded() {
        assertThat(names(resolve("crowd.example"))).hasSize(MxHosts.MAX_HOSTS).doesNotContain("b.example");
    }

    @Test
    void a_failure_at_any_place_is_temporary_never_a_refusal() {
        for (String broken : List.of("gone.example", "missing.example", "plain.example", "null.example")) {
            server.fault(broken, new Fault.ServFail());
            assertThat(resolve(broken)).isInstanceOf(MxHosts.TemporaryFailure.class);
        }
        server.heal("gone.example");
        assertThat(resolve("gone.example")).isInstanceOf(MxHosts.TemporaryFailure.class);
    }

    @Test
    void one_host_that_cannot_be_looked_up_does_not_hide_the_other() {
        server.fault("a.example", new Fault.ServFail());
        assertThat(names(resolve("two.example"))).containsExactly("b.example");
    }

    @Test
    void an_address_literal_needs_no_dns() {
        assertThat(resolve("[127.0.0.1]").toString()).contains("127.0.0.1");
        assertThat(names(resolve("[IPv6:::1]"))).containsExactly("[IPv6:::1]");
        assertThat(server.questions()).isZero();
    }

    @Test
    void a_literal_that_is_no_address_is_permanent() {
        for (String wrong : List.of("[127.0.0]", "[IPv6:zz]", "[]", "[", "[127.0.0.1", "[::1]")) {
            assertThat(status(resolve(wrong))).as(wrong).isEqualTo("5.1.3");
        }
    }
}
