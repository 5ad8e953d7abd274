package org.chancery.moderation;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;

/// A moderator's wish for advice on a held post: whom to ask, in which words (may be empty), and where the answer goes (empty: to the
/// people behind the list).
///
/// Example: `new Advice(List.of(Address.of("expert@example.org")), "Is this true?", Optional.of(moderator))`.
public record Advice(List<Address> to, String note, Optional<Address> asker) {
    public Advice {
        to = List.copyOf(to);
    }

    /// As a moderator writes it into a form: addresses with commas or blanks between them. Empty when anything else is among them.
    public static Optional<Advice> of(String addresses, String note, Address asker) {
        return ReplyReader.addresses(addresses.strip()).map(to -> new Advice(to, note, Optional.of(asker)));
    }
}
