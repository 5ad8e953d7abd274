package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static final TestSite SITE = TestSite.delivering();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    @Test
    void port_0_becomes_two_real_ports() {
        try (WebServer server = WebServer.start(SITE.options(loopback(0), loopback(0)))) {
            assertThat(server.addresses().web().getPort()).isPositive().isNotEqualTo(server.addresses().admin().getPort());
        }
    }

    @Test
    void when_one_listener_cannot_be_bound_the_other_is_given_back() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int free = freePort();
            assertThatThrownBy(() -> WebServer.start(SITE.options(loopback(free), loopback(taken.getLocalPort()))))
                    .isInstanceOf(WebServer.NotBound.class).hasMessageContaining(String.valueOf(taken.getLocalPort()));
            new ServerSocket(free, 1, InetAddress.ofLiteral("127.0.0.1")).close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_closed_server_gives_its_ports_back() throws IOException {
        WebServer server = WebServer.start(SITE.options(loopback(0), loopback(0)));
        WebServer.Addresses were = server.addresses();
        server.close();
        new ServerSocket(were.web().getPort(), 1, were.web().getAddress()).close();
        new ServerSocket(were.admin().getPort(), 1, were.admin().getAddress()).close();
    }

    @Test
    void a_host_that_nobody_knows_is_refused() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 0);
        assertThatThrownBy(() -> SITE.options(unknown, loopback(0))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("nowhere.invalid");
    }
}
