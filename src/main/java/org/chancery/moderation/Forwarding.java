package org.chancery.moderation;

import java.util.List;
import java.util.stream.Collectors;
import org.chancery.mail.Address;
import org.chancery.notice.Language;
import org.chancery.posting.Order;

/// What came of forwarding a held post to somebody whose advice a moderator wants. The post waits on in any case.
///
/// Example: `desk.forward(who, post, advice, () -> true).told(Language.EN)`.
public sealed interface Forwarding {
    /// Addresses that one held post may go to; advice is asked of a few, and more would be a way around the list.
    int MAX_ADDRESSES = 5;

    /// It goes to these, and only now: who had it before gets nothing more. Empty when all had it.
    record Sent(List<Address> to) implements Forwarding {
        public Sent {
            to = List.copyOf(to);
        }
    }

    /// Nothing was sent: the post came encrypted, and only those may see it to whom the list would have sealed it.
    record Encrypted() implements Forwarding {}

    /// Nothing was sent: with these it would be more than [#MAX_ADDRESSES].
    record TooMany() implements Forwarding {}

    /// Nothing was sent: what goes to a list would reach all its members.
    record ToList(Address list) implements Forwarding {}

    /// Nothing was sent: the post waits no longer, and this is what it is.
    record NotHeld(Order.State state) implements Forwarding {}

    /// Nothing was sent: the session had been answered already.
    record TooLate() implements Forwarding {}

    /// One sentence for whoever asked.
    default String told(Language language) {
        return switch (this) {
            case Sent(List<Address> to) when to.isEmpty() -> Sentence.FORWARDED_BEFORE.in(language);
            case Sent(List<Address> to) -> Sentence.FORWARDED.in(language, to.stream().map(Address::toString).collect(Collectors.joining(", ")));
            case Encrypted() -> Sentence.FORWARD_ENCRYPTED.in(language);
            case TooMany() -> Sentence.FORWARD_TOO_MANY.in(language, MAX_ADDRESSES);
            case ToList(Address list) -> Sentence.FORWARD_TO_LIST.in(language, list.toString());
            case NotHeld(Order.State state) -> Sentence.of(state).in(language);
            case TooLate() -> Sentence.EXPIRED.in(language);
        };
    }
}
