package org.chancery.posting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of how a message came in: facts, no judgement. `login` is the account that proved itself;
/// `tls` the protocol of the connection. `front` says that the peer is a mail server of ours in front, so that the
/// socket is not the edge (authorisation.md section 1.2), `beforeQueue` that it passes our reply to its own client.
public record Session(
        Door door, String peer, String helo, Optional<String> tls, Optional<String> login, boolean front, boolean beforeQueue) {

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
        return map;
    }
}
