package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.chancery.keyring.KeyDirectory;
import org.chancery.mail.Domain;

/// The Web Key Directory in both its forms (draft-koch-openpgp-webkey-service section 3.1): of the domain that was asked for, directly,
/// or of the domain behind `openpgpkey.`. Only these paths are served under the names of all domains with lists.
final class KeyDirectoryPages {
    private static final String ROOT = "/.well-known/openpgpkey/";
    private static final String HOST = "openpgpkey.";

    private final KeyDirectory directory;

    KeyDirectoryPages(KeyDirectory directory) {
        this.directory = directory;
    }

    void at(RoutesConfig routes) {
        routes.get(ROOT + "hu/{hash}", context -> key(context, asked(context.req())));
        routes.get(ROOT + "policy", context -> policy(context, asked(context.req())));
        routes.get(ROOT + "{domain}/hu/{hash}", context -> key(context, behind(context)));
        routes.get(ROOT + "{domain}/policy", context -> policy(context, behind(context)));
    }

    /// A name under which only the directory is served.
    boolean isFor(HttpServletRequest request) {
        String host = host(request);
        return request.getRequestURI().startsWith(ROOT)
                && (domain(host).isPresent() || (host.startsWith(HOST) && domain(host.substring(HOST.length())).isPresent()));
    }

    private static String host(HttpServletRequest request) {
        return Optional.ofNullable(request.getServerName()).orElse("").toLowerCase(Locale.ROOT);
    }

    private Optional<Domain> asked(HttpServletRequest request) {
        return domain(host(request));
    }

    /// The advanced form is answered under its own name only, and for the domain of that name.
    private Optional<Domain> behind(Context context) {
        return domain(context.pathParam("domain")).filter(domain -> host(context.req()).equals(HOST + domain.ascii()));
    }

    private Optional<Domain> domain(String name) {
        return Domain.parse(name).toOptional().filter(directory::serves);
    }

    private void key(Context context, Optional<Domain> domain) {
        byte[] key = domain.flatMap(known -> directory.key(known, context.pathParam("hash"), Optional.ofNullable(context.queryParam("l")))).orElseThrow(NotFoundResponse::new);
        open(context).contentType("application/octet-stream").result(key);
    }

    /// Empty, as section 4.5 has it for a site that has no wishes.
    private static void policy(Context context, Optional<Domain> domain) {
        if (domain.isEmpty()) {
            throw new NotFoundResponse();
        }
        open(context).contentType("text/plain; charset=utf-8").result("");
    }

    /// Mail programs in browsers ask from other places.
    private static Context open(Context context) {
        return context.header("Access-Control-Allow-Origin", "*");
    }
}
