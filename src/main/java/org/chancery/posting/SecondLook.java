package org.chancery.posting;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.MemberKeys;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.policy.Decision;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.posting.Judges.Prepared;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Technology;

/// Posts that wait because the key of their author was past its time are judged again when that key was extended (encrypted-lists.md 1.5, row 13): by the
/// facts of the moment they came, and by what their signature is worth now. Each is looked at within [#WHILE] of the change and not later, so that other changes
/// of the list do not let go what moderators have been looking at for days.
///
/// Example: `look.acceptable(now)` gives the posts that nothing holds any more.
public final class SecondLook {
    static final Duration WHILE = Duration.ofHours(1);
    private final Receipts receipts;
    private final Lists lists;
    private final MemberKeys keys;
    private final ListKeyrings keyrings;
    private final Judges judges = new Judges();

    public SecondLook(Receipts receipts, Lists lists, MemberKeys keys, ListKeyrings keyrings) {
        this.receipts = receipts;
        this.lists = lists;
        this.keys = keys;
        this.keyrings = keyrings;
    }

    public List<Receipts.Post> acceptable(Instant now) {
        return receipts.held(Optional.empty()).stream().filter(post -> facts(post).present().contains(FactName.EXPIRED_SIGNATURE))
                .filter(post -> post.list().flatMap(lists::find).filter(list -> isExtended(post, list, now) && isAccepted(post, list, now)).isPresent()).toList();
    }

    private static Facts facts(Receipts.Post post) {
        return Facts.fromMap(post.judged().facts());
    }

    private boolean isExtended(Receipts.Post post, MailingList list, Instant now) {
        return post.author().isPresent() && keys.bound(list.id()).stream().anyMatch(bound -> bound.key().isActive() && bound.addresses().contains(post.author().get())
                && bound.key().changed().isAfter(post.at()) && bound.key().changed().isAfter(now.minus(WHILE)));
    }

    /// The signature was written down when the post came: no other post can have been accepted with it since.
    private boolean isAccepted(Receipts.Post post, MailingList list, Instant now) {
        Optional<Message> message = receipts.message(post.receipt()).flatMap(octets -> Message.parse(octets).toOptional());
        return message.map(mail -> keyrings.of(list).opener(EnumSet.allOf(Technology.class), post.at()).open(mail, now, AcceptedSignatures.NONE).report())
                .filter(report -> isAccepted(report, facts(post), post.author().orElseThrow(), judges.of(list))).isPresent();
    }

    private static boolean isAccepted(CryptoReport report, Facts stored, Address author, Prepared list) {
        boolean isSigned = new SignatureEvidence(report, list.protection(), !stored.roles().isEmpty()).all().stream()
                .anyMatch(evidence -> evidence instanceof Evidence.SignedBy signed && signed.signer().filter(author::equals).isPresent());
        Facts known = stored.toBuilder().has(FactName.EXPIRED_SIGNATURE, false).signedBy(Facts.Signature.KNOWN_KEY).build();
        return isSigned && list.judge().decide(known) instanceof Decision.Accept;
    }
}
