package org.chancery.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.chancery.secrets.ClientAuthority;
import org.chancery.secrets.LoginGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client from greeting to good-bye: reads command lines, lets the verb of that name answer, writes the answer.
/// The verbs that move mail are in [Transaction], AUTH is in [Authentication].
final class Conversation implements Runnable {
    static final int OUTPUT_OCTETS = 2 * 1024; // replies are short; longer ones are written in pieces

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int MAX_COMMAND_LINE = 2_048 - 2; // with CRLF; the longest legal MAIL is well below

    private static final int MAX_NAME = 255; // RFC 5321 section 4.5.3.1.2

    private final Wire wire;
    private final InetAddress peer;
    private final SmtpServerOptions options;
    private final BooleanSupplier stopping;
    private final String id;
    private final Transaction transaction;
    private final Authentication authentication;
    private final Fronting fronting;
    private Optional<String> helo = Optional.empty();
    private Optional<SmtpSession.Tls> tls = Optional.empty();
    private long sessionDeadline;
    private int errors;
    private int junk;
    private int noops;
    private volatile boolean idle; // between transactions; read by the thread that stops the server

    Conversation(
            Wire wire, InetAddress peer, SmtpServerOptions options, LoginGuard guard, BooleanSupplier stopping) {
        this.wire = wire;
        this.peer = peer;
        this.options = options;
        this.stopping = stopping;
        byte[] random = new byte[8];
        options.random().nextBytes(random);
        this.id = HexFormat.of().formatHex(random);
        this.transaction = new Transaction(wire, options);
        this.authentication = new Authentication(wire, peer, options, guard);
        this.fronting = new Fronting(peer, options);
    }

