package org.chancery.posting;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.PreparedPost;
import org.chancery.delivery.PreparedPosts;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.EightBit;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.chancery.policy.Facts;
import org.chancery.policy.Standing;
import org.chancery.posting.sealing.SealedPosts;
import org.chancery.posting.signing.CopySignatures;
import org.chancery.posting.signing.KeyCabinet;
import org.chancery.posting.signing.OneByOne;
import org.chancery.posting.transform.Origin;
import org.chancery.posting.transform.Passage;
import org.chancery.posting.transform.Transforms;
import org.chancery.protection.Plaintext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Behind the queue: transform → seal ([SealedPosts], on lists that ask for it) → what the couriers carry. Each post is prepared
/// once; only return path and one-click fields differ from copy to copy, and where there are such fields the DKIM signatures.
public final class OutgoingPosts implements PreparedPosts {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingPosts.class);
    private final Receipts receipts;
    private final Lists lists;
    private final SiteTokens tokens;
    private final KeyCabinet signing;
    private final SealedPosts sealedPosts;
    private final ContentMac contentMac;
    private final Site site;

    public OutgoingPosts(
            Receipts receipts, Lists lists, SiteTokens tokens, KeyCabinet signing, SealedPosts sealedPosts, ContentMac contentMac, Site site) {
        this.contentMac = contentMac;
        this.receipts = receipts;
        this.lists = lists;
        this.tokens = tokens;
        this.signing = signing;
        this.sealedPosts = sealedPosts;
        this.site = site;
    }

    @Override
    public Optional<PreparedPost> prepare(PostingId posting) {
        return receipts.post(posting).flatMap(post -> {
            if (post.list().isEmpty()) {
                return receipts.notice(posting).map(notice -> new NoticeCopy(notice, signed(notice), post.receipt().toString()));
            }
            return post.isDigest()
                    ? receipts.notice(posting).flatMap(digest -> copies(post, digest.message()))
                    : receipts.message(post.receipt()).flatMap(octets -> copies(post, octets));
        });
    }

    @Override
    public long octets(PostingId posting) {
        return receipts.size(posting);
    }

    /// What we wrote is signed by the domain in whose name we did. What is only sent on, or is written in the words of somebody else, is not ours.
    private byte[] signed(Notice notice) {
        if (TextId.ofWord(notice.kind()).isEmpty() || !(Message.parse(notice.message()) instanceof Parsed.Value<Message>(Message mail))) {
            return notice.message();
        }
        List<SigningKey> keys = Authors.of(mail) instanceof Authors.Single(Mailbox author) ? signing.signing(author.address().domain()) : List.of();
        return CopySignatures.ofOwnMail(mail, keys, site.clock().instant());
    }

    /// A post as the digest of this list may show it.
    public Message inDigest(MailingList list, Message post) {
        Passage passage = new Passage(list, "", site.clock().instant(), Map.of(), site.hostname(), site.webUrl());
        return Transforms.inDigest(post, passage);
    }

    /// What a list does to a post on its way to the members, in the order in which it does it and by its settings of today: for who asks what became
    /// of it. Empty when its octets are gone, or when it is no post.
    public List<String> changes(Receipts.Post post) {
        Optional<MailingList> list = post.list().flatMap(lists::find);
        Optional<Receipt> receipt = receipts.find(post.receipt());
        Optional<Message> message = receipts.message(post.receipt()).flatMap(octets -> Message.parse(octets).toOptional());
        if (list.isEmpty() || receipt.isEmpty() || message.isEmpty() || post.isDigest()) {
            return List.of();
        }
        List<String> changes = new ArrayList<>(
                isSealed(post, list.get()) ? List.of("seal") : Transforms.named(message.get(), passage(post, receipt.get(), list.get())));
        if (!signing.signing(list.get().domain()).isEmpty()) {
            changes.add("sign");
        }
        return changes;
    }

    private static boolean isSealed(Receipts.Post post, MailingList list) {
        return cameEncrypted(post) || (!post.isDigest() && !ProtectionPolicy.of(list.settings()).isNone());
    }

    private static boolean cameEncrypted(Receipts.Post post) {
        return !post.isDigest() && Facts.fromMap(post.judged().facts()).encryption() == Facts.Encryption.LIST;
    }

    private Passage passage(Receipts.Post post, Receipt receipt, MailingList list) {
        return new Passage(
                list, receipt.id().toString(), receipt.at(), receipt.session(), site.hostname(), site.webUrl(), tokens.loops().create(list.id().value()),
                post.judged().tag(), post.number(), origin(post));
    }

    private static Origin origin(Receipts.Post post) {
        if (post.isDigest()) {
            return Origin.WITHIN;
        }
        return ResentPosts.isOne(post.judged()) ? new Origin.Resent(post.judged().reason()) : isFromWithin(Facts.fromMap(post.judged().facts())) ? Origin.WITHIN : Origin.OUTSIDE;
    }

    /// Somebody of the list wrote it, and something vouches for that. Allowed posters are outsiders.
    private static boolean isFromWithin(Facts facts) {
        return facts.isProved() && facts.roles().stream().anyMatch(OutgoingPosts::isOfTheList);
    }

    private static boolean isOfTheList(Standing.Role role) {
        return switch (role) {
            case OWNER, MODERATOR, MEMBER, AUTHORISED_SENDER, PARENT_LIST -> true;
            case ALLOWED_POSTER, ANYONE -> false;
        };
    }

    private Optional<PreparedPost> copies(Receipts.Post post, byte[] octets) {
        return way(post, octets).map(way -> {
            if (way.isChanged()) {
                LOG.error("posting.changed receipt={} post={}", post.receipt(), post.id().value());
                return new ChangedPost(post.receipt().toString());
            }
            return way.isSealed() ? sealedPosts.prepare(source(way)) : clear(way);
        });
    }

    private ListCopies clear(Way way) {
        Message prepared = way.post().isDigest() ? Transforms.ofDigest(way.message(), way.passage()) : Transforms.apply(way.message(), way.passage());
        return new ListCopies(signatures(way, prepared), way.fields(), way.receipt().envelope().mailFrom().smtpUtf8());
    }

    private SealedPosts.Source source(Way way) {
        return new SealedPosts.Source(
                way.message(), way.receipt().at(), way.cameEncrypted(), way.fields(), new OneByOne(way.keys(), way.fields().names(), site.clock().instant()),
                readable -> signatures(way, readable));
    }

    private CopySignatures signatures(Way way, Message message) {
        return CopySignatures.of(message, way.keys(), way.fields().names(), findings(way.post(), way.passage(), way.message()), site.clock().instant());
    }

    /// A post that is on its way out, or a digest, and all that its copies are made of. `isChanged`: its octets are not those that were received.
    record Way(Receipts.Post post, MailingList list, Receipt receipt, Message message, CopyFields fields, List<SigningKey> keys, boolean isChanged) {
        Passage passage() {
            return fields.passage();
        }

        boolean cameEncrypted() {
            return OutgoingPosts.cameEncrypted(post);
        }

        private boolean isSealed() {
            return OutgoingPosts.isSealed(post, list);
        }
    }

    /// Empty when its octets or its list are gone, or when it is a mail of ours.
    Optional<Way> way(PostingId posting) {
        return receipts.post(posting).filter(post -> !post.isDigest()).flatMap(post -> receipts.message(post.receipt()).flatMap(octets -> way(post, octets)));
    }

    private Optional<Way> way(Receipts.Post post, byte[] octets) {
        Optional<MailingList> list = post.list().flatMap(lists::find);
        Optional<Receipt> receipt = receipts.find(post.receipt());
        boolean isChanged = receipt.isPresent() && !post.isDigest() && !isWhole(receipt.get(), octets);
        Optional<Message> message = Message.parse(isChanged ? new byte[0] : octets).toOptional();
        if (list.isEmpty() || receipt.isEmpty() || message.isEmpty()) {
            return Optional.empty();
        }
        CopyFields fields = new CopyFields(passage(post, receipt.get(), list.get()), tokens);
        return Optional.of(new Way(post, list.get(), receipt.get(), message.get(), fields, signing.signing(list.get().domain()), isChanged));
    }

    /// What all who get a copy in clear read, or would read if they might have one; without fields of a single member. Empty when it came encrypted
    /// and cannot be opened any more.
    Optional<Plaintext> readable(Way way) {
        return way.isSealed() ? sealedPosts.readable(source(way)) : Optional.of(new Plaintext(clear(way).shared()));
    }

    /// A disk that turns bits, or somebody who writes into the store, must not put words into anybody's mouth.
    private boolean isWhole(Receipt receipt, byte[] octets) {
        return receipt.octetsMac().length == 0 || MessageDigest.isEqual(receipt.octetsMac(), contentMac.whole(octets));
    }

    /// What is stored is not what was received: nobody gets it, and `queue show` says why.
    record ChangedPost(String receipt) implements PreparedPost {
        static final String WHY = "the stored post is not what was received: look with \"chancery verify\", then restore a backup or drop it";

        @Override
        public byte[] shared() {
            return new byte[0];
        }

        @Override
        public CopyContent contentFor(OptionalLong membership, Address recipient) {
            return new CopyContent.NotYet(WHY);
        }

        @Override
        public MailFrom returnPath(OptionalLong membership) {
            return MailFrom.nullSender();
        }
    }

    /// What is sealed tells where the post came from, which an anonymous list keeps to itself. A digest begins with us.
    private static Optional<CopySignatures.Findings> findings(Receipts.Post post, Passage passage, Message received) {
        return post.isDigest() || passage.list().settings().flag(Setting.ANONYMOUS)
                ? Optional.empty()
                : CopySignatures.Findings.of(passage.hostname(), Optional.ofNullable(passage.session().get(Passage.RESULTS)), received);
    }

    /// Mail to named people: as it was stored, and signed where it is our own.
    private record NoticeCopy(Notice notice, byte[] shared, String receipt) implements PreparedPost {

        @Override
        public CopyContent contentFor(OptionalLong membership, Address recipient) {
            return new CopyContent.Shared(new byte[0]);
        }

        @Override
        public MailFrom returnPath(OptionalLong membership) {
            boolean eightBit = EightBit.isIn(notice.message());
            return new MailFrom(notice.returnPath(), Optional.empty(), false, eightBit, Optional.empty(), Optional.empty());
        }
    }

    /// The copies of one post on one list.
    private static final class ListCopies implements PreparedPost {
        private final CopySignatures signatures;
        private final CopyFields fields;
        private final boolean eightBit;
        private final boolean utf8;

        /// Raw UTF-8 in a header asks for SMTPUTF8 (RFC 6531) only if the author's side did: without it such a header is an old
        /// bad habit that receivers take as it is, and asking would lose the copy at each of them that lacks the extension.
        ListCopies(CopySignatures signatures, CopyFields fields, boolean askedForUtf8) {
            byte[] shared = signatures.shared();
            this.signatures = signatures;
            this.fields = fields;
            this.utf8 = askedForUtf8 && EightBit.isIn(shared, 0, headerEnd(shared));
            this.eightBit = EightBit.isIn(shared);
        }

        @Override
        public byte[] shared() {
            return signatures.shared();
        }

        @Override
        public CopyContent contentFor(OptionalLong membership, Address recipient) {
            return new CopyContent.Shared(signatures.onTop(fields.oneClick(membership)));
        }

        @Override
        public MailFrom returnPath(OptionalLong membership) {
            return fields.returnPath(membership, utf8, eightBit);
        }

        @Override
        public String receipt() {
            return fields.passage().receipt();
        }
    }

    private static int headerEnd(byte[] octets) {
        for (int i = 0; i + 3 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] == '\r' && octets[i + 3] == '\n') {
                return i + 2;
            }
        }
        return octets.length;
    }
}
