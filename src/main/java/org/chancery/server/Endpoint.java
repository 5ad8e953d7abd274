package org.chancery.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.chancery.mail.Parsed;

/// Where to listen or whom to call: a host name or an address, and a port of 0 to 65535 (0: any free one).
/// `host` is without brackets. Refuses a text without port, and an IPv6 address without brackets.
///
/// Example: `Endpoint.parse("[::1]:2525")`, `Endpoint.parse("mail.example.org:25")`.
public record Endpoint(String host, int port) {

    /// RFC 1035 section 2.3.4.
    private static final int MAX_HOST = 255;

    private static final int MAX_PORT = 65_535;

    public Endpoint {
        if (host.isEmpty() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("no endpoint: " + host + " " + port);
        }
    }

    /// `Malformed.why` says what was expected instead.
    public static Parsed<Endpoint> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            return Parsed.malformed(text.length(), "HOST:PORT, with a port");
        }
        return switch (host(text.substring(0, colon))) {
            case Parsed.Malformed<String> fault -> fault.as();
            case Parsed.Value<String>(String host) -> withPort(host, text.substring(colon + 1), colon + 1);
        };
    }

    /// As [#parse], but the port may be left out and is then `port`.
    static Parsed<Endpoint> parse(String text, int port) {
        boolean hasPort = text.startsWith("[") ? text.indexOf("]:") > 0 : text.indexOf(':') >= 0;
        return parse(hasPort ? text : text + ":" + port);
    }

    private static Parsed<Endpoint> withPort(String host, String digits, int at) {
        boolean isNumber = digits.matches("[0-9]{1,5}");
        if (!isNumber || Integer.parseInt(digits) > MAX_PORT) {
            return Parsed.malformed(at, "a port from 0 to " + MAX_PORT);
        }
        return Parsed.of(new Endpoint(host, Integer.parseInt(digits)));
    }

    private static Parsed<String> host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            String inside = text.substring(1, text.length() - 1);
            return inside.contains(":") && isAddress(inside)
                    ? Parsed.of(inside)
                    : Parsed.malformed(1, "an IPv6 address in the brackets");
        }
        if (text.contains(":")) {
            return Parsed.malformed(0, "an IPv6 address in brackets, as in [::1]:25");
        }
        if (text.matches("[0-9.]+")) {
            return isAddress(text) ? Parsed.of(text) : Parsed.malformed(0, "an IPv4 address of four numbers");
        }
        return text.length() <= MAX_HOST && text.matches("[A-Za-z0-9_]([A-Za-z0-9_-]*)(\\.[A-Za-z0-9_-]+)*\\.?")
                ? Parsed.of(text)
                : Parsed.malformed(0, "a host name or an address before the port");
    }

    static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text).getHostAddress() != null && (text.contains(":") || isDottedQuad(text));
        } catch (IllegalArgumentException noLiteral) {
            return false;
        }
    }

    /// The JDK also takes 127.1 for an address; nobody who writes that into a file means it.
    private static boolean isDottedQuad(String text) {
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /// To bind or to connect to; a host name is looked up now.
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    /// The same host with another port: the one that port 0 became.
    public Endpoint withPort(int bound) {
        return new Endpoint(host, bound);
    }

    /// As it is written in the file: `127.0.0.1:25`, `[::1]:25`.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
