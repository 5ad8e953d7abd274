package org.chancery.posting;

import java.util.List;

/// The network that a message came from: what one customer of a provider can change at will is left out, so that it counts as one source.
final class Networks {
    private static final int IPV4_PARTS = 3; // /24
    private static final int IPV6_PARTS = 3; // /48

    private Networks() {}

    /// Of the host outside that brought it, where that is known behind a front.
    static String of(Session session) {
        String host = session.edge().map(edge -> edge.address().getHostAddress()).orElse(session.peer());
        boolean v6 = host.indexOf(':') >= 0;
        List<String> parts = List.of(host.split(v6 ? ":" : "\\."));
        return String.join(v6 ? ":" : ".", parts.subList(0, Math.min(parts.size(), v6 ? IPV6_PARTS : IPV4_PARTS)));
    }
}
