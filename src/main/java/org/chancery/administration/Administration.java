package org.chancery.administration;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;
import org.chancery.account.Accounts;
import org.chancery.account.Persons;
import org.chancery.audit.Audit;
import org.chancery.delivery.Queue;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.list.Settings;
import org.chancery.policy.Checks;
import org.chancery.posting.Receipts;
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
        QueueAdministration queue,
        BanAdministration bans,
        RequestAdministration requests,
        Audit audit) {

    /// The ports of the store.
    public record Ports(
            Lists lists, Members members, Accounts accounts, Persons persons, Audit audit, Receipts receipts, Queue queue, Enrolment enrolment) {}

    /// What the line gives: putting a message in, judging one, the checks that a list's settings stand for, and a word to whoever
    /// delivers that dead sites are to be tried now.
    public record Line(Injector injector, PolicyTest policyTest, Function<Settings, Checks> checks, Runnable probe) {}

    public static Administration over(Ports ports, Line line, InstantSource clock, SecureRandom random) {
        PolicyAdministration policies = new PolicyAdministration(ports.lists(), line.checks(), clock);
        return new Administration(
                new DomainAdministration(ports.lists(), clock),
                new AccountAdministration(ports.accounts(), ports.persons(), ports.lists(), clock),
                new AccountPasswords(ports.accounts(), clock, random),
                new ListAdministration(ports.lists(), clock),
                new ListExchange(ports.lists(), policies, clock),
                policies,
                new MemberAdministration(ports.members(), ports.enrolment(), ports.audit(), clock),
                new ModeratorsDesk(ports.receipts(), ports.lists(), clock),
                new Posts(line.injector(), line.policyTest(), clock),
                new Explanations(ports.receipts(), ports.lists()),
                new QueueAdministration(ports.queue(), ports.lists(), clock, line.probe()),
                new BanAdministration(ports.enrolment().bans(), clock),
                new RequestAdministration(ports.enrolment().desk(), ports.lists()),
                ports.audit());
    }
}
