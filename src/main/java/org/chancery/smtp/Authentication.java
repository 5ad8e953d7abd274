package org.chancery.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.mail.Parsed;
import org.chancery.secrets.DecoyAccount;
import org.chancery.secrets.LoginGuard;
import org.chancery.secrets.ScramVerifier;
import org.chancery.secrets.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AUTH of a submission session (RFC 4954): PLAIN (RFC 4616) and SCRAM-SHA-256 (RFC 5802, RFC 7677), under TLS only.
/// An unknown account is answered like a wrong password, after the same work.
final class Authentication {
    static final String MECHANISMS = "PLAIN SCRAM-SHA-256";

    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final int MAX_LINE = 12_288; // RFC 4954 section 4: base64 line length a server must take
    private static final int MAX_LOGIN = 320; // longer than any address

    private final Wire wire;
    private final InetAddress peer;
    private final SmtpServerOptions options;
    private final LoginGuard guard;
    private Optional<String> login = Optional.empty();

    Authentication(Wire wire, InetAddress peer, SmtpServerOptions options, LoginGuard guard) {
        this.wire = wire;
        this.peer = peer;
        this.options = options;
        this.guard = guard;
    }

    Optional<String> login() {
        return login;
    }

    void reset() {
        login = Optional.empty();
    }

    boolean isOffered(boolean underTls) {
        return underTls && login.isEmpty() && isPossible();
    }

    private boolean isPossible() {
        return options.kind() == SmtpSession.Kind.SUBMISSION && options.logins().isPresent();
    }

    /// What the client sent next in the exchange.
    private sealed interface Response {
        record Octets(byte[] octets) implements Response {}

        record Ended(Answer answer) implements Response {}
    }

