package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.mail.Message;

/// The station `authenticate`: collects evidence about one message. What the socket and the login prove is known without
/// asking anybody; the verifiers of domains join here.
final class Authentication {

    List<Evidence> of(Received received, Message message) {
        Optional<String> author = FactCollector.author(message).map(address -> address.key());
        return received.session().login().stream()
                .<Evidence>map(login -> new Evidence.SmtpAuth(Result.PASS, login, author.filter(login::equalsIgnoreCase).isPresent()))
                .toList();
    }
}
