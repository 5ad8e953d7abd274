package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.list.MailingList;
import org.chancery.posting.Order.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Wishes of people who want authentication to be authorisation, and what the right answer to each does here
/// (authorisation.md section 4.2, rows Z1 and Z6).
class AmdpTest {
    private static final String MEMBER = "member@nowhere.example";
    private static Site site;
    private static MailingList list;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("trust.fronts=127.0.0.7");
        list = site.list("closed@" + Site.DOMAIN, "discussion",
                "accept when from member and proof at least domain. hold when from member. otherwise refuse.", MEMBER);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static byte[] forged() {
        return Site.message(MEMBER, list.address().toString(), "x");
    }

    @Test
    void az1_auth_without_tls_is_refused() throws IOException {
        try (Talk talk = Talk.to(site.address("submission"))) {
            assertThat(talk.ask("AUTH PLAIN AGFubgBhbm4=")).startsWith("504 5.5.4");
            assertThat(talk.ask("AUTH SCRAM-SHA-256")).startsWith("504 5.5.4");
        }
    }

    @Test
    void az1_the_from_of_another_account_is_refused() throws IOException {
        try (Talk talk = site.submission("bob@example.org", site.account("bob@example.org"))) {
            assertThat(talk.post("bob@example.org", List.of(list.address().toString()), forged())).startsWith("550 5.7.1");
        }
    }

    @Test
    void az1_a_forged_from_out_of_an_address_that_we_trust_proves_nothing() throws IOException {
        for (String trusted : List.of("127.0.0.1", "127.0.0.7")) {
            try (Talk talk = Talk.from(trusted, site.address("smtp"))) {
                String reply = talk.post(MEMBER, List.of(list.address().toString()), forged());
                assertThat(site.onList(reply).post().state()).as(trusted).isEqualTo(State.HELD);
            }
        }
    }

    /// A host that says it is the mail host of the sender, and counts who calls.
    private static final class CalledBack implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.3"));
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch called = new CountDownLatch(1);

        CalledBack() throws IOException {
            Thread.startVirtualThread(() -> {
                while (!socket.isClosed()) {
                    try (Socket _ = socket.accept()) {
                        calls.incrementAndGet();
                        called.countDown();
                    } catch (IOException closing) {
                        return;
                    }
                }
            });
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void az6_nobody_calls_the_host_of_the_sender_back_before_the_reply() throws Exception {
        String zone = """
                {"example.net": {"MX": [[0, "mx.example.net"]], "A": ["127.0.0.3"]}, "mx.example.net": {"A": ["127.0.0.3"]}}""";
        try (CalledBack host = new CalledBack();
                ZoneServer dns = ZoneServer.start(Zone.read(zone).orThrow(), 0);
                Site own = Site.start("delivery.route=mx", "delivery.port=" + host.socket.getLocalPort(), "dns.servers=127.0.0.1:" + dns.address().getPort())) {
            MailingList open = own.openList("open", "reader@example.com");
            MailingList shut = own.list("shut@" + Site.DOMAIN, "discussion", "otherwise refuse.");
            MailingList held = own.list("held@" + Site.DOMAIN, "discussion", "otherwise hold.");
            for (MailingList to : List.of(open, shut, held)) {
                String reply = own.post("ann@example.net", to.address().toString(), Site.message("ann@example.net", to.address().toString(), "x"));
                assertThat(reply).startsWith(to == shut ? "550" : "250");
            }
            assertThat(host.calls).hasValue(0);
            // The trap works: a copy for somebody there does call it.
            own.openList("there", "bob@example.net");
            own.post("ann@example.net", "there@" + Site.DOMAIN, Site.message("ann@example.net", "there@" + Site.DOMAIN, "x"));
            assertThat(host.called.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }
}
