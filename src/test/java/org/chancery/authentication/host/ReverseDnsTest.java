package org.chancery.authentication.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.junit.jupiter.api.Test;

class ReverseDnsTest {
    private static final Zone ZONE = Zone.read("""
            {"1.2.0.192.in-addr.arpa": {"PTR": ["forged.example.net", "MX.example.org"]}, "mx.example.org": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]},
             "2.2.0.192.in-addr.arpa": {"PTR": ["mx.example.org"]}, "3.2.0.192.in-addr.arpa": {"timeout": true},
             "4.2.0.192.in-addr.arpa": {"PTR": ["silent.example.org"]}, "silent.example.org": {"timeout": true},
             "6.2.0.192.in-addr.arpa": {"PTR": ["nowhere.example.org"]}, "7.2.0.192.in-addr.arpa": {"PTR": ["my_host.example.org"]}, "my_host.example.org": {"A": ["192.0.2.7"]},
             "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa": {"PTR": ["mx.example.org"]}}
            """).orThrow();

    private static Evidence.ReverseName check(String peer) {
        return new ReverseDns(new ZoneResolver(ZONE)).check(InetAddress.ofLiteral(peer));
    }

    private static Evidence.ReverseName without(Result result, String peer) {
        return new Evidence.ReverseName(result, InetAddress.ofLiteral(peer), Optional.empty());
    }

    @Test
    void a_name_that_has_the_address_is_a_pass() {
        assertThat(check("192.0.2.1")).isEqualTo(new Evidence.ReverseName(Result.PASS, InetAddress.ofLiteral("192.0.2.1"), Optional.of(Domain.of("mx.example.org"))));
        assertThat(check("2001:db8::1").result()).isEqualTo(Result.PASS);
        assertThat(check("192.0.2.7")).isEqualTo(without(Result.PASS, "192.0.2.7"));
    }

    @Test
    void a_borrowed_name_is_a_fail() {
        assertThat(check("192.0.2.2")).isEqualTo(without(Result.FAIL, "192.0.2.2"));
    }

    @Test
    void no_name_or_a_name_without_addresses_is_a_permerror() {
        assertThat(check("192.0.2.5")).isEqualTo(without(Result.PERMERROR, "192.0.2.5"));
        assertThat(check("192.0.2.6")).isEqualTo(without(Result.PERMERROR, "192.0.2.6"));
    }

    @Test
    void what_cannot_be_found_out_now_is_a_temperror() {
        assertThat(check("192.0.2.3")).isEqualTo(without(Result.TEMPERROR, "192.0.2.3"));
        assertThat(check("192.0.2.4")).isEqualTo(without(Result.TEMPERROR, "192.0.2.4"));
    }
}
