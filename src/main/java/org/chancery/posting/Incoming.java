package org.chancery.posting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Proofs;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.sender.Presented;

/// One message on its way to `lists` lists of ours: parsed, with the evidence about it the MAC over its body, and what a secret in it was worth.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Incoming(Received received, Message message, List<Evidence> evidence, byte[] contentMac, int lists, Presented presented) {

    /// With the evidence, so that copies can tell it and `explain` can show it; a key that counted is named, so that a mailbox of
    /// several people tells them apart.
    Receipt receipt(String authservId, byte[] octetsMac) {
        Map<String, String> session = new LinkedHashMap<>(received.session().toMap());
        session.putAll(Trace.of(authservId, evidence));
        presented.kid().ifPresent(kid -> session.put("sender-key", kid));
        return new Receipt(
                received.id(), received.at(), session, received.envelope(), MessageIds.of(message), contentMac, octetsMac, message.size());
    }

    /// The same with more that was proved.
    Incoming and(List<Evidence> more) {
        return new Incoming(received, message, Stream.concat(evidence.stream(), more.stream()).toList(), contentMac, lists, presented);
    }

    /// The same as it reads when it was opened.
    Incoming reading(Message opened) {
        return new Incoming(received, opened, evidence, contentMac, lists, presented);
    }

    Proofs proofs() {
        return new Proofs(evidence);
    }

    Optional<Address> author() {
        return FactCollector.author(message);
    }
}
