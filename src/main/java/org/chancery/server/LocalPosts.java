package org.chancery.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.Injector;
import org.chancery.audit.Act;
import org.chancery.audit.Audit;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.posting.Disposition;
import org.chancery.posting.Order;
import org.chancery.posting.Posting;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.posting.Site;

/// Messages that an administrator of this machine hands to the line: `chancery post` and `chancery policy test`.
final class LocalPosts {
    private final Posting posting;
    private final Audit audit;
    private final Site site;

    LocalPosts(Posting posting, Audit audit, Site site) {
        this.posting = posting;
        this.audit = audit;
        this.site = site;
    }

    /// The act is logged before the message enters, so that no message is injected without a trace; a refusal leaves the trace of a try.
    Injector.Reply inject(MailingList list, Optional<Address> as, byte[] message, Act act) {
        if (list.state() != MailingList.State.OPEN) {
            return new Injector.Reply(false, "550 5.1.1 " + list.address() + " is closed; open it with \"chancery list open\"");
        }
        audit.note(act);
        return switch (posting.receive(received(list, as, message), List.of(list), () -> true).getFirst()) {
            case Disposition.Accepted(ReceiptId receipt) -> new Injector.Reply(true, "250 2.0.0 accepted " + receipt);
            case Disposition.Refused(int code, String status, String text) -> new Injector.Reply(false, code + " " + status + " " + text);
            case Disposition.TryLater(String status, String text) -> new Injector.Reply(false, "451 " + status + " " + text);
        };
    }

    /// As if it came from outside with nothing proved.
    Order.Judged judge(MailingList list, byte[] octets) {
        return switch (Message.parse(octets)) {
            case Parsed.Value<Message>(Message message) -> posting.test(outside(list, octets), message, list);
            case Parsed.Malformed<Message>(int _, String why) -> new Order.Judged(
                    "refuse", "built-in", 0, "well-formed", "This is not a well-formed message: " + why, list.policy().version(), 1, Map.of(), "");
        };
    }

    private Received received(MailingList list, Optional<Address> as, byte[] message) {
        Session session = new Session(Session.Door.COMMAND, "", "", Optional.empty(), as.map(Address::key), false, false);
        Envelope.MailFrom from = as.map(Envelope.MailFrom::of).orElseGet(() -> Envelope.MailFrom.of(ownersOf(list)));
        return new Received(ReceiptId.create(site.clock().instant(), site.random()), site.clock().instant(), session, envelope(from, list), message);
    }

    private Received outside(MailingList list, byte[] message) {
        Session session = new Session(Session.Door.MX, "", "", Optional.empty(), Optional.empty(), false, false);
        return new Received(
                ReceiptId.create(site.clock().instant(), site.random()), site.clock().instant(), session,
                envelope(Envelope.MailFrom.of(ownersOf(list)), list), message);
    }

    /// Who injects without a name is the administrator: reports go to the people behind the list.
    private static Address ownersOf(MailingList list) {
        return Address.of(list.address().localPart() + "-owner", list.domain());
    }

    private static Envelope envelope(Envelope.MailFrom from, MailingList list) {
        return new Envelope(from, List.of(Envelope.Recipient.of(list.address())));
    }
}
