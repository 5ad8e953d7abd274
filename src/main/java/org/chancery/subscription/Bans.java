package org.chancery.subscription;

import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// Who is banned from a list or from the whole site.
///
/// Example: `bans.isBanned(list.id(), Address.of("spam@example.net"))`.
public final class Bans {
    private final BanList stored;

    public Bans(BanList stored) {
        this.stored = stored;
    }

    /// Asked anew each time it matters: when somebody asks, when he confirms, when he posts.
    public boolean isBanned(ListId list, Address address) {
        return of(Optional.of(list)).stream().anyMatch(ban -> ban.target().matches(address));
    }

    /// Those of the site, and of `list` if one is named.
    public List<Ban> of(Optional<ListId> list) {
        return stored.of(list);
    }

    /// False when it stands there already.
    public boolean add(Ban ban, Act act) {
        return stored.add(ban, act);
    }

    /// False when it does not stand there.
    public boolean remove(Ban ban, Act act) {
        return stored.remove(ban, act);
    }
}
