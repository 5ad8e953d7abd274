package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.stream.Collectors;

/// What a supervisor and a scraper ask, on the admin listener only: alive, ready, and the numbers of this moment.
final class AdminPages {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private final WebOptions.Watch watch;

    AdminPages(WebOptions.Watch watch) {
        this.watch = watch;
    }

    void at(RoutesConfig routes) {
        routes.get("/health/live", context -> context.contentType(PLAIN).result("alive\n"));
        routes.get("/health/ready", this::ready);
        routes.get("/metrics", this::metrics);
    }

    private void ready(Context context) {
        boolean ready = watch.ready().getAsBoolean();
        context.status(ready ? 200 : 503).contentType(PLAIN).result(ready ? "ready\n" : "not ready\n");
    }

    private void metrics(Context context) {
        String lines = watch.metrics().get().stream().map(Metric::exposition).collect(Collectors.joining("", "", "# EOF\n"));
        context.contentType(OPEN_METRICS).result(lines);
    }
}
