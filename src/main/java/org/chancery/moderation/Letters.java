package org.chancery.moderation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.chancery.posting.HeldPost;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Receipts.Post;
import org.chancery.posting.Waiting;
import org.chancery.token.ConfirmTokens;

/// The mails of the desk. All come from `LIST-help@`, which acts on nothing; what an answer is to cause stands in Reply-To alone.
/// Their return path is null: a bounce of them is nobody's business.
public final class Letters {
    /// As the fact says it that explains how a post was protected.
    private static final Pattern UNKNOWN_SIGNER = Pattern.compile("signature=unknown (?:signer|claimed)=([0-9A-F]{16,64})");
    private final NoticeWriter writer;
    private final DeskKeys keys;
    private final Supplier<Optional<String>> webUrl;

    public Letters(NoticeWriter writer, DeskKeys keys, Supplier<Optional<String>> webUrl) {
        this.writer = writer;
        this.keys = keys;
        this.webUrl = webUrl;
    }

    /// To one moderator: the post as he may see it, why it is held, and how to answer.
    Notice toModerator(HeldPost post, Message shown, Waiting.Key key) {
        String token = keys.token(key, post.list(), post.received().id());
        return writer.write(judged(draft(TextId.HELD_MODERATORS, post.list(), key.bearer()), post)
                .replyTo(ConfirmTokens.replyTo(post.list().address(), token))
                .with("signer", unknownSigner(post))
                .with("size", String.format(Locale.ROOT, "%d KB", (post.message().size() + 1023) / 1024))
                .with("expires", Shown.time(key.expires()))
                .with("page", page(post.list(), token))
                .enclosing(shown));
    }

    /// What the post is, and why it was decided as it was.
    private static Draft judged(Draft draft, HeldPost post) {
        return draft.with("author", post.author().map(Address::toString).orElse("?"))
                .with("subject", Shown.subject(post.message()))
                .with("decision", post.judged().decision())
                .with("reason", Shown.line(post.judged().reason()))
                .with("rule", Shown.line(post.judged().ruleText()))
                .with("evidence", Shown.facts(post.judged().facts()));
    }

    /// Whose signature the post bears, if the list does not know it; empty otherwise.
    private static String unknownSigner(HeldPost post) {
        Matcher found = UNKNOWN_SIGNER.matcher(post.judged().facts().getOrDefault("protection", ""));
        return found.find() ? String.join(" ", found.group(1).split("(?<=\\G.{4})")) : "";
    }

    /// To somebody whom the policy tells what it did.
    Notice outcome(HeldPost post, Message shown, Address told) {
        return writer.write(judged(draft(TextId.POST_OUTCOME, post.list(), told), post).enclosing(shown));
    }

    /// To owners, who know each other: a post as it came, and what was decided on it.
    Notice copy(HeldPost post, List<Address> owners) {
        return writer.write(judged(draft(TextId.OWNER_COPY, post.list(), owners.getFirst()).to(owners), post)
                .with("receipt", post.received().id().toString())
                .enclosing(Enclosure.asItCame(post.message())));
    }

    /// To an owner who may not see the post: not even the words of the rule, which may name its author.
    Notice closedCopy(HeldPost post, Address owner) {
        return writer.write(draft(TextId.CLOSED_OWNER_COPY, post.list(), owner)
                .with("address", owner.toString())
                .with("decision", post.judged().decision())
                .with("rule", post.judged().source() + " " + post.judged().rule())
                .with("receipt", post.received().id().toString()));
    }

    /// To the author, who can take the post back.
    Notice toPoster(HeldPost post, Waiting.Key key) {
        String token = keys.token(key, post.list(), post.received().id());
        return writer.write(draft(TextId.HELD_POSTER, post.list(), key.bearer())
                .replyTo(ConfirmTokens.replyTo(post.list().address(), token))
                .with("subject", Shown.subject(post.message()))
                .with("reason", Shown.line(post.judged().reason()))
                .with("page", page(post.list(), token))
                .answering(post.message()));
    }

    /// The post as its author, who is proved, knows it.
    record Told(MailingList list, Address author, Message message) {
        String subject() {
            return Shown.subject(message);
        }
    }

    /// To the author of a rejected post, in the moderator's words.
    Notice rejected(Told told, String reason) {
        return writer.write(draft(TextId.REJECTED_POSTER, told.list(), told.author())
                .with("subject", told.subject()).with("reason", Shown.text(reason, MAX_REASON)).answering(told.message()));
    }

    /// Characters of a moderator's reason.
    static final int MAX_REASON = 2_000;

    /// To the author of a post that nobody decided about.
    Notice expired(Told told, long days) {
        return writer.write(draft(TextId.EXPIRED_POSTER, told.list(), told.author())
                .with("subject", told.subject()).with("days", Long.toString(days)).answering(told.message()));
    }

    /// To somebody whose advice a moderator wants: the post as moderators see it. No token of anybody is in it, and the answer goes to
    /// whoever asks.
    Notice forwarded(MailingList list, Post post, Message message, Advice advice, Address to) {
        Address answers = advice.asker().orElseGet(() -> Address.of(list.address().localPart() + "-owner", list.domain()));
        return writer.write(draft(TextId.HELD_FORWARD, list, to)
                .replyTo(answers)
                .with("address", answers.toString())
                .with("author", post.author().map(Address::toString).orElse("?"))
                .with("subject", Shown.subject(message))
                .with("reason", Shown.line(post.judged().reason()))
                .with("message", Shown.text(advice.note(), MAX_REASON))
                .enclosing(Enclosure.of(message)));
    }

    /// To one moderator, about all lists: from the postmaster of the first, since it is not one list that writes.
    Notice reminder(MailingList first, Address moderator, int count, String posts) {
        return writer.write(Draft.of(TextId.HELD_REMINDER, first, Mailbox.of(Address.of("postmaster", first.domain())), moderator).fromBounces()
                .with("count", Integer.toString(count)).with("posts", posts));
    }

    /// To somebody whose answer to a mail of ours did not do what he may have meant.
    Notice answer(MailingList list, Address to, Message answered, String sentence) {
        return writer.write(draft(TextId.COMMAND_RESULTS, list, to).with("results", sentence).answering(answered));
    }

    private static Draft draft(TextId text, MailingList list, Address to) {
        return Draft.of(text, list, Mailbox.of(Address.of(list.address().localPart() + "-help", list.domain())), to).fromBounces();
    }


    /// Where a button does the same; without web pages the address to answer.
    String page(MailingList list, String token) {
        return webUrl.get().map(url -> url + "/m/" + token).orElseGet(() -> ConfirmTokens.replyTo(list.address(), token).toString());
    }

    String page(Waiting.Key key, MailingList list, ReceiptId receipt) {
        return page(list, keys.token(key, list, receipt));
    }
}
