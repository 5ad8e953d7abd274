package org.chancery.administration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.chancery.account.Accounts;
import org.chancery.account.Persons;
import org.chancery.archive.ArchivedPosts;
import org.chancery.archive.DigestDesk;
import org.chancery.audit.Audit;
import org.chancery.delivery.Queue;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.ListRequests;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.list.Settings;
import org.chancery.moderation.Desk;
import org.chancery.notice.Answers;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextOverrides;
import org.chancery.policy.Checks;
import org.chancery.posting.Receipts;
import org.chancery.posting.UnopenedPosts;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.sender.Registry;
import org.chancery.subscription.Enrolment;

/// All services of administration over one store, as a door takes them.
///
/// Example: `administration.domains().add(new Caller("local:anna", "cli"), "lists.example.org")`.
public record Administration(
        DomainAdministration domains,
        AccountAdministration accounts,
        AccountPasswords passwords,
        ListAdministration lists,
        ListExchange exchange,
        PolicyAdministration policies,
        MemberAdministration members,
        ModeratorsDesk desk,
        Posts posts,
        Explanations explanations,
        ListLog log,
        QueueAdministration queue,
        TextAdministration texts,
        BanAdministration bans,
        RequestAdministration requests,
        DigestAdministration digests,
        ArchiveAdministration archive,
        ListRequestAdministration listRequests,
        SenderAdministration senders,
        SenderExchange senderExchange,
        SenderKeys senderKeys,
        SenderPasswords senderPasswords,
        GrantAdministration grants,
        ListGroupAdministration listGroups,
        KeyAdministration keys,
        Audit audit) {

    /// The ports of the store, and the services of joining and leaving.
    public record Ports(
            Lists lists, ListRequests listRequests, Members members, Accounts accounts, Persons persons, Audit audit, Receipts receipts, Queue queue,
            TextOverrides texts, Enrolment enrolment, Outbox outbox, Registry senders, KeyCabinet signing, Keyring keyring, Answers answers) {}

    /// What the line gives: putting a message in, judging one, the checks that a list's settings stand for, the desk of held posts, its
    /// digests and its archive, what it does to a post that goes out, and a word to whoever delivers that dead sites are to be tried now.
    public record Line(
            Injector injector, PolicyTest policyTest, Function<Settings, Checks> checks, Desk desk, DigestDesk digests, ArchivedPosts archive,
            Function<Receipts.Post, List<String>> changes, Runnable probe) {}

    public static Administration over(Ports ports, Line line, InstantSource clock, SecureRandom random) {
        PolicyAdministration policies = new PolicyAdministration(ports.lists(), line.checks(), clock);
        ListAdministration lists = new ListAdministration(ports.lists(), ports.keyring().listKeys(), clock);
        SenderAdministration senders = new SenderAdministration(ports.senders(), ports.lists(), clock, random);
        GrantAdministration grants = new GrantAdministration(ports.senders(), ports.lists(), clock);
        return new Administration(
                new DomainAdministration(ports.lists(), ports.signing(), clock),
                new AccountAdministration(ports.accounts(), ports.persons(), ports.lists(), clock),
                new AccountPasswords(ports.accounts(), clock, random),
                lists,
                new ListExchange(ports.lists(), lists, policies, clock),
                policies,
                new MemberAdministration(ports.members(), ports.enrolment(), ports.audit(), clock),
                new ModeratorsDesk(ports.receipts(), ports.lists(), line.desk()),
                new Posts(line.injector(), line.policyTest(), clock),
                new Explanations(ports.receipts(), ports.lists(), line.changes()),
                new ListLog(ports.receipts(), ports.audit(), clock),
                new QueueAdministration(ports.queue(), ports.lists(), clock, line.probe()),
                new TextAdministration(ports.texts(), ports.lists(), clock),
                new BanAdministration(ports.enrolment().bans(), clock),
                new RequestAdministration(ports.enrolment().desk(), ports.lists()),
                new DigestAdministration(line.digests(), ports.audit(), clock),
                new ArchiveAdministration(line.archive(), new SealedLetters(ports.keyring().keyrings(), clock, random), ports.lists(), ports.audit(), clock),
                new ListRequestAdministration(ports.listRequests(), lists, ports.members(), ports.accounts(),
                        new ListRequestAdministration.Mails(ports.enrolment().site().writer(), ports.outbox(), ports.persons()), clock),
                senders,
                new SenderExchange(senders, grants),
                new SenderKeys(ports.senders(), ports.members(), clock, random),
                new SenderPasswords(ports.senders(), ports.members(), ports.accounts(), clock, random),
                grants,
                new ListGroupAdministration(ports.senders().ports().groups(), ports.lists(), clock),
                new KeyAdministration(ports.keyring(), new KeyAdministration.Surroundings(
                        ports.lists(), ports.members(), ports.enrolment().site().writer(), ports.outbox(), ports.audit(), ports.answers(),
                        new UnopenedPosts(ports.senders().ports().failures()), clock, random)),
                ports.audit());
    }
}
