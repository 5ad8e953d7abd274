package org.chancery.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a server, for any number of transmissions one after the other. Not for several threads.
///
/// To a server with PIPELINING (RFC 2920) MAIL, RCPT and DATA go in one write, and in [#sendAll] the next envelope goes
/// right behind the final dot: one round trip per message.
///
/// Example: `connection.send(transmission)`, at the end `connection.quit()`.
public final class SmtpConnection implements AutoCloseable {
    static final int OUTPUT_OCTETS = 32 * 1024; // a usual message with the next envelope in one write

    private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
    private static final int MAX_REPLY_LINE = 4_096; // RFC 5321 section 4.5.3.1.5 says 512; some say more
    private static final int MAX_REPLY_LINES = 128; // EHLO lists are the longest honest ones

    private final Wire wire;
    private final SmtpSite site;
    private final SmtpClient.Options options;
    private final SmtpClient.Timeouts timeouts;
    private final CapabilityCache cache;
    private Capabilities capabilities = Capabilities.NONE;
    private Optional<SmtpSession.Tls> tls = Optional.empty();
    private boolean usable = true;
    private int transmissions;

    SmtpConnection(Wire wire, SmtpSite site, SmtpClient.Options options, CapabilityCache cache) {
        this.wire = wire;
        this.site = site;
        this.options = options;
        this.timeouts = options.timeouts();
        this.cache = cache;
    }

    /// The end of what this connection is good for; never leaves this class.
    private static final class Broken extends Exception {
        private final transient Optional<SmtpReply> reply;

        Broken(String reason, Optional<SmtpReply> reply) {
            super(reason);
            this.reply = reply;
        }

        RecipientOutcome.SiteFailed asFailure() {
            return new RecipientOutcome.SiteFailed(String.valueOf(getMessage()), reply);
        }
    }

    // ---- opening

    /// Empty when all went well.
    Optional<RecipientOutcome.SiteFailed> open(SmtpSite.TlsPolicy policy) {
        try {
            SmtpReply greeting = reply(timeouts.greeting());
            if (greeting.code() != 220) {
                throw new Broken("greeting refused", Optional.of(greeting));
            }
            hello();
            secure(policy);
            cache.remember(site.cacheKey(), capabilities);
            return Optional.empty();
        } catch (Broken e) {
            close();
            return Optional.of(e.asFailure());
        } catch (IOException e) {
            close();
            return Optional.of(lost(e).asFailure());
        }
    }

    private void hello() throws Broken, IOException {
        boolean lmtp = site.protocol() == SmtpSite.Protocol.LMTP;
        wire.write((lmtp ? "LHLO " : "EHLO ") + options.heloName() + "\r\n");
        SmtpReply reply = reply(timeouts.ehlo());
        if (reply.isPositive()) {
            capabilities = Capabilities.parse(reply);
            return;
        }
        if (lmtp || reply.isTransient()) {
            throw new Broken("hello refused", Optional.of(reply));
        }
        wire.write("HELO " + options.heloName() + "\r\n"); // RFC 5321 section 3.2: servers without extensions
        SmtpReply plain = reply(timeouts.ehlo());
        if (!plain.isPositive()) {
            throw new Broken("hello refused", Optional.of(plain));
        }
        capabilities = Capabilities.NONE;
    }

    private void secure(SmtpSite.TlsPolicy policy) throws Broken, IOException {
        switch (policy) {
            case SmtpSite.TlsPolicy.None() -> {}
            case SmtpSite.TlsPolicy.Opportunistic() -> {
                if (capabilities.startTls() && startTls()) {
                    opportunisticHandshake(options.opportunistic().orElseThrow());
                    hello();
                }
            }
            case SmtpSite.TlsPolicy.Required(String serverName) -> {
                if (options.verifying().isEmpty() || !capabilities.startTls() || !startTls()) {
                    throw new Broken("TLS is required and not offered", Optional.empty());
                }
                established(wire.connectTls(options.verifying().get(), serverName, true, timeouts.greeting()));
                hello();
            }
        }
    }

    private boolean startTls() throws Broken, IOException {
        wire.write("STARTTLS\r\n");
        return reply(timeouts.ehlo()).code() == 220;
    }

