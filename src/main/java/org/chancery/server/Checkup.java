package org.chancery.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.cli.DataLock;

/// Looks over this machine: folder, certificate, ports, the way out. Changes nothing.
final class Checkup {
    private static final long LOW_SPACE = 1L << 30;
    private static final Duration EXPIRES_SOON = Duration.ofDays(21);
    private static final int CONNECT_MILLIS = 5_000;
    private final Configuration configuration;
    private final Instant now;

    Checkup(Configuration configuration, Instant now) {
        this.configuration = configuration;
        this.now = now;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(data());
        findings.add(certificate());
        findings.addAll(ports());
        findings.add(wayOut());
        findings.add(Finding.warn("tls.outgoing", "is opportunistic; MTA-STS (RFC 8461) and DANE (RFC 7672) are not looked at yet"));
        return findings;
    }

    private Finding data() {
        Path data = configuration.data();
        try {
            if (Files.exists(data) && !Files.isDirectory(data)) {
                return Finding.fail("data " + data, "is a file; name a folder");
            }
            if (!Files.isDirectory(data)) {
                return Finding.ok("data " + data, "will be made at the first start");
            }
            long free = Files.getFileStore(data).getUsableSpace();
            return free < LOW_SPACE
                    ? Finding.warn("data " + data, "only " + (free >> 20) + " MB free; below the reserve new posts are answered 452")
                    : Finding.ok("data " + data, (free >> 30) + " GB free");
        } catch (IOException e) {
            return Finding.fail("data " + data, "cannot be looked at: " + e.getMessage());
        }
    }

    private Finding certificate() {
        if (configuration.tls().certificate().isEmpty()) {
            return Finding.warn("tls.certificate", "none: STARTTLS is not offered and submission lets nobody in; set tls.certificate and tls.key");
        }
        Path file = configuration.tls().certificate().get().certificate();
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            Instant end = certificate.getNotAfter().toInstant();
            if (end.isBefore(now)) {
                return Finding.fail("tls.certificate " + file, "expired on " + end + "; renew it");
            }
            return end.isBefore(now.plus(EXPIRES_SOON))
                    ? Finding.warn("tls.certificate " + file, "expires on " + end + "; renew it")
                    : Finding.ok("tls.certificate " + file, "valid until " + end);
        } catch (IOException | CertificateException e) {
            return Finding.fail("tls.certificate " + file, "cannot be read: " + e.getMessage());
        }
    }

    private List<Finding> ports() {
        Configuration.Listen listen = configuration.listen();
        boolean serving = isServing();
        return Stream.of(listen.smtp(), listen.submission(), listen.submissions(), listen.lmtp(), List.of(listen.web()), List.of(listen.admin()))
                .flatMap(List::stream)
                .map(endpoint -> port(endpoint, serving))
                .toList();
    }

    private static Finding port(Endpoint endpoint, boolean serving) {
        if (serving) {
            return Finding.ok("listen " + endpoint, "held by the running server");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(endpoint.socketAddress());
            return Finding.ok("listen " + endpoint, "free");
        } catch (IOException e) {
            return Finding.fail("listen " + endpoint, "cannot be used: " + e.getMessage() + "; another program holds it, or it needs CAP_NET_BIND_SERVICE");
        }
    }

    /// By the lock and not by what lies in the folder, which a server that was killed leaves behind.
    private boolean isServing() {
        if (!Files.exists(configuration.data().resolve(DataLock.FILE))) {
            return false;
        }
        try {
            Optional<DataLock> lock = DataLock.tryTake(configuration.data());
            lock.ifPresent(DataLock::close);
            return lock.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Finding wayOut() {
        return switch (configuration.delivery().route()) {
            case Configuration.Route.Capture() -> Finding.warn("delivery", "route capture: nothing leaves this machine; mail goes to " + Server.captureFolder(configuration));
            case Configuration.Route.Mx(int port) -> Finding.ok("delivery", "by MX to port " + port);
            case Configuration.Route.Smarthost(Endpoint server) -> smarthost(server);
        };
    }

    private static Finding smarthost(Endpoint server) {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return Finding.ok("delivery smarthost " + server, "answers");
        } catch (IOException e) {
            return Finding.fail("delivery smarthost " + server, "does not answer: " + e.getMessage() + "; start it, or set delivery.smarthost");
        }
    }
}
