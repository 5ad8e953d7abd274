package org.chancery.authentication;

import java.util.List;
import org.chancery.mail.Message;

/// Finds out something about one message. May block within the budget of a session; never throws for anything that the
/// message or the network says.
///
/// Example: [Authenticator] is the one that checks domains.
@FunctionalInterface
public interface EvidenceSource {
    /// Knows nothing: for a site without DNS.
    EvidenceSource NONE = (_, _) -> List.of();

    List<Evidence> of(Origin origin, Message message);
}
