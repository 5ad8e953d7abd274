package org.chancery.posting;

import java.util.Optional;
import org.chancery.mail.Authors;
import org.chancery.mail.Message;

/// What no list ever takes, whatever its policy says: mail that runs in circles, mail whose author cannot be told, and mail of
/// one account in the name of another (authorisation.md Z1).
final class Refusals {
    private static final int MAX_HOPS = 100; // RFC 5321 section 6.3
    private final Authentication authentication;

    Refusals(Authentication authentication) {
        this.authentication = authentication;
    }

    Optional<Disposition> of(Received received, Message message) {
        if (message.headers().count("Received") > MAX_HOPS) {
            return refused("5.4.6", "More than " + MAX_HOPS + " Received fields: this message runs in circles");
        }
        return switch (Authors.of(message)) {
            case Authors.Malformed(String why) -> refused("5.6.0", "The From field cannot be read: " + why);
            case Authors.None _ -> refused("5.6.0", "A post needs a From field with one address");
            case Authors.Single _, Authors.Several _ -> borrowed(received, message);
        };
    }

    private Optional<Disposition> borrowed(Received received, Message message) {
        Optional<String> login = received.session().login();
        boolean own = FactCollector.author(message).filter(author -> login.filter(account -> authentication.owns(account, author)).isPresent()).isPresent();
        return login.isPresent() && !own
                ? refused("5.7.1", "The From field must be the address you logged in as, or another one of yours")
                : Optional.empty();
    }

    private static Optional<Disposition> refused(String status, String text) {
        return Optional.of(new Disposition.Refused(550, status, text));
    }
}
