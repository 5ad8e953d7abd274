package org.chancery.posting;

import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// A post that people are told of, most often because it is about to wait for them: how it came, what it is, and the judgement on it. `forOwners`: the rule
/// holds it for the owners, not for the moderators. `inside`: what it reads if it came encrypted and was opened; only who gets it sealed may see it.
public record HeldPost(
        Received received, Message message, MailingList list, Optional<Address> author, Order.Judged judged, boolean forOwners,
        Optional<Message> inside) {
    /// Nothing of the content, wherever it may be written.
    @Override
    public String toString() {
        return "HeldPost[" + received.id() + "]";
    }
}
