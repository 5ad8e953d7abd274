package org.chancery.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where to connect to and how. `name` is the host's name (of the MX record): for logs, SNI and the cache; `bind` our
/// own address, if it matters.
///
/// Example: `SmtpSite.smtp("mx.example.org", new InetSocketAddress(address, 25))`.
public record SmtpSite(
        String name, InetSocketAddress address, Optional<InetAddress> bind, TlsPolicy tls, Protocol protocol) {

    /// RFC 5321 or RFC 2033.
    public enum Protocol {
        SMTP,
        LMTP
    }

    /// How much TLS is wanted.
    public sealed interface TlsPolicy {
        /// Never, even if offered.
        record None() implements TlsPolicy {}

        /// If offered and it works, whoever answers (RFC 7435); else in clear.
        record Opportunistic() implements TlsPolicy {}

        /// With a certificate that is valid for `serverName`, or not at all.
        record Required(String serverName) implements TlsPolicy {}
    }

    /// To a mail exchanger, with opportunistic TLS.
    public static SmtpSite smtp(String name, InetSocketAddress address) {
        return new SmtpSite(name, address, Optional.empty(), new TlsPolicy.Opportunistic(), Protocol.SMTP);
    }

    public SmtpSite withTls(TlsPolicy policy) {
        return new SmtpSite(name, address, bind, policy, protocol);
    }

    public SmtpSite withBind(InetAddress source) {
        return new SmtpSite(name, address, Optional.of(source), tls, protocol);
    }

    public SmtpSite withProtocol(Protocol newProtocol) {
        return new SmtpSite(name, address, bind, tls, newProtocol);
    }

    String cacheKey() {
        return name + ":" + address.getPort();
    }
}
