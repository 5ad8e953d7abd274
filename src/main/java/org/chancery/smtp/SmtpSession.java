package org.chancery.smtp;

import java.net.InetAddress;
import java.util.Optional;

/// What is known of the client while one message is received. Facts of the connection, no judgement.
/// `login` is the account that proved itself by AUTH; `helo` is what the client said; `forwarded` is what a front that we
/// trust says of its own client.
public record SmtpSession(
        String id,
        Kind kind,
        InetAddress peer,
        String helo,
        Optional<Tls> tls,
        Optional<String> login,
        Optional<Forwarded> forwarded) {

    /// Which listener took the connection.
    public enum Kind {
        MX,
        SUBMISSION,
        LMTP
    }

    /// The TLS layer: `protocol` such as `TLSv1.3`, the cipher suite by its JSSE name, and the name in the certificate of the
    /// client if one of the authorities we were given vouches for it.
    public record Tls(String protocol, String cipher, Optional<String> client) {}

    /// What a front told by XCLIENT or XFORWARD, in place of everything its socket would say. Without `address` the front
    /// does not know the client, or the message began with itself. `helo` is empty when unknown; `login` is the account that
    /// the front has authenticated.
    public record Forwarded(Optional<InetAddress> address, String helo, Optional<String> login) {}
}
