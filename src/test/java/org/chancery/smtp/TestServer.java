package org.chancery.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.chancery.secrets.SelfSignedCertificate;
import org.jspecify.annotations.NullMarked;

/// Options of servers for tests: loopback, a free port, limits that do not stand in the way.
@NullMarked
final class TestServer {
    static final SecureRandom RANDOM = new SecureRandom();
    static final SelfSignedCertificate CERTIFICATE =
            SelfSignedCertificate.create(List.of("mx.example.org"), InstantSource.system(), RANDOM);

    private TestServer() {}

    static SmtpServerOptions options(SmtpSession.Kind kind, MailHandler handler) {
        return SmtpServerOptions.of(
                        kind,
                        "mx.example.org",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        handler,
                        new MemoryBudget(64 << 20),
                        RANDOM)
                .withLimits(SmtpServerOptions.Limits.WIDE)
                .withTimeouts(timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    static SmtpServerOptions.Timeouts timeouts(Duration command, Duration reply, Duration commit) {
        Duration other = Duration.ofSeconds(20);
        return new SmtpServerOptions.Timeouts(
                command, other, other, reply, commit, other, Duration.ofMillis(500), Duration.ofMillis(20));
    }

    static SmtpServer start(SmtpSession.Kind kind, MailHandler handler) throws IOException {
        return SmtpServer.start(options(kind, handler));
    }
}