    private void opportunisticHandshake(SSLContext context) throws IOException {
        try {
            established(wire.connectTls(context, site.name(), false, timeouts.greeting()));
        } catch (IOException e) {
            cache.rememberTlsFails(site.cacheKey());
            throw e;
        }
    }

    private void established(SSLSession session) {
        tls = Optional.of(new SmtpSession.Tls(session.getProtocol(), session.getCipherSuite(), Optional.empty()));
    }

    /// Logs in by AUTH PLAIN (RFC 4616). Under TLS only: without it the password stays here and the answer is our own
    /// 504 5.5.4. A lost connection is answered 421 4.4.2.
    public SmtpReply authenticate(String login, Secret password) {
        if (tls.isEmpty()) {
            return SmtpReply.of(504, "5.5.4", "a password is sent under TLS only");
        }
        byte[] response = ("\0" + login + "\0" + password.revealText()).getBytes(StandardCharsets.UTF_8);
        try {
            wire.write("AUTH PLAIN " + Base64.getEncoder().encodeToString(response) + "\r\n");
            return reply(timeouts.mail());
        } catch (Broken | IOException e) {
            close();
            return SmtpReply.of(421, "4.4.2", "connection lost: " + e.getMessage());
        }
    }

    // ---- what it is

    public Capabilities capabilities() {
        return capabilities;
    }

    public Optional<SmtpSession.Tls> tls() {
        return tls;
    }

    public SmtpSite site() {
        return site;
    }

    /// May another transmission be sent over it?
    public boolean isReusable() {
        return usable;
    }

    /// Transmissions begun so far.
    public int transmissions() {
        return transmissions;
    }

    // ---- sending

    /// The outcome of each recipient, in the order of the transmission.
    public List<RecipientOutcome> send(Transmission transmission) {
        List<RecipientOutcome> outcomes = new ArrayList<>();
        sendAll(new Sending() {
            private boolean taken;

            @Override
            public Optional<Transmission> next() {
                boolean first = !taken;
                taken = true;
                return first ? Optional.of(transmission) : Optional.empty();
            }

            @Override
            public void outcome(Transmission sent, List<RecipientOutcome> given) {
                outcomes.addAll(given);
            }
        });
        return List.copyOf(outcomes);
    }

    /// Sends until there is nothing or the connection fails.
    public void sendAll(Sending sending) {
        Optional<Flight> current = take(sending);
        while (current.isPresent()) {
            Flight flight = current.get();
            Optional<Flight> following = Optional.empty();
            try {
                askEnvelope(flight);
                readEnvelope(flight);
                sendContent(flight, sending);
                if (capabilities.pipelining()) {
                    following = take(sending);
                    if (following.isPresent()) {
                        askEnvelope(following.get());
                    }
                }
                readEnd(flight);
            } catch (Broken e) {
                fail(flight, following, e);
            } catch (IOException e) {
                fail(flight, following, lost(e));
            }
            sending.outcome(flight.transmission, flight.outcomes());
            if (!usable) {
                following.ifPresent(f -> sending.outcome(f.transmission, f.outcomes()));
                return;
            }
            current = capabilities.pipelining() ? following : take(sending);
        }
    }

    private Optional<Flight> take(Sending sending) {
        if (!usable) {
            return Optional.empty();
        }
        Optional<Flight> flight = sending.next().map(Flight::new);
        flight.ifPresent(f -> f.refuseWhatCannotGo(capabilities));
        transmissions += flight.isPresent() ? 1 : 0;
        return flight;
    }

    private void fail(Flight flight, Optional<Flight> following, Broken broken) {
        usable = false;
        flight.failed(broken.asFailure());
        following.ifPresent(f -> f.failed(broken.asFailure()));
        close();
    }

    private void askEnvelope(Flight flight) throws IOException {
        if (flight.asked || flight.isSettled()) {
            return;
        }
        flight.asked = true;
        wire.write(flight.transmission.mailCommand(capabilities));
        if (capabilities.pipelining()) {
            StringBuilder rest = new StringBuilder();
            flight.transmission.recipients().forEach(r -> rest.append("RCPT TO:<").append(r).append(">\r\n"));
            wire.write(rest.append("DATA\r\n").toString());
        }
    }

