package org.chancery.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;

/// From where a message came to us, as far as that may prove anything (authorisation.md section 1.2).
///
/// Example: `new Origin.Edge(peer, "mx.example.net", Optional.of(mailFrom))`.
public sealed interface Origin {

    /// The peer is the edge hop: its address is that of whoever sends for the domain. `mailFrom` is empty for the null
    /// reverse path; `helo` is whatever the client said.
    record Edge(InetAddress peer, String helo, Optional<Address> mailFrom) implements Origin {}

    /// A mail server of ours stands between the edge and us, so our socket says nothing about the sender; `told` is what
    /// that server found about SPF, empty when it did not say.
    record Front(List<Evidence.Spf> told) implements Origin {
        public Front {
            told = List.copyOf(told);
        }
    }

    /// Handed in by somebody who logged in or by an administrator: no path to check.
    record Inside() implements Origin {}
}
