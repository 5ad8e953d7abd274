package org.chancery.smtp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// What the client of this session says about its own client, when it is a front that we trust: XCLIENT for the rest of
/// the session, XFORWARD for the next message. Nobody else is told of these commands, or heard.
final class Fronting {
    private static final Answer NOT_YOU = Answer.of(550, "5.7.0", "Only mail servers in front of this one may say that");

    private final boolean isTrusted;
    private Optional<ClientAttributes> session = Optional.empty();
    private Optional<ClientAttributes> message = Optional.empty();

    Fronting(InetAddress peer, SmtpServerOptions options) {
        // Who logs in to send mail is somebody, not a front.
        isTrusted = options.kind() != SmtpSession.Kind.SUBMISSION && options.trust().fronts().contains(peer);
    }

    /// The lines of the EHLO reply.
    List<String> keywords() {
        return isTrusted
                ? List.of(
                        "XCLIENT " + String.join(" ", ClientAttributes.XCLIENT),
                        "XFORWARD " + String.join(" ", ClientAttributes.XFORWARD))
                : List.of();
    }

    /// A positive answer is a new greeting: the session begins again.
    Answer xclient(String argument, boolean inTransaction, String greeting) {
        if (!isTrusted || inTransaction) {
            return isTrusted ? inTheMiddle() : NOT_YOU;
        }
        return switch (ClientAttributes.parse(argument, ClientAttributes.XCLIENT)) {
            case Parsed.Malformed<ClientAttributes>(int _, String why) -> Answer.of(501, "5.5.4", "XCLIENT: " + why);
            case Parsed.Value<ClientAttributes>(ClientAttributes given) -> {
                session = Optional.of(session.orElse(ClientAttributes.NONE).with(given));
                yield Answer.of(220, "", greeting);
            }
        };
    }

    Answer xforward(String argument, boolean inTransaction) {
        if (!isTrusted || inTransaction) {
            return isTrusted ? inTheMiddle() : NOT_YOU;
        }
        return switch (ClientAttributes.parse(argument, ClientAttributes.XFORWARD)) {
            case Parsed.Malformed<ClientAttributes>(int _, String why) -> Answer.of(501, "5.5.4", "XFORWARD: " + why);
            case Parsed.Value<ClientAttributes>(ClientAttributes given) -> {
                message = Optional.of(message.orElse(ClientAttributes.NONE).with(given));
                yield Answer.of(250, "2.0.0", "Noted for the next message");
            }
        };
    }

    private static Answer inTheMiddle() {
        return Answer.of(503, "5.5.1", "Not inside a mail transaction");
    }

    /// After a transaction, so that no message is taken for one of another client.
    void messageIsOver() {
        message = Optional.empty();
    }

    /// RFC 3207 section 4.2: what was said before TLS does not count after it.
    void forget() {
        session = Optional.empty();
        message = Optional.empty();
    }

    Optional<SmtpSession.Forwarded> forwarded() {
        return message.or(() -> session).map(ClientAttributes::forwarded);
    }
}
