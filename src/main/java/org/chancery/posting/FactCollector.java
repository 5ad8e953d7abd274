package org.chancery.posting;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.authentication.ProofLevel;
import org.chancery.list.MailingList;
import org.chancery.list.Lists;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.policy.Checks;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.chancery.policy.Standing;
import org.chancery.posting.Judges.Prepared;
import org.chancery.sender.Gate;

/// Gathers everything a policy can ask about one message on one list, before it is asked. This is where look-ups happen,
/// so that `policy` needs none.
public final class FactCollector {
    private final Members members;
    private final Receipts receipts;
    private final Bans bans;
    private final LoopMarks marks;
    private final Parents parents;
    private final Gate gate;

    /// Without authorised senders.
    public FactCollector(Members members, Lists lists, Receipts receipts, Bans bans, SiteTokens tokens) {
        this(members, lists, receipts, bans, tokens, Gate.UNBELIEVING);
    }

    public FactCollector(Members members, Lists lists, Receipts receipts, Bans bans, SiteTokens tokens, Gate gate) {
        this.gate = gate;
        this.members = members;
        this.receipts = receipts;
        this.bans = bans;
        this.marks = new LoopMarks(tokens.loops());
        this.parents = new Parents(members, lists, tokens.bounces());
    }

    Gate gate() {
        return gate;
    }

    /// Whom the single From mailbox claims; empty when there is not exactly one.
    static Optional<Address> author(Message message) {
        return switch (Authors.of(message)) {
            case Authors.Single(Mailbox mailbox) -> Optional.of(mailbox.address());
            case Authors.None _, Authors.Several _, Authors.Malformed _ -> Optional.empty();
        };
    }

    Facts of(Incoming incoming, MailingList list, Prepared prepared, Recollection recollection) {
        FactsBuilder facts = Facts.builder();
        new MessageFacts(incoming.message()).addTo(facts, list, prepared);
        facts.has(FactName.MAIL_LOOP, marks.haveSeen(incoming.message(), list))
                .has(FactName.MESSAGE_ID_REUSED, recollection.otherText())
                .has(FactName.REPEATED_REPLY, recollection.repeatedReply());
        addSession(facts, incoming);
        new EvidenceFacts(incoming).addTo(facts);
        incoming.author().ifPresent(author -> addAuthor(facts, author, list));
        addSenders(facts, incoming, list, prepared);
        addAuthorised(facts, incoming, list);
        return facts.build();
    }

    private static void addSession(FactsBuilder facts, Incoming incoming) {
        Session session = incoming.received().session();
        facts.crossPosted(incoming.lists())
                .has(FactName.NULL_SENDER, incoming.received().envelope().mailFrom().path().isEmpty())
                // What a front has with us says nothing of how the message came to it.
                .has(FactName.CONNECTION_TLS, session.tls().isPresent() && !session.front())
                .has(FactName.CONNECTION_SUBMISSION, session.door() == Session.Door.SUBMISSION || session.door() == Session.Door.COMMAND);
    }

    private void addAuthor(FactsBuilder facts, Address author, MailingList list) {
        Map<Role, Address> standing = members.standing(list.id(), author);
        standing.values().stream().filter(held -> !held.equals(author)).findFirst().ifPresent(held -> facts.standingAs(held.key()));
        facts.roles(standings(standing.keySet()))
                .has(FactName.FROM_IS_LIST, author.equals(list.address()))
                .has(FactName.FIRST_POST, !receipts.hasPosted(list.id(), author));
        Optional.ofNullable(standing.get(Role.MEMBER)).flatMap(address -> members.find(list.id(), address, Role.MEMBER))
                .ifPresent(member -> addMember(facts, member, author, list));
    }

    private void addMember(FactsBuilder facts, Member member, Address author, MailingList list) {
        if (member.preferences().moderated()) {
            facts.group(Checks.MODERATED);
        }
        int quarantine = list.settings().number(Setting.QUARANTINE_POSTS);
        if (quarantine > 0 && accepted(member, author, list, quarantine) < quarantine) {
            facts.group(Checks.QUARANTINED);
        }
    }

    /// Under the address of the membership and under that which the person wrote from.
    private int accepted(Member member, Address author, MailingList list, int most) {
        int asMember = receipts.acceptedPosts(list.id(), member.address(), most);
        return author.equals(member.address()) ? asMember : asMember + receipts.acceptedPosts(list.id(), author, most);
    }

    /// Who is banned is so as author and as envelope sender: a ban is no proof of anybody, and a forger of it hurts himself.
    private void addSenders(FactsBuilder facts, Incoming incoming, MailingList list, Prepared prepared) {
        Optional<Address> path = incoming.received().envelope().mailFrom().path();
        if (Stream.concat(path.stream(), incoming.author().stream()).distinct().anyMatch(address -> bans.isBanned(list, address))) {
            facts.group(Checks.BANNED);
        }
        path.ifPresent(address -> addParent(facts, parents.sentIt(address, list, prepared, incoming)));
    }

    private static void addParent(FactsBuilder facts, Parents.Answer answer) {
        switch (answer) {
            case YES -> facts.role(Standing.Role.PARENT_LIST);
            case NO -> {}
            case UNKNOWN -> facts.unknown(Set.of(FactName.PARENT_LIST));
        }
    }

    /// Whom From claims to be, and whether a secret of that sender came with it.
    private void addAuthorised(FactsBuilder facts, Incoming incoming, MailingList list) {
        if (incoming.author().filter(author -> gate.isAuthorised(list, author, incoming.received().at())).isPresent()) {
            facts.role(Standing.Role.AUTHORISED_SENDER);
        }
        facts.has(FactName.SWEEP_FAILED, !incoming.presented().kept());
        if (incoming.presented().provesOn(list.id())) {
            facts.proof(ProofLevel.SENDER_KEY);
        }
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
