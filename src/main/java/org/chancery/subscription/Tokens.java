package org.chancery.subscription;

import java.time.Instant;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.token.ConfirmTokens;

/// What the tokens of a request are bound to. One for the address and one for moderators, never the same.
final class Tokens {
    static final String CONFIRM = "confirm";
    static final String MODERATE = "moderate";

    private Tokens() {}

    static String of(Surroundings site, MailingList list, Request request, String action) {
        return site.tokens().create(subject(list, request, action));
    }

    static boolean holds(Surroundings site, MailingList list, Request request, String action, String token) {
        return site.tokens().holds(token, subject(list, request, action));
    }

    private static ConfirmTokens.Subject subject(MailingList list, Request request, String action) {
        Instant until = action.equals(MODERATE) ? request.decideBy() : request.expires();
        Address whose = request.address();
        return new ConfirmTokens.Subject(request.id(), action, list.domain(), whose, request.objects(), until);
    }
}
