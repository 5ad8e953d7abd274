package org.chancery.posting;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.ProofLevel;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.chancery.policy.Standing;

/// Gathers everything a policy can ask about one message on one list, before it is asked. This is where look-ups happen,
/// so that `policy` needs none.
public final class FactCollector {
    private final Members members;
    private final Receipts receipts;

    public FactCollector(Members members, Receipts receipts) {
        this.members = members;
        this.receipts = receipts;
    }

    /// Whom the single From mailbox claims; empty when there is not exactly one.
    static Optional<Address> author(Message message) {
        return switch (Authors.of(message)) {
            case Authors.Single(Mailbox mailbox) -> Optional.of(mailbox.address());
            case Authors.None _, Authors.Several _, Authors.Malformed _ -> Optional.empty();
        };
    }

    Facts of(Received received, Message message, List<Evidence> evidence, MailingList list, int lists) {
        FactsBuilder facts = Facts.builder();
        new MessageFacts(message).addTo(facts, list);
        addSession(facts, received, lists);
        evidence.forEach(found -> addProof(facts, found));
        author(message).ifPresent(author -> addAuthor(facts, author, list));
        return facts.build();
    }

    private static void addSession(FactsBuilder facts, Received received, int lists) {
        Session session = received.session();
        facts.crossPosted(lists)
                .has(FactName.NULL_SENDER, received.envelope().mailFrom().path().isEmpty())
                .has(FactName.CONNECTION_TLS, session.tls().isPresent())
                .has(FactName.CONNECTION_SUBMISSION, session.door() == Session.Door.SUBMISSION || session.door() == Session.Door.COMMAND);
    }

    private static void addProof(FactsBuilder facts, Evidence evidence) {
        if (evidence instanceof Evidence.SmtpAuth auth && auth.ownsHeaderFrom()) {
            facts.proof(ProofLevel.ACCOUNT);
        }
    }

    private void addAuthor(FactsBuilder facts, Address author, MailingList list) {
        Map<Role, Address> standing = members.standing(list.id(), author);
        standing.values().stream().filter(held -> !held.equals(author)).findFirst().ifPresent(held -> facts.standingAs(held.key()));
        facts.roles(standings(standing.keySet()))
                .has(FactName.FROM_IS_LIST, author.equals(list.address()))
                .has(FactName.FIRST_POST, !receipts.hasPosted(list.id(), author));
    }

    private static Set<Standing.Role> standings(Set<Role> roles) {
        EnumSet<Standing.Role> standings = EnumSet.noneOf(Standing.Role.class);
        for (Role role : roles) {
            switch (role) {
                case MEMBER -> standings.add(Standing.Role.MEMBER);
                case MODERATOR -> standings.add(Standing.Role.MODERATOR);
                case OWNER -> standings.add(Standing.Role.OWNER);
                case POSTER -> standings.add(Standing.Role.ALLOWED_POSTER);
                case NONMEMBER -> {} // known by name, entitled to nothing
            }
        }
        return standings;
    }
}
