package org.chancery.subscription;

/// Everything of this room over the same surroundings, as doors take it.
///
/// Example: `Enrolment.over(surroundings).subscriptions().join(wish)`.
public record Enrolment(Subscriptions subscriptions, RequestDesk desk, Bans bans, Backlog backlog, Surroundings site) {

    public static Enrolment over(Surroundings site) {
        return new Enrolment(new Subscriptions(site), new RequestDesk(site), site.bans(), new Backlog(site), site);
    }
}
