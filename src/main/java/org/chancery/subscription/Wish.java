package org.chancery.subscription;

import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// That `address` joins or leaves `list`. `preferences` empty: as the list gives them to new members. `answering` is the mail that
/// asked, if one did.
///
/// Example: `Wish.of(list, address, Door.FORM, Asker.ANYBODY).named("Ann")`.
public record Wish(
        MailingList list, Address address, String displayName, Optional<Preferences> preferences, Door door, Asker asker, Optional<Message> answering) {

    public static Wish of(MailingList list, Address address, Door door, Asker asker) {
        return new Wish(list, address, "", Optional.empty(), door, asker, Optional.empty());
    }

    public Wish named(String name) {
        return new Wish(list, address, name, preferences, door, asker, answering);
    }

    public Wish with(Preferences chosen) {
        return new Wish(list, address, displayName, Optional.of(chosen), door, asker, answering);
    }

    /// Asked at another address of whoever asks, which proves nothing about that one.
    Wish to(Address other) {
        return new Wish(list, other, displayName, preferences, door, other.equals(address) ? asker : Asker.ANYBODY, answering);
    }

    public Wish answering(Message message) {
        return new Wish(list, address, displayName, preferences, door, asker, Optional.of(message));
    }
}