    Answer auth(String argument, boolean underTls, long deadlineNanos) throws IOException {
        if (!isPossible()) {
            return Answer.of(502, "5.5.1", "AUTH is not offered here");
        }
        if (login.isPresent()) {
            return Answer.of(503, "5.5.1", "Already authenticated");
        }
        if (!underTls) {
            return Answer.of(504, "5.5.4", "This mechanism needs TLS");
        }
        String[] words = argument.split(" +", -1);
        if (words.length > 2) {
            return Answer.of(501, "5.5.4", "AUTH has a mechanism and at most one response");
        }
        Optional<String> initial = words.length == 2 ? Optional.of(words[1]) : Optional.empty();
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> plain(initial, deadlineNanos);
            case "SCRAM-SHA-256" -> scram(initial, deadlineNanos);
            default -> Answer.of(504, "5.5.4", "Mechanism not known; " + MECHANISMS + " are");
        };
    }

    // ---- PLAIN

    private Answer plain(Optional<String> initial, long deadlineNanos) throws IOException {
        return switch (first(initial, deadlineNanos)) {
            case Response.Ended(Answer answer) -> answer;
            case Response.Octets(byte[] octets) -> plain(octets);
        };
    }

    /// `authzid NUL authcid NUL password`; to act for somebody else is not offered.
    private Answer plain(byte[] octets) {
        Optional<String> text = utf8(octets);
        String[] parts = text.orElse("").split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[1].length() > MAX_LOGIN) {
            return Answer.of(501, "5.5.2", "Not a PLAIN response");
        }
        String account = parts[1];
        if (guard.mustWait(source(), account, System.nanoTime())) {
            return mustWait(account);
        }
        boolean matches = ScramVerifier.anyMatchesPlain(verifiers(account), Secret.of(parts[2]));
        return matches && (parts[0].isEmpty() || parts[0].equals(account)) ? succeeded(account) : failed(account);
    }

    // ---- SCRAM-SHA-256

    private Answer scram(Optional<String> initial, long deadlineNanos) throws IOException {
        return switch (first(initial, deadlineNanos)) {
            case Response.Ended(Answer answer) -> answer;
            case Response.Octets(byte[] octets) ->
                switch (ScramExchange.clientFirst(octets)) {
                    case Parsed.Malformed<ScramExchange.ClientFirst>(int _, String why) ->
                        Answer.of(501, "5.5.2", "SCRAM: " + why);
                    case Parsed.Value<ScramExchange.ClientFirst>(ScramExchange.ClientFirst first) ->
                        scram(first, deadlineNanos);
                };
        };
    }

    private Answer scram(ScramExchange.ClientFirst first, long deadlineNanos) throws IOException {
        String account = first.login();
        if (account.isEmpty() || account.length() > MAX_LOGIN) {
            return Answer.of(501, "5.5.2", "SCRAM: no account is named so");
        }
        if (guard.mustWait(source(), account, System.nanoTime())) {
            return mustWait(account);
        }
        ScramExchange exchange = new ScramExchange(first, verifiers(account), options.random());
        return switch (challenge(exchange.serverFirst(), deadlineNanos)) {
            case Response.Ended(Answer answer) -> answer;
            case Response.Octets(byte[] octets) ->
                switch (exchange.serverFinal(octets)) {
                    case Parsed.Malformed<Optional<String>>(int _, String why) ->
                        Answer.of(501, "5.5.2", "SCRAM: " + why);
                    case Parsed.Value<Optional<String>>(Optional<String> proof) ->
                        proof.isEmpty() ? failed(account) : confirmed(account, proof.get(), deadlineNanos);
                };
        };
    }

    /// RFC 4954 section 4: what SASL sends together with success goes out as one more challenge, answered by an
    /// empty line.
    private Answer confirmed(String account, String serverFinal, long deadlineNanos) throws IOException {
        return switch (challenge(serverFinal, deadlineNanos)) {
            case Response.Ended(Answer answer) -> answer;
            case Response.Octets(byte[] octets) ->
                octets.length == 0 ? succeeded(account) : Answer.of(501, "5.5.2", "An empty line was expected");
        };
    }

    // ---- both

    private Optional<String> source() {
        return Optional.of(ClientCounts.key(peer));
    }

    private List<ScramVerifier> verifiers(String account) {
        SmtpServerOptions.Logins logins = options.logins().orElseThrow();
        List<ScramVerifier> known = logins.store().verifiers(account).orElse(List.of());
        return known.isEmpty() ? List.of(DecoyAccount.verifier(logins.decoyKey(), account)) : known;
    }

    private Answer succeeded(String account) {
        guard.succeeded(account);
        login = Optional.of(account);
        LOG.info("smtp.login peer={} result=ok", peer.getHostAddress());
        return Answer.of(235, "2.7.0", "Welcome");
    }

    private Answer failed(String account) {
        guard.failed(source(), account, System.nanoTime());
        LOG.info("smtp.login peer={} result=failed", peer.getHostAddress());
        return Answer.of(535, "5.7.8", "Account or password not known");
    }

    private Answer mustWait(String account) {
        LOG.info("smtp.login peer={} result=must-wait account-length={}", peer.getHostAddress(), account.length());
        return Answer.of(454, "4.7.0", "Too many failed logins, please wait");
    }

    private Response first(Optional<String> initial, long deadlineNanos) throws IOException {
        if (initial.isEmpty()) {
            return challenge("", deadlineNanos);
        }
        return initial.get().equals("=") ? new Response.Octets(new byte[0]) : decoded(initial.get());
    }

    private Response challenge(String text, long deadlineNanos) throws IOException {
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        wire.write("334 " + base64 + "\r\n");
        return switch (wire.readLine(MAX_LINE, deadlineNanos)) {
            case Wire.Line.Text(String line) ->
                line.equals("*") ? ended(501, "5.7.0", "Cancelled") : decoded(line);
            case Wire.Line.TooLong(boolean lineEnded) -> {
                boolean open = lineEnded || wire.skipLine(deadlineNanos);
                yield open ? ended(500, "5.5.6", "Line too long") : gone();
            }
            case Wire.Line.Malformed() -> ended(501, "5.5.2", "Not a line");
            case Wire.Line.End(boolean _) -> gone();
        };
    }

    private Response gone() {
        return new Response.Ended(
                Answer.closing(421, "4.4.2", options.hostname() + " has waited long enough, closing connection"));
    }

    private static Response ended(int code, String status, String text) {
        return new Response.Ended(Answer.of(code, status, text));
    }

    private static Response decoded(String base64) {
        try {
            return new Response.Octets(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return ended(501, "5.5.2", "Not base64");
        }
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
