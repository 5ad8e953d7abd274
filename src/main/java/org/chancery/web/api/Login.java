package org.chancery.web.api;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.account.Account;
import org.chancery.account.PasswordLogin;
import org.chancery.administration.Caller;
import org.chancery.administration.Powers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who calls: HTTP Basic (RFC 7617) with the generated password of an account, the one it logs in to submission with. Asked with each
/// request, and only over a connection that nobody else reads: from this machine, which is where the proxy with TLS stands.
final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final String DOOR = "rest";
    private static final String CHALLENGE = "Basic realm=\"Chancery\", charset=\"UTF-8\"";
    private static final int WAIT_SECONDS = 60; // the longest that an account waits
    private final RestApi.Services services;

    Login(RestApi.Services services) {
        this.services = services;
    }

    /// Throws [Problem] when it is nobody we know.
    Caller caller(Context context) {
        mustBeProtected(context.req());
        Optional<BasicCredentials> given = given(context.req());
        if (given.isEmpty()) {
            throw unknown(context, "Log in with HTTP Basic: the address of an account, and one of its generated passwords.");
        }
        return switch (services.logins().check(given.get().login(), given.get().password())) {
            case PasswordLogin.Result.Welcome(Account account) ->
                    new Caller(account.address().key(), DOOR, Powers.of(account, services.members(), services.persons()));
            case PasswordLogin.Result.Wrong() -> {
                LOG.info("api.login result=failed");
                throw unknown(context, "Account or password is not known. \"chancery account password new ADDRESS\" makes a password.");
            }
            case PasswordLogin.Result.MustWait() -> {
                LOG.info("api.login result=must-wait");
                context.header("Retry-After", Integer.toString(WAIT_SECONDS));
                throw new Problem(429, "Too many failed logins. Wait a minute.");
            }
        };
    }

    private static Problem unknown(Context context, String sentence) {
        context.header("WWW-Authenticate", CHALLENGE);
        return new Problem(401, sentence);
    }

    /// What a proxy says can only make it less.
    private static void mustBeProtected(HttpServletRequest request) {
        boolean isNear = literal(request.getRemoteAddr()).filter(InetAddress::isLoopbackAddress).isPresent();
        boolean isClear = fields(request, "X-Forwarded-Proto").flatMap(value -> Stream.of(value.split(","))).anyMatch(value -> value.strip().equalsIgnoreCase("http"))
                || fields(request, "Forwarded").anyMatch(value -> value.toLowerCase(Locale.ROOT).replace("\"", "").matches(".*proto=http(?!s).*"));
        if (!isNear || isClear) {
            throw new Problem(403, "Passwords are taken over TLS only: ask the proxy on the machine of the server by https, or ask from that machine. Change this password if it was sent.");
        }
    }

    private static Stream<String> fields(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name)).stream();
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noLiteral) {
            return Optional.empty();
        }
    }

    /// Exactly one field.
    private static Optional<BasicCredentials> given(HttpServletRequest request) {
        List<String> fields = fields(request, "Authorization").toList();
        return fields.size() == 1 ? BasicCredentials.parse(fields.getFirst()).toOptional() : Optional.empty();
    }
}
