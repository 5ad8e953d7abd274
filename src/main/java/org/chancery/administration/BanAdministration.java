package org.chancery.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Parsed;
import org.chancery.subscription.Ban;
import org.chancery.subscription.Bans;

/// Who may not join: on one list, or on the whole site when no list is named.
public final class BanAdministration {
    private static final String SITE = "site";
    private final Bans bans;
    private final InstantSource clock;

    BanAdministration(Bans bans, InstantSource clock) {
        this.bans = bans;
        this.clock = clock;
    }

    /// An address, `@domain` or `/pattern/`.
    public Ban add(Caller caller, Optional<MailingList> list, String target) {
        Ban ban = ban(list, target);
        if (!bans.add(ban, caller.act(clock.instant(), "ban.add", where(list), ban.target().text()))) {
            throw new Refused(ban.target().text() + " is banned there already.");
        }
        return ban;
    }

    public Ban remove(Caller caller, Optional<MailingList> list, String target) {
        Ban ban = ban(list, target);
        if (!bans.remove(ban, caller.act(clock.instant(), "ban.remove", where(list), ban.target().text()))) {
            throw new Refused(ban.target().text() + " is not banned there. \"chancery ban list\" names all.");
        }
        return ban;
    }

    /// Those of the site, and of the list if one is named.
    public List<Ban> list(Optional<MailingList> list) {
        return bans.of(list.map(MailingList::id));
    }

    private static Ban ban(Optional<MailingList> list, String target) {
        return switch (Ban.parse(target)) {
            case Parsed.Value<Ban.Target>(Ban.Target read) -> new Ban(list.map(MailingList::id), read);
            case Parsed.Malformed<Ban.Target>(int _, String why) ->
                    throw new Refused("\"" + target + "\" is no address, no @domain and no /pattern/: " + why + ".");
        };
    }

    private static String where(Optional<MailingList> list) {
        return list.map(found -> found.address().key()).orElse(SITE);
    }
}
