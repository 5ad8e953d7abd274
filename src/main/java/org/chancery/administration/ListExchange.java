package org.chancery.administration;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;

/// A list as a document that is exported, edited and applied again.
public final class ListExchange {
    private final Lists lists;
    private final ListAdministration desk;
    private final PolicyAdministration policies;
    private final InstantSource clock;

    ListExchange(Lists lists, ListAdministration desk, PolicyAdministration policies, InstantSource clock) {
        this.lists = lists;
        this.desk = desk;
        this.policies = policies;
        this.clock = clock;
    }

    /// TOML; see [ListDocument].
    public String export(MailingList list) {
        return ListDocument.write(list);
    }

    /// Makes the list what the document says and returns what changed; with `dryRun`, what would. The whole document is
    /// checked before anything is stored; then policy, settings and state are stored one after the other.
    public List<Change> apply(Caller caller, MailingList list, String text, boolean dryRun) {
        caller.must(Permission.SET_LIST, list);
        ListDocument now = ListDocument.of(list);
        ListDocument wanted = ListDocument.read(text, list);
        ListAdministration.mustStand(wanted.settings());
        List<Change> settings = ListAdministration.changes(now.settings(), wanted.settings());
        List<Change> changes = new ArrayList<>(settings);
        if (wanted.state() != now.state()) {
            changes.addFirst(new Change("state", Words.of(now.state()), Words.of(wanted.state())));
        }
        if (!wanted.policy().equals(now.policy())) {
            PolicyAdministration.parse(wanted.policy());
            changes.addFirst(new Change("policy", now.policy(), wanted.policy()));
        }
        if (!dryRun) {
            store(caller, list, wanted, settings);
        }
        return changes;
    }

    /// The policy first: it alone can still be refused, by its analysis.
    private void store(Caller caller, MailingList list, ListDocument wanted, List<Change> settings) {
        if (!wanted.policy().equals(list.policy().text())) {
            policies.set(caller, list, wanted.policy());
        }
        if (!settings.isEmpty()) {
            Act act = caller.act(clock.instant(), "list.set", list.address().key(), Change.inOneLine(settings));
            if (!lists.saveSettings(list.id(), list.settings(), wanted.settings(), act)) {
                throw new Refused("Somebody else has changed the settings of " + list.address() + " meanwhile. Look at the difference with --dry-run, then apply it again.");
            }
            desk.equip(caller, list, wanted.settings());
        }
        if (wanted.state() != list.state()) {
            String action = wanted.state() == MailingList.State.OPEN ? "list.open" : "list.close";
            lists.setState(list.id(), wanted.state(), caller.act(clock.instant(), action, list.address().key(), ""));
        }
    }
}
