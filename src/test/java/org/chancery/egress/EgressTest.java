package org.chancery.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.dns.Answer;
import org.chancery.dns.Question;
import org.chancery.dns.Resolver;
import org.chancery.kit.ConnectProxy;
import org.chancery.kit.WebHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Asking servers of others, against real ones on loopback.
class EgressTest {
    private static final byte[] HELLO = "Hello".getBytes(StandardCharsets.US_ASCII);

    private static String told(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Got(byte[] octets) -> "got " + new String(octets, StandardCharsets.US_ASCII);
            case Fetched.Nothing() -> "nothing";
            case Fetched.NoHost() -> "no host";
            case Fetched.Failed(String why) -> why;
        };
    }

    private static URI uri(String scheme, String host, WebHost server, String path) {
        return URI.create(scheme + "://" + host + ":" + server.port() + path);
    }

    @Test
    void a_document_is_fetched_and_its_absence_is_an_answer() throws IOException {
        try (WebHost host = WebHost.secure("docs.egress.test")) {
            host.give("/there", HELLO);
            Egress egress = host.egress(WebHost.names("127.0.0.1", "docs.egress.test"));
            assertThat(told(egress.fetch(uri("https", "docs.egress.test", host, "/there"), 100))).isEqualTo("got Hello");
            assertThat(told(egress.fetch(uri("https", "docs.egress.test", host, "/gone"), 100))).isEqualTo("nothing");
            assertThat(told(egress.fetch(uri("https", "nowhere.egress.test", host, "/there"), 100))).isEqualTo("no host");
        }
    }

    @Test
    void a_server_with_the_certificate_of_another_name_is_not_believed() throws IOException {
        try (WebHost host = WebHost.secure("docs.egress.test")) {
            host.give("/there", HELLO);
            assertThat(told(host.egress(WebHost.names("127.0.0.1", "other.egress.test")).fetch(uri("https", "other.egress.test", host, "/there"), 100))).contains("other.egress.test");
            assertThat(host.asked()).isEmpty();
        }
    }

    @Test
    void loopback_is_refused_before_anything_connects() throws IOException {
        try (WebHost host = WebHost.plain()) {
            host.give("/there", HELLO);
            Egress egress = Egress.toTheInternet(WebHost.names("127.0.0.1", "inside.egress.test"));
            assertThat(told(egress.fetch(uri("http", "inside.egress.test", host, "/there"), 100))).isEqualTo("inside.egress.test has an address that is not of the public Internet");
            assertThat(host.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "ftp://example.org/", "https://user@example.org/", "https:/path"})
    void what_is_no_web_address_with_a_name_is_refused(String uri) {
        assertThat(told(Egress.toTheInternet(WebHost.names("127.0.0.1", "localhost")).fetch(URI.create(uri), 100))).isEqualTo("only http and https to hosts with a name are asked");
    }

    /// DNS rebinding: the first look-up gives an address that may be asked, all later ones another one.
    @Test
    void a_name_that_changes_its_address_after_the_first_look_finds_no_gap() throws IOException {
        try (WebHost host = WebHost.plain()) {
            host.give("/there", HELLO);
            AtomicInteger asked = new AtomicInteger();
            Resolver turning = new Resolver() {
                @Override
                public <T> Answer<T> ask(Question<T> question) {
                    return WebHost.names(asked.getAndIncrement() < 2 ? "127.0.0.2" : "127.0.0.1", "turning.egress.test").ask(question);
                }
            };
            Egress egress = new Egress(turning, InetAddress.ofLiteral("127.0.0.2")::equals, Optional.empty());
            assertThat(told(egress.fetch(uri("http", "turning.egress.test", host, "/there"), 100))).startsWith("the answer failed");
            assertThat(asked.get()).isGreaterThan(2);
            assertThat(host.asked()).isEmpty();
        }
    }

    @Test
    void a_proxy_is_asked_for_both_kinds_and_what_it_says_itself_is_not_the_server() throws IOException {
        try (WebHost secure = WebHost.secure("docs.egress.test"); WebHost plain = WebHost.plain(); ConnectProxy proxy = ConnectProxy.start()) {
            proxy.leads("docs.egress.test", secure.port()).leads("lists.egress.test", plain.port());
            secure.give("/there", HELLO);
            plain.give("/there", HELLO);
            Egress egress = secure.egress(WebHost.names("127.0.0.1")).through(proxy.address());
            assertThat(told(egress.fetch(URI.create("https://docs.egress.test/there"), 100))).isEqualTo("got Hello");
            assertThat(told(egress.fetch(URI.create("https://docs.egress.test/gone"), 100))).isEqualTo("nothing");
            assertThat(told(egress.fetch(URI.create("http://lists.egress.test/there"), 100))).isEqualTo("got Hello");
            assertThat(told(egress.fetch(URI.create("https://nowhere.egress.test/there"), 100))).startsWith("the answer failed").contains("503");
            assertThat(told(egress.fetch(URI.create("https://127.0.0.1/there"), 100))).isEqualTo("only http and https to hosts with a name are asked");
            proxy.refuse("403 Forbidden");
            Egress anew = secure.egress(WebHost.names("127.0.0.1")).through(proxy.address()); // the tunnel from before stays open
            assertThat(told(anew.fetch(URI.create("https://docs.egress.test/there"), 100))).contains("403");
            assertThat(proxy.asked()).contains("CONNECT docs.egress.test:443", "GET http://lists.egress.test/there");
        }
    }

    @Test
    void a_certificate_is_asked_for_by_name_through_a_proxy_too_and_a_proxy_that_is_away_is_named() throws IOException {
        try (WebHost host = WebHost.secure("docs.egress.test"); ConnectProxy proxy = ConnectProxy.start().leads("other.egress.test", host.port())) {
            assertThat(told(host.egress(WebHost.names("127.0.0.1")).through(proxy.address()).fetch(URI.create("https://other.egress.test/there"), 100))).startsWith("the answer failed");
            assertThat(host.asked()).isEmpty();
            proxy.close();
            assertThat(told(host.egress(WebHost.names("127.0.0.1", "docs.egress.test")).through(proxy.address()).fetch(uri("https", "docs.egress.test", host, "/there"), 100))).startsWith("the answer failed");
            assertThat(host.asked()).as("it never goes round the proxy").isEmpty();
        }
    }

    @Test
    void redirects_are_not_followed_and_large_answers_are_cut() throws IOException {
        try (WebHost host = WebHost.plain()) {
            host.give("/away", exchange -> {
                exchange.getResponseHeaders().add("Location", "/there");
                exchange.sendResponseHeaders(302, -1);
            });
            host.give("/there", HELLO);
            host.give("/endless", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 10_000; i++) {
                    exchange.getResponseBody().write(new byte[1000]);
                }
            });
            Egress egress = host.egress(WebHost.names("127.0.0.1", "turns.egress.test"));
            assertThat(told(egress.fetch(uri("http", "turns.egress.test", host, "/away"), 100))).isEqualTo("the server answered 302");
            assertThat(told(egress.fetch(uri("http", "turns.egress.test", host, "/endless"), 100_000))).startsWith("the answer failed");
            assertThat(told(egress.fetch(uri("http", "turns.egress.test", host, "/there"), 4))).startsWith("the answer failed");
            assertThat(told(egress.fetch(uri("http", "turns.egress.test", host, "/there"), 5))).isEqualTo("got Hello");
        }
    }

    @Test
    void a_server_that_drips_is_left_in_time() throws IOException {
        try (WebHost host = WebHost.plain()) {
            host.give("/slow", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                for (int i = 0; i < 30; i++) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    pause();
                }
            });
            long start = System.nanoTime();
            assertThat(told(host.egress(WebHost.names("127.0.0.1", "slow.egress.test")).fetch(uri("http", "slow.egress.test", host, "/slow"), 100))).isEqualTo("no answer within 5 seconds");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(400);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.18.0.1", "203.0.113.9",
            "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1", "2001:db8::1"})
    void addresses_behind_walls_are_none_of_the_internet(String address) {
        assertThat(PublicAddresses.has(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "193.0.0.1", "2606:4700::1", "2a01:4f8::1", "2001:470::1"})
    void other_addresses_are(String address) {
        assertThat(PublicAddresses.has(InetAddress.ofLiteral(address))).isTrue();
    }
}
