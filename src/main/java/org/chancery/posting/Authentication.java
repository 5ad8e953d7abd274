package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.mail.Message;

/// The station `authenticate`: collects evidence about one message. What the socket and the login prove is known without
/// asking anybody; the verifiers of domains join here.
final class Authentication {

    List<Evidence> of(Received received, Message message) {
        List<Evidence> evidence = new ArrayList<>();
        Optional<String> author = FactCollector.author(message).map(address -> address.key());
        received.session().login().ifPresent(login ->
                evidence.add(new Evidence.SmtpAuth(Result.PASS, login, author.filter(login::equalsIgnoreCase).isPresent())));
        received.session().clientCertificate().ifPresent(name -> evidence.add(new Evidence.ClientCertificate(Result.PASS, name)));
        return List.copyOf(evidence);
    }
}
