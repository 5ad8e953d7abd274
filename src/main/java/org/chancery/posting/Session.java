package org.chancery.posting;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of how a message came in: facts, no judgement. `login` is the account that proved itself;
/// `tls` the protocol of the connection. `front` says that the peer is a mail server of ours in front, so that the
/// socket is not the edge (authorisation.md section 1.2), `beforeQueue` that it passes our reply to its own client. `edge` is
/// the host outside that brought the message, known from the socket or from what a front told; empty when nobody knows, and then
/// nothing may be concluded from `peer` and `helo`. `clientCertificate` is the name in a TLS client certificate that counts.
public record Session(
        Door door, String peer, String helo, Optional<String> tls, Optional<String> login, boolean front, boolean beforeQueue,
        Optional<Edge> edge, Optional<String> clientCertificate) {

    /// The host on the other side of the border, and the name it gave in HELO; empty when the front did not tell that.
    public record Edge(InetAddress address, String helo) {}

    /// Without words of a front and without a certificate: at the MX door the socket is the edge, unless a front is on it.
    public Session(Door door, String peer, String helo, Optional<String> tls, Optional<String> login, boolean front, boolean beforeQueue) {
        this(door, peer, helo, tls, login, front, beforeQueue,
                door == Door.MX && !front && !peer.isEmpty() ? Optional.of(new Edge(InetAddress.ofLiteral(peer), helo)) : Optional.empty(),
                Optional.empty());
    }

    /// By which way a message entered.
    public enum Door {
        MX("mx"),
        SUBMISSION("submission"),
        LMTP("lmtp"),
        /// `chancery post`: an administrator of this machine.
        COMMAND("command");

        private final String word;

        Door(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// Does a refusal after DATA reach the client who sent it? A front that has given its own 250 would make a bounce of it.
    public boolean tellsSender() {
        return !front || beforeQueue;
    }

    /// As it is stored with the receipt and shown by `explain`.
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("listener", door.word());
        if (!peer.isEmpty()) {
            map.put("peer", peer);
        }
        if (!helo.isEmpty()) {
            map.put("helo", helo);
        }
        tls.ifPresent(protocol -> map.put("tls", protocol));
        login.ifPresent(account -> map.put("login", account));
        edge.filter(host -> front).ifPresent(host -> map.put("edge", (host.address().getHostAddress() + " " + host.helo()).strip()));
        clientCertificate.ifPresent(name -> map.put("client-certificate", name));
        return map;
    }
}
