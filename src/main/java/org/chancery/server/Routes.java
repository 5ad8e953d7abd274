package org.chancery.server;

import org.chancery.delivery.DeliverySettings;
import org.chancery.delivery.Route;

/// Turns the section `[delivery]` of the configuration into what `delivery` understands.
final class Routes {
    private Routes() {}

    static DeliverySettings settings(Configuration configuration) {
        Configuration.Delivery delivery = configuration.delivery();
        DeliverySettings settings = DeliverySettings.of(route(configuration));
        DeliverySettings.Limits limits = settings.limits();
        settings = settings.withLimits(new DeliverySettings.Limits(
                delivery.concurrency(), limits.messagesPerConnection(), limits.age(), limits.idle()));
        settings = settings.withPerMinute(delivery.perMinute());
        return delivery.bind().map(settings::withBind).orElse(settings);
    }

    private static Route route(Configuration configuration) {
        return switch (configuration.delivery().route()) {
            case Configuration.Route.Mx(int port) -> new Route.Mx(port);
            case Configuration.Route.Smarthost(Endpoint server) -> new Route.Smarthost(server.host(), server.port());
            case Configuration.Route.Capture() -> new Route.Capture(Server.captureFolder(configuration));
        };
    }
}
