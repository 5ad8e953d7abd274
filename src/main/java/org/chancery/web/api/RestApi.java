package org.chancery.web.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.chancery.account.PasswordLogin;
import org.chancery.account.Persons;
import org.chancery.administration.Caller;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.Refused;
import org.chancery.list.Lists;
import org.chancery.list.Members;

/// All calls under `/api/v1`, docs/admin/api.md. Whoever asks is known before anything else is looked at, so a stranger learns nothing but
/// that there is a door.
///
/// Example: `GET /api/v1/lists/talk@lists.example.org/keys` with `Authorization: Basic …` gives an array of keys.
public final class RestApi {
    private static final String ROOT = "/api/";
    private static final String VERSION = ROOT + "v1";
    private static final String CALLER = "org.chancery.caller";
    private static final List<HandlerType> METHODS = List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE, HandlerType.OPTIONS);
    private final Services services;

    public RestApi(Services services) {
        this.services = services;
    }

    /// What it asks and calls.
    public record Services(Lists lists, Members members, Persons persons, PasswordLogin logins, KeyAdministration keys) {}

    /// Is it for us to answer?
    public static boolean isFor(HttpServletRequest request) {
        return request.getRequestURI().startsWith(ROOT);
    }

    /// What the listener refuses before a call is reached, or because one broke.
    public static void refuse(Context context, int status) {
        Problem.write(context, status, Problem.sentence(status));
    }

    /// How one call is answered.
    @FunctionalInterface
    interface Call {
        void answer(Request request);
    }

    /// Where calls are put.
    @FunctionalInterface
    interface Calls {
        /// `methods`: GET, POST and so on; all others are refused with 405 and the names of these.
        void at(String path, Map<String, Call> methods);
    }

    public void at(RoutesConfig routes) {
        Login login = new Login(services);
        routes.before(ROOT + "*", context -> admit(context, login));
        Calls calls = (path, methods) -> METHODS.forEach(method ->
                routes.addHttpHandler(method, VERSION + path, context -> answer(context, methods)));
        new ListKeyCalls(services.keys()).at(calls);
        new MemberKeyCalls(services.keys()).at(calls);
    }

    private static void admit(Context context, Login login) {
        try {
            context.attribute(CALLER, login.caller(context));
        } catch (Problem problem) {
            problem.answer(context);
            context.skipRemainingHandlers();
        }
    }

    private void answer(Context context, Map<String, Call> methods) {
        Caller caller = Optional.<Caller>ofNullable(context.attribute(CALLER)).orElseThrow(); // never without a login
        String asked = context.method().name().toUpperCase(Locale.ROOT);
        String method = asked.equals("HEAD") ? "GET" : asked; // the server leaves the content out
        try {
            Call call = Optional.ofNullable(methods.get(method)).orElseThrow(() -> wrongMethod(context, methods));
            call.answer(new Request(context, caller, services));
        } catch (Problem problem) {
            problem.answer(context);
        } catch (Refused.NotAllowed refused) {
            Problem.write(context, 403, refused.sentence());
        } catch (Refused.Overtaken refused) {
            Problem.write(context, 409, refused.sentence());
        } catch (Refused refused) {
            Problem.write(context, 422, refused.sentence());
        }
    }

    private static Problem wrongMethod(Context context, Map<String, Call> methods) {
        String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
        context.header("Allow", allowed);
        return new Problem(405, "This takes " + allowed + " only.");
    }
}
