package org.chancery.subscription;

import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;

/// Asks whether somebody is banned from a list or from the whole site.
///
/// Example: `bans.isBanned(list.id(), Address.of("spam@example.net"))`.
public final class Bans {
    private final BanList stored;

    public Bans(BanList stored) {
        this.stored = stored;
    }

    public boolean isBanned(ListId list, Address address) {
        return stored.of(Optional.of(list)).stream().anyMatch(ban -> ban.target().matches(address));
    }
}