    @Override
    public void run() {
        try (wire) {
            newSessionDeadline();
            if (options.implicitTls()) {
                acceptTls(options.tls().orElseThrow());
            }
            ReplyText.write(wire, SmtpReply.of(220, "", greeting()));
            converse();
        } catch (IOException e) {
            LOG.debug("smtp.connection-lost session={} peer={} reason=\"{}\"", id, peer.getHostAddress(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("smtp.session-failed session={} peer={}", id, peer.getHostAddress(), e);
        } finally {
            transaction.reset();
        }
    }

    private String greeting() {
        return options.hostname() + (isLmtp() ? " LMTP" : " ESMTP") + " Chancery";
    }

    /// Called from another thread when the server stops. Who is in a transaction may finish it.
    void endWhenIdle() {
        if (idle) {
            wire.watch().interruptRead();
        }
    }

    /// Called from another thread when the grace is over.
    void abort() {
        try {
            wire.close();
        } catch (IOException e) {
            LOG.debug("smtp.abort-failed session={} reason=\"{}\"", id, e.getMessage());
        }
    }

    private void converse() throws IOException {
        boolean open = true;
        while (open) {
            idle = !transaction.isOpen(); // before stopping is looked at, so that one of the two threads sees the other
            if (idle && stopping.getAsBoolean()) {
                answer("", goodbye("4.3.2", "is going down"));
                return;
            }
            Wire.Line line = wire.readLine(MAX_COMMAND_LINE, commandDeadline());
            idle = false;
            open = switch (line) {
                case Wire.Line.Text(String octets) -> command(octets);
                case Wire.Line.TooLong(boolean ended) -> tooLong(ended);
                case Wire.Line.Malformed() ->
                    answer("", Answer.of(500, "5.5.2", "A command line ends with CR LF and holds no other CR, LF or NUL"));
                case Wire.Line.End(boolean timedOut) -> end(timedOut);
            };
        }
    }

    private long commandDeadline() {
        long byCommand = System.nanoTime() + options.timeouts().command().toNanos();
        return byCommand - sessionDeadline < 0 ? byCommand : sessionDeadline;
    }

    private void newSessionDeadline() {
        sessionDeadline = System.nanoTime() + options.timeouts().session().toNanos();
    }

    private boolean end(boolean timedOut) throws IOException {
        if (timedOut) {
            return answer("", goodbye("4.4.2", "has waited long enough"));
        }
        return stopping.getAsBoolean() && answer("", goodbye("4.3.2", "is going down"));
    }

    private Answer goodbye(String status, String why) {
        return Answer.closing(421, status, options.hostname() + " " + why + ", closing connection");
    }

    /// Answers at once, so that a line without end gets its answer too; the rest is read and thrown away.
    private boolean tooLong(boolean ended) throws IOException {
        if (!answer("", Answer.of(500, "5.5.2", "Command line longer than 2048 octets"))) {
            return false;
        }
        return ended || wire.skipLine(commandDeadline()) || end(wire.watch().isExpired());
    }

    private boolean command(String octets) throws IOException {
        Optional<String> decoded = decode(octets);
        if (decoded.isEmpty()) {
            return answer("", Answer.of(500, "5.5.2", "A command is ASCII, or UTF-8 where SMTPUTF8 allows it"));
        }
        String line = decoded.get();
        int blank = line.indexOf(' ');
        String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        String argument = blank < 0 ? "" : line.substring(blank + 1).strip();
        return answer(verb, perform(verb, argument));
    }

    private static Optional<String> decode(String octets) {
        if (Ascii.isAscii(octets)) {
            return Optional.of(octets);
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private Answer perform(String verb, String argument) throws IOException {
        return switch (verb) {
            case "MAIL" -> mail(argument);
            case "RCPT" -> transaction.rcpt(session(), argument);
            case "DATA" -> data(argument);
            case "BDAT" -> completed(transaction.bdat(session(), argument, sessionDeadline));
            case "EHLO" -> isLmtp() ? notHere(verb) : ehlo(argument);
            case "LHLO" -> isLmtp() ? ehlo(argument) : notHere(verb);
            case "HELO" -> isLmtp() ? notHere(verb) : helo(argument);
            case "STARTTLS" -> starttls(argument);
            case "AUTH" -> auth(argument);
            case "XCLIENT" -> xclient(argument);
            case "XFORWARD" -> fronting.xforward(argument, transaction.isOpen());
            case "RSET" -> rset();
            case "NOOP" -> noop();
            case "VRFY" -> junk(Answer.of(252, "2.0.0", "Send mail and see"));
            case "EXPN" -> junk(Answer.of(502, "5.5.1", "Members are not told"));
            case "HELP" -> junk(Answer.of(214, "2.0.0", "RFC 5321 section 4.1 is what we speak"));
            case "QUIT" -> Answer.closing(221, "2.0.0", options.hostname() + " closing connection");
            default -> Answer.of(500, "5.5.2", "Command not known");
        };
    }

    private boolean isLmtp() {
        return options.kind() == SmtpSession.Kind.LMTP;
    }

    private static Answer notHere(String verb) {
        return Answer.of(500, "5.5.1", verb + " is not for this protocol");
    }

    /// Writes the answer and counts what the client has used up. False: the connection is over.
    private boolean answer(String verb, Answer answer) throws IOException {
        for (SmtpReply reply : answer.replies()) {
            ReplyText.write(wire, reply);
        }
        if (answer.closes()) {
            hangUp(answer.replies().stream().anyMatch(SmtpReply::isPermanent));
            return false;
        }
        if (answer.isPositive()) {
            return withinLimits(junk > options.limits().junkCommands() || noops >= options.limits().noops());
        }
        // A front MTA hands us mail of many senders over one LMTP connection: unknown recipients are not its errors.
        if (answer.replies().getFirst().isPermanent() && !(isLmtp() && verb.equals("RCPT"))) {
            errors++;
        }
        return withinLimits(errors >= options.limits().errors() || junk > options.limits().junkCommands());
    }

    private void hangUp(boolean refused) throws IOException {
        boolean more = wire.hasWaitingInput();
        if (more && refused) {
            ReplyText.write(wire, SmtpReply.of(421, "4.7.0", options.hostname() + " closing connection"));
        }
        if (more || refused) {
            wire.closeGently(options.timeouts().linger());
        } else {
            wire.flush();
        }
    }

    private boolean withinLimits(boolean exceeded) throws IOException {
        return !exceeded || answer("", Answer.closing(421, "4.7.0", options.hostname() + " too many errors or idle commands"));
    }

    private SmtpSession session() {
        return new SmtpSession(id, options.kind(), peer, helo.orElse(""), tls, authentication.login(), fronting.forwarded());
    }

    // ---- verbs

    private Answer ehlo(String name) {
        if (!isName(name)) {
            return Answer.of(501, "5.5.4", "Your name, please");
        }
        if (helo.isPresent()) {
            junk++;
        }
        transaction.reset();
        helo = Optional.of(name);
        List<String> lines = new ArrayList<>(List.of(
                options.hostname(),
                "PIPELINING",
                "SIZE " + options.maxMessageBytes(),
                "8BITMIME",
                "SMTPUTF8",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "CHUNKING"));
        if (options.tls().isPresent() && tls.isEmpty()) {
            lines.add("STARTTLS");
        }
        if (authentication.isOffered(tls.isPresent())) {
            lines.add("AUTH " + Authentication.MECHANISMS);
        }
        lines.addAll(fronting.keywords());
        return Answer.of(new SmtpReply(250, "", lines));
    }

    private Answer helo(String name) {
        if (!isName(name)) {
            return Answer.of(501, "5.5.4", "Your name, please");
        }
        transaction.reset();
        helo = Optional.of(name);
        return Answer.of(250, "", options.hostname());
    }

    /// Printable ASCII: it goes into logs and Received. Whether it is a domain is not checked (many are not).
    private static boolean isName(String name) {
        return Ascii.isPrintable(name) && name.length() <= MAX_NAME;
    }

    private Answer starttls(String argument) throws IOException {
        if (!argument.isEmpty()) {
            return Answer.of(501, "5.5.4", "STARTTLS has no argument");
        }
        if (options.tls().isEmpty()) {
            return Answer.of(502, "5.5.1", "TLS is not offered");
        }
        if (tls.isPresent() || helo.isEmpty()) {
            return Answer.of(503, "5.5.1", tls.isPresent() ? "TLS is already on" : "EHLO first");
        }
        ReplyText.write(wire, SmtpReply.of(220, "2.0.0", "Go ahead"));
        acceptTls(options.tls().get());
        return new Answer(List.of(), false);
    }

    /// RFC 3207 section 4.2: after the handshake nothing that was said before counts.
    private void acceptTls(SSLContext context) throws IOException {
        Optional<ClientAuthority> clients = options.trust().clients();
        SSLSession established = wire.acceptTls(context, clients.isPresent(), options.timeouts().write());
        Optional<String> client = clients.flatMap(authority -> authority.holder(Wire.certificates(established)));
        tls = Optional.of(new SmtpSession.Tls(established.getProtocol(), established.getCipherSuite(), client));
        helo = Optional.empty();
        transaction.reset();
        authentication.reset();
        fronting.forget();
    }

    private Answer auth(String argument) throws IOException {
        if (helo.isEmpty()) {
            return Answer.of(503, "5.5.1", "EHLO first");
        }
        if (transaction.isOpen()) {
            return Answer.of(503, "5.5.1", "Not inside a mail transaction");
        }
        return authentication.auth(argument, tls.isPresent(), commandDeadline());
    }

    private Answer mail(String argument) {
        if (helo.isEmpty()) {
            return Answer.of(503, "5.5.1", isLmtp() ? "LHLO first" : "EHLO first");
        }
        if (options.kind() == SmtpSession.Kind.SUBMISSION && authentication.login().isEmpty()) {
            return Answer.of(530, "5.7.0", tls.isPresent() ? "AUTH first" : "STARTTLS and AUTH first");
        }
        return transaction.mail(session(), argument);
    }

    private Answer data(String argument) throws IOException {
        // Content sent before 354 is what a smuggled or forged dialogue looks like (RFC 2920 section 3.1 makes
        // DATA the last command of a batch); what follows must not be read as commands either.
        if (wire.hasInput() && authentication.login().isEmpty()) {
            return Answer.closing(503, "5.5.0", "Nothing may be sent behind DATA before the answer");
        }
        return completed(transaction.data(session(), argument, sessionDeadline));
    }

    /// The session begins again, as the same connection of another client.
    private Answer xclient(String argument) {
        Answer answer = fronting.xclient(argument, transaction.isOpen(), greeting());
        if (answer.isPositive()) {
            helo = Optional.empty();
        }
        return answer;
    }

    private Answer completed(Answer answer) {
        if (!transaction.isOpen()) {
            fronting.messageIsOver();
        }
        if (answer.isPositive() && !transaction.isOpen()) {
            errors = 0;
            junk = 0;
            noops = 0;
            newSessionDeadline();
        }
        return answer;
    }

    private Answer rset() {
        if (!transaction.isOpen()) {
            junk++;
        }
        transaction.reset();
        fronting.messageIsOver();
        return Answer.of(250, "2.0.0", "Forgotten");
    }

    private Answer noop() {
        noops++;
        return Answer.of(250, "2.0.0", "Still here");
    }

    private Answer junk(Answer answer) {
        junk++;
        return answer;
    }
}
