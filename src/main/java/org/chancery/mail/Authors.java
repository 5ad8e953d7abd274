package org.chancery.mail;

import java.util.List;

/// Whom a message names as its author (RFC 5322 section 3.6.2, RFC5322.From). A claim, not a proof.
/// Only [Single] can be compared with evidence; everything else is nobody in particular.
public sealed interface Authors {

    /// Exactly one From field with exactly one mailbox.
    record Single(Mailbox mailbox) implements Authors {}

    /// No From field, or one without any address.
    record None() implements Authors {}

    /// One From field with several mailboxes, as RFC 5322 allows.
    record Several(List<Mailbox> mailboxes) implements Authors {
        public Several {
            mailboxes = List.copyOf(mailboxes);
        }
    }

    /// More than one From field, or one that cannot be read in one way only. `why` is one clause.
    record Malformed(String why) implements Authors {}

    static Authors of(Message message) {
        List<Header> fields = message.headers().all("From");
        return switch (fields.size()) {
            case 0 -> new None();
            case 1 -> of(MailboxList.parse(fields.getFirst().value()));
            default -> new Malformed("more than one From field");
        };
    }

    private static Authors of(Parsed<List<Mailbox>> parsed) {
        return switch (parsed) {
            case Parsed.Malformed<List<Mailbox>>(int _, String why) -> new Malformed(why);
            case Parsed.Value<List<Mailbox>>(List<Mailbox> boxes) -> of(boxes);
        };
    }

    private static Authors of(List<Mailbox> boxes) {
        return switch (boxes.size()) {
            case 0 -> new None();
            case 1 -> new Single(boxes.getFirst());
            default -> new Several(boxes);
        };
    }
}
