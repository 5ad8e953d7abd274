package org.chancery.delivery;

import java.nio.file.Path;

/// Where outgoing mail goes: key `delivery.route` of the configuration.
///
/// Example: `new Route.Smarthost("127.0.0.1", 25)`.
public sealed interface Route {
    /// To the mail exchangers of each recipient's domain (RFC 5321 section 5.1); `port` is 25 outside tests.
    record Mx(int port) implements Route {}

    /// Everything to one relay; `host` is a name or an address.
    record Smarthost(String host, int port) implements Route {}

    /// Into files in this folder, nowhere else.
    record Capture(Path folder) implements Route {}
}
