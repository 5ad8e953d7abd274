package org.chancery.smtp;

import java.net.InetAddress;
import java.util.Optional;

/// What is known of the client while one message is received. Facts of the connection, no judgement.
/// `login` is the account that proved itself by AUTH; `helo` is what the client said.
public record SmtpSession(
        String id, Kind kind, InetAddress peer, String helo, Optional<Tls> tls, Optional<String> login) {

    /// Which listener took the connection.
    public enum Kind {
        MX,
        SUBMISSION,
        LMTP
    }

    /// The TLS layer: `protocol` such as `TLSv1.3`, and the cipher suite by its JSSE name.
    public record Tls(String protocol, String cipher) {}
}
