package org.chancery.moderation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;

/// May the author of a post be written to about it? Mail to somebody who never wrote to us is backscatter, so only those are
/// told who logged in, or who wrote under the address they post with as members or allowed posters of this very list: they
/// agreed to mail from us (authorisation.md section 1.2, C9a).
final class ProvedSender {
    private final Members members;

    ProvedSender(Members members) {
        this.members = members;
    }

    /// How well. Only of a `LOGIN` the words may be quoted.
    enum Proof {
        NONE,
        REGISTERED,
        LOGIN
    }

    /// `session` as it is stored with the receipt.
    Proof of(Map<String, String> session, Envelope envelope, Optional<Address> author, MailingList list) {
        if (author.isEmpty()) {
            return Proof.NONE;
        }
        if (author.get().key().equalsIgnoreCase(session.getOrDefault("login", ""))) {
            return Proof.LOGIN;
        }
        boolean same = envelope.mailFrom().path().filter(author.get()::equals).isPresent();
        return same && isRegistered(list, author.get()) ? Proof.REGISTERED : Proof.NONE;
    }

    private boolean isRegistered(MailingList list, Address author) {
        Set<Role> roles = members.roles(list.id(), author);
        return roles.stream().anyMatch(role -> role != Role.NONMEMBER);
    }
}
