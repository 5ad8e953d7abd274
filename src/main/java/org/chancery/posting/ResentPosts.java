package org.chancery.posting;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.policy.Facts;
import org.chancery.policy.Standing;

/// What one of a list's people had it send to outsiders, for its members: the very mail with the commands, as it came, encrypted and signed by its author, so
/// that everybody sees who had what sent to whom. It is no post that was judged: who may have the list write may let its members read it.
///
/// Example: `posts.share(received, message, list, author, "kit@example.com: sent, encrypted to 0123…")`.
public final class ResentPosts {
    private static final String RULE = "resent";
    private final Receipts receipts;
    private final ContentMac contentMac;
    private final InstantSource clock;
    private final SecureRandom random;

    public ResentPosts(Receipts receipts, ContentMac contentMac, InstantSource clock, SecureRandom random) {
        this.receipts = receipts;
        this.contentMac = contentMac;
        this.clock = clock;
        this.random = random;
    }

    /// Stores it under a receipt of its own and returns when it is durable. `note`: to whom it went and how, in one line; no content.
    public void share(Received mail, Message message, MailingList list, Address author, String note) {
        Instant now = clock.instant();
        Facts facts = Facts.builder().role(Standing.Role.MEMBER).encryption(Facts.Encryption.LIST).signature(Facts.Signature.KNOWN_KEY).build();
        Order.Judged judged = new Order.Judged("accept", "built-in", 0, RULE, note, list.policy().version(), 1, facts.toMap(), "");
        Order order = new Order(list.id(), Order.State.ACCEPTED, Optional.of(author), judged).protectedBy(new Order.Protection(true, List.of()));
        Receipt receipt = new Receipt(ReceiptId.create(now, random), now, mail.session().toMap(), mail.envelope(), MessageIds.of(message),
                contentMac.of(message), contentMac.whole(mail.octets()), mail.octets().length);
        receipts.commit(receipt, mail.octets(), List.of(order), List.of(), () -> true);
    }

    static boolean isOne(Order.Judged judged) {
        return judged.source().equals("built-in") && judged.ruleText().equals(RULE);
    }
}
