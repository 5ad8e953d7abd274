package org.chancery.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.chancery.secrets.ClientAuthority;
import org.chancery.secrets.Secret;

/// Everything a listener is told. One record per listener; listeners of one site share the [MemoryBudget].
///
/// `hostname` is our name in greeting, EHLO reply and `<postmaster>`; `maxMessageBytes` is announced as SIZE
/// (RFC 1870), at least 64 KiB; `maxRecipients` at least 100 (RFC 5321 section 4.5.3.1.8);
/// without `tls` STARTTLS is not offered and a submission listener lets nobody in.
///
/// Example: `SmtpServerOptions.of(Kind.MX, "lists.example.org", address, handler, budget, random)`.
public record SmtpServerOptions(
        SmtpSession.Kind kind,
        String hostname,
        InetSocketAddress listen,
        boolean implicitTls,
        int maxMessageBytes,
        int maxRecipients,
        Limits limits,
        Timeouts timeouts,
        Optional<SSLContext> tls,
        MailHandler handler,
        Optional<Logins> logins,
        MemoryBudget memory,
        SecureRandom random,
        Trust trust) {

    /// 25 MB: reliability limit of one message.
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 25 * 1024 * 1024;

    /// Recipients of one transaction.
    public static final int DEFAULT_MAX_RECIPIENTS = 1_000;

    public SmtpServerOptions {
        if (implicitTls && tls.isEmpty()) {
            throw new IllegalArgumentException("implicit TLS needs a certificate");
        }
        if (!Ascii.isPrintable(hostname)) {
            throw new IllegalArgumentException("the host name is printable ASCII without blanks");
        }
    }

    /// Where accounts are looked up, and the key from which the invented salt of unknown accounts is made. Keep the
    /// key over restarts: a salt that changes tells that the account does not exist.
    public record Logins(ScramStore store, Secret decoyKey) {}

    /// Whom we believe more than what a socket says. `fronts` are mail servers that may speak for their clients (XCLIENT,
    /// XFORWARD); with `clients` a certificate is asked of each TLS client, and one that they vouch for becomes a fact. The
    /// context of `tls` must be made for the same authority.
    public record Trust(Set<InetAddress> fronts, Optional<ClientAuthority> clients) {
        public static final Trust NOBODY = new Trust(Set.of(), Optional.empty());

        public Trust {
            fronts = Set.copyOf(fronts);
        }
    }

    /// What one client address, one session and one account may use up.
    /// `connectionsPerAddress` counts open connections, IPv6 by /64; `connectsPerMinute` new ones; `connections` all
    /// open ones of the listener; `errors` 5xx answers (of commands) since the last accepted message; `junkCommands`
    /// those that move no mail (RSET, VRFY, EXPN, HELP, EHLO), and `noops` NOOPs, likewise.
    public record Limits(
            int connectionsPerAddress, int connectsPerMinute, int connections, int errors, int junkCommands, int noops) {
        /// 50 connections and 20 errors as Postfix has them. 12,000 a minute is far above any honest client and only
        /// stops floods. 1,000 NOOPs: keep-alive every few seconds for as long as a session may live.
        public static final Limits DEFAULT = new Limits(50, 12_000, 10_000, 20, 100, 1_000);

        /// For measurements from one address.
        public static final Limits WIDE = new Limits(100_000, 100_000_000, 100_000, 20, 100, 1_000);
    }

    /// How long things may last. `command`: from waiting for a command to its CRLF (RFC 5321 section 4.5.3.2.7: at
    /// least 5 min); `session`: without a completed message; `content`: from 354 to the final dot; `reply`: from the
    /// final dot to our answer; `commit`: how much longer a claimed commit may take before the connection is dropped
    /// without an answer; `write`: for the client to take one answer, or to finish a TLS handshake; `linger`: for a
    /// refused client to read its refusal; `watch`: how often deadlines are looked at.
    public record Timeouts(
            Duration command,
            Duration session,
            Duration content,
            Duration reply,
            Duration commit,
            Duration write,
            Duration linger,
            Duration watch) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofMinutes(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMillis(500));
    }

    /// A listener with the default limits, without TLS and logins.
    public static SmtpServerOptions of(
            SmtpSession.Kind kind,
            String hostname,
            InetSocketAddress listen,
            MailHandler handler,
            MemoryBudget memory,
            SecureRandom random) {
        return new SmtpServerOptions(
                kind,
                hostname,
                listen,
                false,
                DEFAULT_MAX_MESSAGE_BYTES,
                DEFAULT_MAX_RECIPIENTS,
                Limits.DEFAULT,
                Timeouts.DEFAULT,
                Optional.empty(),
                handler,
                Optional.empty(),
                memory,
                random,
                Trust.NOBODY);
    }

    public SmtpServerOptions withTls(SSLContext context) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, maxMessageBytes, maxRecipients, limits, timeouts,
                Optional.of(context), handler, logins, memory, random, trust);
    }

    /// TLS from the first octet (RFC 8314 section 3.3).
    public SmtpServerOptions withImplicitTls(SSLContext context) {
        return new SmtpServerOptions(
                kind, hostname, listen, true, maxMessageBytes, maxRecipients, limits, timeouts,
                Optional.of(context), handler, logins, memory, random, trust);
    }

    public SmtpServerOptions withLogins(Logins newLogins) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, maxMessageBytes, maxRecipients, limits, timeouts,
                tls, handler, Optional.of(newLogins), memory, random, trust);
    }

    public SmtpServerOptions withLimits(Limits newLimits) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, maxMessageBytes, maxRecipients, newLimits, timeouts,
                tls, handler, logins, memory, random, trust);
    }

    public SmtpServerOptions withTimeouts(Timeouts newTimeouts) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, maxMessageBytes, maxRecipients, limits, newTimeouts,
                tls, handler, logins, memory, random, trust);
    }

    public SmtpServerOptions withTrust(Trust newTrust) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, maxMessageBytes, maxRecipients, limits, timeouts,
                tls, handler, logins, memory, random, newTrust);
    }

    public SmtpServerOptions withSizes(int newMaxMessageBytes, int newMaxRecipients) {
        return new SmtpServerOptions(
                kind, hostname, listen, implicitTls, newMaxMessageBytes, newMaxRecipients, limits, timeouts,
                tls, handler, logins, memory, random, trust);
    }
}
