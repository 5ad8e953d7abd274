package org.chancery.sender;

import java.time.Instant;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// Where mail comes in, as the line sees it.
public interface Gate {
    /// Takes secrets out and believes none: for a line without senders.
    Gate UNBELIEVING = new Gate() {
        @Override
        public Passage pass(Message message, Carried carried) {
            return switch (Inspection.of(message)) {
                case Inspection.Clean(Message same) -> new Passage.Passed(same, Presented.NOTHING);
                case Inspection.Removed(Message swept, Inspection.Secrets _) -> new Passage.Passed(swept, Presented.NOTHING);
                case Inspection.Stuck _ -> SecretBorder.CANNOT_REMOVE;
            };
        }

        @Override
        public boolean isAuthorised(MailingList list, Address author, Instant now) {
            return false;
        }
    };

    /// The message without any secret, and what a secret in it is worth; or why nothing of it may be kept.
    Passage pass(Message message, Carried carried);

    /// Is posting on this list granted to a sender with this address? A claim: the address proves nothing.
    boolean isAuthorised(MailingList list, Address author, Instant now);
}
