package org.chancery.posting.sealing;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.Arrivals;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.Mark;
import org.chancery.keyring.SignatureMemory;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.chancery.posting.LetterOpening;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.protection.Authored;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.OpenedMessage;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.Framing;
import org.chancery.protection.Reader;
import org.chancery.protection.Sealing;
import org.chancery.protection.Technology;
import org.chancery.sender.Inspection;

/// Mail to `LIST-owner@` that is encrypted: the key of the list names that address and directories give it for it, so programs encrypt to it.
/// It is opened with the keys of the list and sealed to each owner with a usable key, signed by the list where it can. An owner without one
/// hears that something came: no content, no subject, no author. There is no way from here to a copy in clear.
///
/// Refused in the one sentence for everything that cannot be opened is also what the keys of some list opened before, or what is addressed inside to another address
/// of this list: it is somebody else's, and whoever sent it wants to see it opened. So is what holds a posting key, and S/MIME that anybody could have changed
/// on the way (no signature inside that fits, no authenticated encryption): whoever may write to owners is anybody, and the owner's program would show it.
///
/// Example: `mail.look(received, message, list, owners)` is [Look.Plain] for mail in clear.
public final class OwnersMail {
    private static final Set<Technology> BOTH = EnumSet.allOf(Technology.class);
    private static final String KIND = "owner";

    private final ListKeyrings keyrings;
    private final SignatureMemory memory;
    private final LetterOpening guard;
    private final NoticeWriter writer;
    private final SecureRandom random;

    public OwnersMail(ListKeyrings keyrings, SignatureMemory memory, LetterOpening guard, NoticeWriter writer, SecureRandom random) {
        this.keyrings = keyrings;
        this.memory = memory;
        this.guard = guard;
        this.writer = writer;
        this.random = random;
    }

    /// What becomes of a mail.
    public sealed interface Look {
        /// Not encrypted, or the list has no key: it goes on as it came.
        record Plain() implements Look {}

        /// With what its sender is told.
        record Refused(String why) implements Look {}

        /// There is no room for more encrypted mail at the moment, or none for more from there.
        record Busy() implements Look {}

        /// It came before, under `first`: owners have it once.
        record Again(ReceiptId first) implements Look {}

        /// What goes to the owners in its place. `marks`: by what it is known when it comes again, here or to another address of the list.
        record Sealed(List<Notice> notices, List<Mark> marks) implements Look {
            public Sealed {
                notices = List.copyOf(notices);
                marks = List.copyOf(marks);
            }
        }
    }

    public Look look(Received received, Message message, MailingList list, List<Address> owners) {
        ListKeyring keys = keyrings.of(list);
        Opener opener = keys.opener(BOTH, received.at());
        if (keys.fingerprints().isEmpty() || opener.encryption(message).isEmpty()) {
            return new Look.Plain();
        }
        Map<Address, Optional<Reader>> readers = readers(keys, owners, received.at());
        if (readers.values().stream().allMatch(Optional::isEmpty)) {
            return new Look.Refused("Nobody behind this list has a key for encrypted mail; write to this address in clear, without what must stay secret");
        }
        return guard.<Look>of(received, list, () -> open(opener, received, message, list, keys, readers), Look.Refused.class::isInstance).orElseGet(Look.Busy::new);
    }

    /// What is refused is remembered as well: it may not be a post tomorrow.
    private Look open(Opener opener, Received received, Message message, MailingList list, ListKeyring keys, Map<Address, Optional<Reader>> readers) {
        Arrivals arrivals = memory.owners(list);
        Opening opening = opener.open(message, received.at(), arrivals);
        Optional<Inside> inside = opened(opening, received, message, keys);
        if (inside.isEmpty()) {
            arrivals.remember(opening.report(), received.at());
            return new Look.Refused(Opening.REFUSAL + " Its key: " + String.join(", ", keys.fingerprints()));
        }
        return new Look.Sealed(notices(inside.get(), list, readers), arrivals.marks(opening.report()));
    }

    /// All of them, in their order; empty for whom nothing can be sealed.
    private static Map<Address, Optional<Reader>> readers(ListKeyring keys, List<Address> owners, Instant now) {
        Map<Address, Optional<Reader>> readers = new LinkedHashMap<>();
        owners.forEach(owner -> readers.put(owner, keys.reader(owner, BOTH, now)));
        return readers;
    }

    /// What is to be sealed, and with which keys the list signs it.
    private record Inside(Message readable, Message outer, Authored authored, Opening opening, Map<Technology, EntitySigner> signers) {}

    private static Optional<Inside> opened(Opening opening, Received received, Message message, ListKeyring keys) {
        return opening.authored().filter(_ -> !opening.report().mayHaveBeenChanged() && !opening.report().isReplayed())
                .map(authored -> new Inside(OpenedMessage.of(message, authored), OpenedMessage.outside(message, authored), authored, opening, keys.signers(received.at())))
                .filter(inside -> Inspection.of(inside.readable()) instanceof Inspection.Clean);
    }

    private List<Notice> notices(Inside inside, MailingList list, Map<Address, Optional<Reader>> readers) {
        Optional<Authored.Verbatim> verbatim = inside.authored() instanceof Authored.Verbatim packets ? Optional.of(packets) : Optional.empty();
        Sealing sealing = Sealing.of(fromList(inside.readable(), list), verbatim, inside.signers(), ProtectionPolicy.of(list.settings()).hidesRecipients(), random)
                .under(fromList(inside.outer(), list)).framed(Framing.of(inside.opening().report()));
        List<Notice> notices = new ArrayList<>();
        readers.forEach((owner, reader) -> notices.add(reader.map(found -> new Notice(KIND, Optional.empty(), List.of(owner), sealing.copyFor(found).toByteArray()))
                .orElseGet(() -> word(list, owner))));
        return notices;
    }

    /// What was encrypted anew bears no signature of the author's domain any more, so it is from the list, which has a key for this address;
    /// answers go to the author.
    private static Message fromList(Message readable, MailingList list) {
        List<Mailbox> authors = switch (Authors.of(readable)) {
            case Authors.Single(Mailbox author) -> List.of(author.honest());
            case Authors.Several(List<Mailbox> several) -> several.stream().map(Mailbox::honest).toList();
            case Authors.None _, Authors.Malformed _ -> List.of();
        };
        String owners = list.address().localPart() + "-owner";
        String name = authors.isEmpty() ? owners : shown(authors.getFirst()) + " via " + owners;
        MessageEdit edit = readable.edit().removeAll("Sender").removeAll("Autocrypt").removeAll("OpenPGP").removeAll("Return-Path").removeAll("From")
                .append(HeaderField.addresses("From", List.of(new Mailbox(name, Address.of(owners, list.domain())))));
        if (!authors.isEmpty() && readable.headers().first("Reply-To").isEmpty()) {
            edit.append(HeaderField.addresses("Reply-To", authors));
        }
        return edit.build();
    }

    private static String shown(Mailbox author) {
        return author.displayName().isBlank() ? author.address().toString() : author.displayName();
    }

    private Notice word(MailingList list, Address owner) {
        Address help = Address.of(list.address().localPart() + "-help", list.domain());
        return writer.write(Draft.of(TextId.CLOSED_OWNER_MAIL, list, new Mailbox(list.address().localPart(), help), owner).with("address", owner.toString()));
    }
}
