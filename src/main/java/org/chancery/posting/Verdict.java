package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;

/// What was decided about one message on one list, with the facts it was decided from.
record Verdict(MailingList list, Optional<Address> author, Opened opened, Decision decision, Order.Memory memory, List<String> topics) {

    Facts facts() {
        return opened.facts();
    }

    boolean isReject() {
        return decision instanceof Decision.Reject;
    }
}