    private void readEnvelope(Flight flight) throws Broken, IOException {
        if (!flight.asked) {
            return;
        }
        SmtpReply mail = reply(timeouts.mail());
        boolean stepwise = !capabilities.pipelining();
        if (!mail.isPositive()) {
            flight.refuseAll(mail);
            if (stepwise) {
                return;
            }
        }
        List<Address> recipients = flight.transmission.recipients();
        for (int i = 0; i < recipients.size(); i++) {
            if (stepwise) {
                wire.write("RCPT TO:<" + recipients.get(i) + ">\r\n");
            }
            flight.answered(i, reply(timeouts.rcpt()));
        }
        if (stepwise) {
            if (flight.isSettled()) {
                flight.needsReset = true;
                return;
            }
            wire.write("DATA\r\n");
        }
        flight.dataAnswered(reply(timeouts.dataStart()), mail.isPositive());
    }

    private void sendContent(Flight flight, Sending sending) throws Broken, IOException {
        if (flight.mayGo) {
            if (!flight.isSettled()) {
                if (!sending.mayGo(flight.transmission)) {
                    throw new Broken("broken off before the content", Optional.empty());
                }
                for (DotStuffed part : flight.transmission.content()) {
                    part.writeTo(wire);
                }
                flight.dotMayBeOut = true;
            }
            wire.write(".\r\n"); // nobody was accepted, yet 354: RFC 2920 section 3.1 wants an empty message then
        } else if (flight.needsReset) {
            wire.write("RSET\r\n");
        }
    }

    private void readEnd(Flight flight) throws Broken, IOException {
        if (flight.needsReset) {
            reply(timeouts.mail());
        }
        if (!flight.mayGo) {
            return;
        }
        int open = flight.open();
        if (site.protocol() == SmtpSite.Protocol.SMTP || open == 0) {
            flight.contentAnswered(reply(timeouts.dataEnd()));
            return;
        }
        for (int i = 0; i < open; i++) {
            flight.nextContentAnswered(reply(timeouts.dataEnd()));
        }
    }

    // ---- the end

    /// Says good-bye, waits a moment for the answer, closes.
    public void quit() {
        try {
            if (usable) {
                wire.write("QUIT\r\n");
                reply(timeouts.quit());
            }
        } catch (Broken | IOException e) {
            LOG.debug("smtp.quit-unanswered site={} reason=\"{}\"", site.name(), e.getMessage());
        }
        close();
    }

    @Override
    public void close() {
        usable = false;
        try {
            wire.close();
        } catch (IOException e) {
            LOG.debug("smtp.close-failed site={} reason=\"{}\"", site.name(), e.getMessage());
        }
    }

    // ---- replies

    private Broken lost(IOException e) {
        return new Broken(
                wire.watch().isExpired() ? "timed out" : "connection lost: " + e.getMessage(), Optional.empty());
    }

    /// One whole reply. 421 may stand for any (RFC 5321 section 3.8) and ends the connection.
    private SmtpReply reply(Duration atMost) throws Broken, IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<String> lines = new ArrayList<>(1);
        while (lines.size() < MAX_REPLY_LINES) {
            ReplyLine line = replyLine(deadline);
            lines.add(line.text());
            if (line.isLast()) {
                SmtpReply reply = new SmtpReply(line.code(), line.status(), lines);
                if (reply.code() == 421) {
                    throw new Broken("server closes the connection", Optional.of(reply));
                }
                return reply;
            }
        }
        throw new Broken("reply of more than " + MAX_REPLY_LINES + " lines", Optional.empty());
    }

    private ReplyLine replyLine(long deadline) throws Broken, IOException {
        return switch (wire.readLine(MAX_REPLY_LINE, deadline)) {
            case Wire.Line.Text(String text) -> switch (ReplyLine.parse(text)) {
                case Parsed.Value<ReplyLine>(ReplyLine line) -> line;
                case Parsed.Malformed<ReplyLine>(int _, String why) -> throw new Broken("not SMTP: " + why, Optional.empty());
            };
            case Wire.Line.TooLong(boolean _) -> throw new Broken("reply line too long", Optional.empty());
            case Wire.Line.Malformed() -> throw new Broken("not SMTP: reply line without CR LF", Optional.empty());
            case Wire.Line.End(boolean timedOut) ->
                throw new Broken(timedOut ? "timed out" : "connection closed by the server", Optional.empty());
        };
    }
}
