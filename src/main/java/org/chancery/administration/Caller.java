package org.chancery.administration;

import java.time.Instant;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;

/// Who acts, and through which door: `local:anna` by `cli`, or `anna@example.org` by `web`.
/// The door has established who it is; it is written into every audit entry, and each act asks first whether the caller may.
public record Caller(String actor, String door, Powers powers) {

    /// Whoever commands this machine: a site administrator.
    public Caller(String actor, String door) {
        this(actor, door, Powers.OF_THE_MACHINE);
    }

    /// Refuses with [Refused] what is not for this caller on this list.
    public void must(Permission permission, MailingList list) {
        must(permission, Powers.Place.of(list), " on " + list.address());
    }

    public void must(Permission permission, Domain domain) {
        must(permission, Powers.Place.of(domain), " in " + domain);
    }

    /// For the whole site.
    public void must(Permission permission) {
        must(permission, Powers.Place.SITE, "");
    }

    /// As [#must(Permission, MailingList)], as a question.
    public boolean may(Permission permission, MailingList list) {
        return powers.at(Powers.Place.of(list)).stream().anyMatch(permission::isFor);
    }

    public boolean may(Permission permission) {
        return powers.at(Powers.Place.SITE).stream().anyMatch(permission::isFor);
    }

    /// Whether the caller has any part in the list: to all others it is not even there.
    public boolean knows(MailingList list) {
        return powers.at(Powers.Place.of(list)).stream().anyMatch(rank -> rank != Rank.NONMEMBER && rank != Rank.LIST_CREATOR);
    }

    private void must(Permission permission, Powers.Place place, String where) {
        Set<Rank> ranks = powers.at(place);
        if (ranks.stream().noneMatch(permission::isFor)) {
            throw new Refused.NotAllowed(actor + " may not " + permission.what() + where + ".");
        }
    }

    Act act(Instant at, String action, String object, String detail) {
        return new Act(at, actor, door, action, object, detail);
    }
}
