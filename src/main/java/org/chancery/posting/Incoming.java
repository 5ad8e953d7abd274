package org.chancery.posting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Proofs;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// One message on its way to `lists` lists of ours: parsed, with the evidence about it and the MAC over its body.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Incoming(Received received, Message message, List<Evidence> evidence, byte[] contentMac, int lists) {

    /// With the evidence, so that copies can tell it and `explain` can show it.
    Receipt receipt(String authservId) {
        Map<String, String> session = new LinkedHashMap<>(received.session().toMap());
        session.putAll(Trace.of(authservId, evidence));
        return new Receipt(
                received.id(), received.at(), session, received.envelope(), MessageIds.of(message), contentMac, message.size());
    }

    Proofs proofs() {
        return new Proofs(evidence);
    }

    Optional<Address> author() {
        return FactCollector.author(message);
    }
}
