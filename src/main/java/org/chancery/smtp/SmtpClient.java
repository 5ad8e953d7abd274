package org.chancery.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections to SMTP and LMTP servers; blocking, one virtual thread per connection is the idea.
/// Which server, how many connections and what to do with an outcome is the caller's business.
///
/// Example: `switch (client.connect(site)) { case Connected.Open(var connection) -> connection.send(transmission); ... }`.
public final class SmtpClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpClient.class);

    private final Options options;
    private final CapabilityCache cache;
    private final Watchdog watchdog;

    /// `heloName` is what we call ourselves. `opportunistic` verifies nothing (absent: STARTTLS is not used then);
    /// `verifying` is for [SmtpSite.TlsPolicy.Required].
    public record Options(
            String heloName, Timeouts timeouts, Optional<SSLContext> opportunistic, Optional<SSLContext> verifying) {
        public static Options of(String heloName) {
            return new Options(heloName, Timeouts.DEFAULT, Optional.empty(), Optional.empty());
        }

        public Options withTimeouts(Timeouts newTimeouts) {
            return new Options(heloName, newTimeouts, opportunistic, verifying);
        }

        public Options withTls(SSLContext unverified, SSLContext verified) {
            return new Options(heloName, timeouts, Optional.of(unverified), Optional.of(verified));
        }
    }

    /// RFC 5321 section 4.5.3.2, each for the whole reply, not for an octet of it. `write` is that of one data block;
    /// `quit` is ours: nobody waits minutes for a good-bye.
    public record Timeouts(
            Duration connect,
            Duration greeting,
            Duration ehlo,
            Duration mail,
            Duration rcpt,
            Duration dataStart,
            Duration write,
            Duration dataEnd,
            Duration quit,
            Duration watch) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofMillis(500));

        /// The same time for everything: for tests.
        public static Timeouts all(Duration time, Duration watch) {
            return new Timeouts(time, time, time, time, time, time, time, time, time, watch);
        }
    }

    /// What an attempt to connect gave.
    public sealed interface Connected {
        /// Greeted, EHLO said, TLS as the policy wants it.
        record Open(SmtpConnection connection) implements Connected {}

        record Failed(RecipientOutcome.SiteFailed failure) implements Connected {}
    }

    public SmtpClient(Options options, CapabilityCache cache) {
        this.options = options;
        this.cache = cache;
        this.watchdog = new Watchdog(options.timeouts().watch());
    }

    public Connected connect(SmtpSite site) {
        SmtpSite.TlsPolicy policy = site.tls();
        if (policy instanceof SmtpSite.TlsPolicy.Opportunistic && mayNotTryTls(site)) {
            policy = new SmtpSite.TlsPolicy.None();
        }
        Connected first = attempt(site, policy);
        if (first instanceof Connected.Failed && policy instanceof SmtpSite.TlsPolicy.Opportunistic && cache.tlsFails(site.cacheKey())) {
            LOG.info("smtp.tls-fails site={} next=clear", site.name());
            return attempt(site, new SmtpSite.TlsPolicy.None());
        }
        return first;
    }

    private boolean mayNotTryTls(SmtpSite site) {
        return options.opportunistic().isEmpty() || cache.tlsFails(site.cacheKey());
    }

    private Connected attempt(SmtpSite site, SmtpSite.TlsPolicy policy) {
        Socket socket = new Socket();
        try {
            if (site.bind().isPresent()) {
                socket.bind(new InetSocketAddress(site.bind().get(), 0));
            }
            socket.connect(site.address(), (int) options.timeouts().connect().toMillis());
            Wire wire = new Wire(socket, watchdog, options.timeouts().write(), SmtpConnection.OUTPUT_OCTETS);
            SmtpConnection connection = new SmtpConnection(wire, site, options, cache);
            return switch (connection.open(policy)) {
                case Optional<RecipientOutcome.SiteFailed> failure when failure.isPresent() ->
                    new Connected.Failed(failure.get());
                case Optional<RecipientOutcome.SiteFailed> _ -> new Connected.Open(connection);
            };
        } catch (IOException e) {
            closeQuietly(socket);
            return new Connected.Failed(
                    new RecipientOutcome.SiteFailed("cannot connect: " + e.getMessage(), Optional.empty()));
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("smtp.close-failed reason=\"{}\"", e.getMessage());
        }
    }

    /// Connections that are still open lose their deadlines: close them first.
    @Override
    public void close() {
        watchdog.close();
    }
}
