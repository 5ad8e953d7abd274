package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.chancery.web.api.RestApi;

/// The two web listeners of a server: the pages for people, and health and metrics for whoever watches it.
/// They share no route, so that nothing of the second is ever reached through the first.
///
/// Example: `try (WebServer web = WebServer.start(options)) { … web.addresses().web() … }`.
public final class WebServer implements AutoCloseable {
    private final Listener web;
    private final Listener admin;

    private WebServer(Listener web, Listener admin) {
        this.web = web;
        this.admin = admin;
    }

    /// Where the listeners really are.
    public record Addresses(InetSocketAddress web, InetSocketAddress admin) {}

    /// A listener could not be bound: that of the pages, or that of health and metrics.
    public static final class NotBound extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean admin;

        private NotBound(boolean admin, RuntimeException why) {
            super(why.getMessage(), why);
            this.admin = admin;
        }

        public boolean isAdmin() {
            return admin;
        }
    }

    /// Returns once both listeners take connections; throws [NotBound] when one cannot be bound, and then leaves none behind.
    public static WebServer start(WebOptions options) {
        OurHosts hosts = new OurHosts(options.hosts());
        Pages pages = new Pages(options.siteName());
        KeyDirectoryPages directory = new KeyDirectoryPages(options.services().keys());
        Listener web = bound(false, () -> Listener.start(options.web(), request -> hosts.include(request) || directory.isFor(request), (context, status) -> refuse(context, status, pages), config -> {
            directory.at(config.routes);
            publicRoutes(options, pages, config.routes);
        }));
        try {
            return new WebServer(web, bound(true, () ->
                    Listener.start(options.admin(), hosts::include, pages::refuse, config -> new AdminPages(options.watch()).at(config.routes))));
        } catch (NotBound fault) {
            web.close();
            throw fault;
        }
    }

    private static Listener bound(boolean admin, Supplier<Listener> start) {
        try {
            return start.get();
        } catch (UncheckedIOException why) {
            throw new NotBound(admin, why);
        }
    }

    private static void refuse(Context context, int status, Pages pages) {
        if (RestApi.isFor(context.req())) {
            RestApi.refuse(context, status);
        } else {
            pages.refuse(context, status);
        }
    }

    private static void publicRoutes(WebOptions options, Pages pages, RoutesConfig routes) {
        byte[] style = style();
        routes.get("/style.css", context -> context.contentType("text/css; charset=utf-8").result(style));
        new PolicyPages(options.services().lists(), pages).at(routes);
        new ListPages(options.services().lists(), options.services().keys(), options.siteName(), pages).at(routes);
        new JoinForms(options.services(), pages).at(routes);
        new DeskPages(options.services(), pages).at(routes);
        new ConfirmPages(options.services(), pages).at(routes);
        new OneClick(options.services(), pages).at(routes);
        options.services().api().at(routes);
        options.captured().ifPresent(folder -> new CapturedMail(folder, pages).at(routes));
    }

    private static byte[] style() {
        try (InputStream resource = WebServer.class.getResourceAsStream("style.css")) {
            if (resource == null) {
                throw new IllegalStateException("style.css is missing in the program");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Addresses addresses() {
        return new Addresses(web.address(), admin.address());
    }

    @Override
    public void close() {
        admin.close();
        web.close();
    }
}
