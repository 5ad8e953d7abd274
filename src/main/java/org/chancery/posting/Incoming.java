package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// One message on its way to `lists` lists of ours: parsed, with the evidence about it and the MAC over its body.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Incoming(Received received, Message message, List<Evidence> evidence, byte[] contentMac, int lists) {

    Optional<Address> author() {
        return FactCollector.author(message);
    }
}
