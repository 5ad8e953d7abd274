package org.chancery.list;

import java.time.Instant;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// A mailing list: its submission address, state, settings and the version of its posting policy that is in force.
/// The same local part may exist in two domains.
public record MailingList(
        ListId id, Address address, String style, State state, Settings settings, PolicyText policy, Instant created) {

    public enum State {
        OPEN,
        /// Takes no posts and no members; keeps everything.
        CLOSED
    }

    /// The owner's policy in the language of `policy`; `version` counts from 1 and grows with every change.
    public record PolicyText(int version, String text) {}

    /// The List-Id of RFC 2919 section 2 without brackets: `talk.example.org`.
    public String listId() {
        return address.localPart() + "." + address.domain().ascii();
    }

    public Domain domain() {
        return address.domain();
    }
}
