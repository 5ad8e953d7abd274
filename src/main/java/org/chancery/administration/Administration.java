package org.chancery.administration;

import java.time.InstantSource;
import org.chancery.account.Accounts;
import org.chancery.audit.Audit;
import org.chancery.delivery.Queue;
import org.chancery.list.Lists;
import org.chancery.list.Members;
import org.chancery.posting.Receipts;

/// All services of administration over one store, as a door takes them.
///
/// Example: `administration.domains().add(new Caller("local:anna", "cli"), "lists.example.org")`.
public record Administration(
        DomainAdministration domains,
        AccountAdministration accounts,
        ListAdministration lists,
        MemberAdministration members,
        ModeratorsDesk desk,
        Posts posts,
        Explanations explanations,
        QueueAdministration queue,
        Audit audit) {

    /// The ports of the store.
    public record Ports(Lists lists, Members members, Accounts accounts, Audit audit, Receipts receipts, Queue queue) {}

    public static Administration over(Ports ports, Injector injector, PolicyTest policyTest, InstantSource clock) {
        return new Administration(
                new DomainAdministration(ports.lists(), clock),
                new AccountAdministration(ports.accounts(), ports.lists(), clock),
                new ListAdministration(ports.lists(), clock),
                new MemberAdministration(ports.members(), clock),
                new ModeratorsDesk(ports.receipts(), ports.lists(), clock),
                new Posts(injector, policyTest, clock),
                new Explanations(ports.receipts(), ports.lists()),
                new QueueAdministration(ports.queue(), ports.lists(), clock),
                ports.audit());
    }
}
