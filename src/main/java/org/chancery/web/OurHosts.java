package org.chancery.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Under which names we answer (RFC 9110 section 7.2): a page asked for under a foreign name is either a mistake or an
/// attempt to have our pages shown as somebody else's (DNS rebinding, crafted Host).
final class OurHosts {
    private static final String LOCALHOST = "localhost";
    private final Set<String> names;

    OurHosts(Set<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    boolean include(HttpServletRequest request) {
        String host = asked(request);
        return names.contains(host) || host.equals(LOCALHOST) || isConnectedAddress(host, request);
    }

    /// Whether client, connection and asked name all are of this very machine, without a proxy that says it stands between.
    /// A proxy that hides itself cannot be told from a person; it has to keep such pages back itself.
    static boolean onThisMachine(HttpServletRequest request) {
        boolean proxied = request.getHeader("Forwarded") != null || request.getHeader("X-Forwarded-For") != null
                || request.getHeader("X-Real-IP") != null || request.getHeader("Via") != null;
        String host = asked(request);
        return !proxied && isLoopback(request.getRemoteAddr()) && (host.equals(LOCALHOST) || isLoopback(host));
    }

    private static String asked(HttpServletRequest request) {
        String host = request.getServerName();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static boolean isConnectedAddress(String host, HttpServletRequest request) {
        Optional<InetAddress> asked = literal(host);
        return asked.isPresent() && asked.equals(literal(request.getLocalAddr()));
    }

    private static boolean isLoopback(String address) {
        return literal(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /// Never asks a name server: what is no literal is nothing.
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException noLiteral) {
            return Optional.empty();
        }
    }
}
