package org.chancery.posting;

import org.chancery.list.MailingList;
import org.chancery.mail.Address;

/// The port to whom a list, or the whole site, has banned.
@FunctionalInterface
public interface Bans {
    boolean isBanned(MailingList list, Address address);
}
