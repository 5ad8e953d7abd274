package org.chancery.moderation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.audit.Act;
import org.chancery.content.SealedContent;
import org.chancery.delivery.PostingId;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.moderation.HeldPosts.Decision;
import org.chancery.moderation.HeldPosts.Forward;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.SecondLook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The desk of the moderators, the same behind every door: command, reply and page.
///
/// A post is decided once. Whatever door is quicker, one transaction moves it out of HELD, and with it go the release, the
/// mail to its author and the line in the audit log; who comes second is told what became of it. A post whose rule asks for
/// several approvals waits until as many different people have agreed; its author is none of them.
///
/// Example: `desk.decide(new Decider("ann@example.org", "mail"), post, Verb.REJECT, "off topic", () -> true)`.
public final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Decider TIME = new Decider("server", "time");
    private static final Decider EXTENDED = new Decider("server", "key extended");
    private static final String WITHDRAWN = "withdrawn by its author";
    private final Receipts receipts;
    private final Lists lists;
    private final HeldPosts heldPosts;
    private final Letters letters;
    private final InstantSource clock;
    private final Runnable distribution;

    /// `distribution` is told that there is new work.
    public Desk(Receipts receipts, Lists lists, HeldPosts heldPosts, Letters letters, InstantSource clock, Runnable distribution) {
        this.receipts = receipts;
        this.lists = lists;
        this.heldPosts = heldPosts;
        this.letters = letters;
        this.clock = clock;
        this.distribution = distribution;
    }

    /// `reason` is kept with the post; for a rejection it is what the author reads. `claim` is asked inside the commit.
    public Ruling decide(Decider who, PostingId id, Verb verb, String reason, BooleanSupplier claim) {
        Optional<Post> post = receipts.post(id);
        if (post.isEmpty() || post.get().list().isEmpty()) {
            return new Ruling.NotHeld(Order.State.EXPIRED);
        }
        String kept = verb == Verb.WITHDRAW ? WITHDRAWN : Shown.text(reason, Letters.MAX_REASON);
        Act act = who.act(clock.instant(), verb.act(), object(post.get()), detail(verb, post.get(), kept));
        Ruling ruling = heldPosts.decide(new Decision(id, verb, who.name(), kept, told(post.get(), verb, kept), act), claim);
        LOG.info("moderation.decision post={} verb={} door={} ruling={}", id, verb, who.door(), ruling.getClass().getSimpleName());
        if (ruling instanceof Ruling.Done) {
            distribution.run();
        }
        return ruling;
    }

    /// Sends a held post to a few people for advice; it waits on. `claim` is asked inside the commit.
    public Forwarding forward(Decider who, PostingId id, Advice advice, BooleanSupplier claim) {
        Optional<Post> post = receipts.post(id);
        Optional<MailingList> list = post.flatMap(Post::list).flatMap(lists::find);
        Optional<Message> message = post.flatMap(this::message);
        if (post.isEmpty() || list.isEmpty() || message.isEmpty()) {
            return new Forwarding.NotHeld(Order.State.EXPIRED);
        }
        Forwarding forwarding = forbidden(post.get(), message.get(), advice).orElseGet(() -> {
            List<Forward.Letter> mails = advice.to().stream().distinct()
                    .map(to -> new Forward.Letter(to, letters.forwarded(list.get(), post.get(), message.get(), advice, to))).toList();
            return heldPosts.forward(
                    new Forward(id, mails, who.act(clock.instant(), "held.forward", object(post.get()), "")), Forwarding.MAX_ADDRESSES, claim);
        });
        LOG.info("moderation.forward post={} door={} outcome={}", id, who.door(), forwarding.getClass().getSimpleName());
        if (forwarding instanceof Forwarding.Sent) {
            distribution.run();
        }
        return forwarding;
    }

    /// Neither the fact that stood at reception nor the look of the octets may say that it came encrypted.
    private Optional<Forwarding> forbidden(Post post, Message message, Advice advice) {
        if (Shown.cameEncrypted(post.judged().facts()) || SealedContent.isEncrypted(message)) {
            return Optional.of(new Forwarding.Encrypted());
        }
        return advice.to().stream().filter(to -> lists.find(to).isPresent()).findFirst().map(Forwarding.ToList::new);
    }

    private Optional<Message> message(Post post) {
        return receipts.message(post.receipt()).flatMap(octets -> Message.parse(octets).toOptional());
    }

    /// To whom the post was forwarded so far.
    public List<Address> forwardedTo(PostingId id) {
        return heldPosts.forwardedTo(id);
    }

    /// A held post as a page shows it: its beginning as text, empty for one that came encrypted. What the desk makes of it is in
    /// `state`.
    public record View(HeldState state, String author, Instant at, String subject, String reason, String rule, String text, List<String> approvers, int approvals) {}

    /// Empty when the post or its octets are gone.
    public Optional<View> view(PostingId id) {
        return receipts.post(id).flatMap(post -> HeldState.of(post).flatMap(state -> message(post)
                .map(message -> new View(
                        state, post.author().map(Object::toString).orElse("?"), post.at(), Shown.subject(message), Shown.line(post.judged().reason()),
                        Shown.line(post.judged().ruleText()), Enclosure.text(message), heldPosts.approvers(id), post.judged().approvals()))));
    }

    /// Who has agreed to a post that needs several approvals.
    public List<String> approvers(PostingId id) {
        return heldPosts.approvers(id);
    }

    /// Accepts what nothing holds any more since its author extended a key; returns how many posts.
    public int reconsider(SecondLook look) {
        return (int) look.acceptable(clock.instant()).stream().filter(post -> decide(EXTENDED, post.id(), Verb.ACCEPT, "", () -> true) instanceof Ruling.Done).count();
    }

    /// Ends the waiting of everything that waited too long; returns how many posts. Safe to be cut and begun anew.
    public int expire(int limit) {
        Instant now = clock.instant();
        int expired = 0;
        for (PostingId id : heldPosts.overdue(now, limit)) {
            Optional<Post> post = receipts.post(id);
            if (post.isPresent() && heldPosts.expire(id, now, expiryNotice(post.get(), now), TIME.act(now, "held.expire", object(post.get()), ""))) {
                expired++;
            }
        }
        if (expired > 0) {
            distribution.run();
        }
        return expired;
    }

    private Optional<Notice> expiryNotice(Post post, Instant now) {
        return author(post).map(told -> letters.expired(told, Duration.between(post.at(), now).toDays()));
    }

    private List<Notice> told(Post post, Verb verb, String reason) {
        return verb == Verb.REJECT ? author(post).map(told -> letters.rejected(told, reason)).stream().toList() : List.of();
    }

    /// The author if a mail to the author is no backscatter.
    private Optional<Letters.Told> author(Post post) {
        Optional<MailingList> list = post.list().flatMap(lists::find);
        Optional<Message> message = message(post);
        return list.isEmpty() || message.isEmpty() || post.author().isEmpty() || ProvedSender.of(post.judged().facts()) == ProvedSender.NONE
                ? Optional.empty()
                : Optional.of(new Letters.Told(list.get(), post.author().get(), message.get()));
    }

    private String object(Post post) {
        String list = post.list().flatMap(lists::find).map(found -> found.address().toString()).orElse("");
        return list + " post=" + post.id() + " receipt=" + post.receipt();
    }

    private static String detail(Verb verb, Post post, String reason) {
        String allowed = verb == Verb.ALWAYS ? "always: " + post.author().map(Object::toString).orElse("") + " " : "";
        return (allowed + reason).strip();
    }
}
