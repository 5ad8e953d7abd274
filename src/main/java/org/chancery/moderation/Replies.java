package org.chancery.moderation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.authentication.Proofs;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Answers;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.Outbox;
import org.chancery.posting.Authentication;
import org.chancery.posting.Disposition;
import org.chancery.posting.Received;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers to the mails of the desk, as they come in at a token address. Table of authorisation.md section 1.6: nothing that a
/// machine wrote acts (RFC 3834), nothing that comes from another mailbox than the token was made for acts, and nothing acts
/// without a clear word. What does not act is taken with 250 and logged, so that nobody learns by trying.
///
/// A From that fails DMARC is refused. A moderator's must be proved as well: the token was mailed, and mail is forwarded,
/// archived and quoted. Who is refused is told to use the page.
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final Duration ONCE = Duration.ofDays(1);
    private static final Disposition TOO_LATE = new Disposition.TryLater("4.3.0", "Not stored in time; please send it again");
    private final Desk desk;
    private final Letters letters;
    private final Authentication authentication;
    private final Answers answers;
    private final Outbox outbox;

    public Replies(Desk desk, Letters letters, Authentication authentication, Answers answers, Outbox outbox) {
        this.desk = desk;
        this.letters = letters;
        this.authentication = authentication;
        this.answers = answers;
        this.outbox = outbox;
    }

    /// The decision is durable when this returns.
    public Disposition receive(Received received, Bearer bearer, BooleanSupplier claim) {
        return switch (Message.parse(received.octets())) {
            case Parsed.Malformed<Message>(int _, String why) ->
                    new Disposition.Refused(550, "5.6.0", "This is not a well-formed message: " + why);
            case Parsed.Value<Message>(Message message) -> act(received, message, bearer, claim);
        };
    }

    private Disposition act(Received received, Message message, Bearer bearer, BooleanSupplier claim) {
        Optional<String> idle = AutomaticMail.reason(message, received.envelope().mailFrom().path())
                .or(() -> isFrom(message, bearer.address()) ? Optional.empty() : Optional.of("another From"));
        if (idle.isPresent()) {
            LOG.info("moderation.reply.ignored receipt={} list={} post={} why=\"{}\"", received.id(), bearer.list().address(), bearer.posting(), idle.get());
            return new Disposition.Accepted(received.id());
        }
        return distrust(received, message, bearer).orElseGet(() -> obey(received, message, bearer, claim));
    }

    /// Why a person's answer is not taken for that person's; empty when it is.
    private Optional<Disposition> distrust(Received received, Message message, Bearer bearer) {
        Proofs.Author author = authentication.proofs(received, message).author();
        boolean trusted = author == Proofs.Author.PROVED || (author == Proofs.Author.UNPROVED && !bearer.isModerator());
        if (trusted) {
            return Optional.empty();
        }
        LOG.info("moderation.reply.distrusted receipt={} list={} post={} author={}", received.id(), bearer.list().address(), bearer.posting(), author);
        if (!received.session().tellsSender()) {
            return Optional.of(new Disposition.Accepted(received.id()));
        }
        return Optional.of(author == Proofs.Author.UNKNOWN
                ? new Disposition.TryLater("4.7.0", "The DNS did not say who this answer is from; please try again later")
                : new Disposition.Refused(550, "5.7.1", "Nothing proves that this answer is from its author (SPF, DKIM, DMARC); use the link in our mail instead"));
    }

    private Disposition obey(Received received, Message message, Bearer bearer, BooleanSupplier claim) {
        Optional<Reply> reply = ReplyReader.read(message).filter(bearer::may);
        if (reply.isEmpty()) {
            answer(bearer, message, unclear(bearer), "unclear");
            return new Disposition.Accepted(received.id());
        }
        return switch (reply.get()) {
            case Reply.Decision decision -> decide(received, message, bearer, decision, claim);
            case Reply.Forward(List<Address> to, String note) -> forward(received, message, bearer, new Advice(to, note, Optional.of(bearer.address())), claim);
        };
    }

    /// What was done is told as well: unlike a decision it can be seen nowhere else.
    private Disposition forward(Received received, Message message, Bearer bearer, Advice advice, BooleanSupplier claim) {
        Forwarding forwarding = desk.forward(new Decider(bearer.address().key(), "mail"), bearer.posting(), advice, claim);
        if (forwarding instanceof Forwarding.TooLate) {
            return TOO_LATE;
        }
        String kind = "forward " + forwarding.getClass().getSimpleName() + " " + Integer.toHexString(advice.to().hashCode());
        answer(bearer, message, forwarding.told(Sentence.language(bearer.list())), kind);
        return new Disposition.Accepted(received.id());
    }

    private Disposition decide(Received received, Message message, Bearer bearer, Reply.Decision reply, BooleanSupplier claim) {
        Ruling ruling = desk.decide(new Decider(bearer.address().key(), "mail"), bearer.posting(), reply.verb(), reply.reason(), claim);
        if (ruling instanceof Ruling.TooLate) {
            return TOO_LATE;
        }
        Sentence.of(ruling, bearer.list()).ifPresent(sentence -> answer(bearer, message, sentence, ruling.getClass().getSimpleName()));
        return new Disposition.Accepted(received.id());
    }

    /// To the address the token was made for, which is known; once a day for each kind of answer to each mail of ours.
    private void answer(Bearer bearer, Message message, String sentence, String kind) {
        if (answers.mayAnswer(bearer.address(), "desk " + Long.toHexString(bearer.key()) + " " + kind, ONCE)) {
            outbox.send(letters.answer(bearer.list(), bearer.address(), message, sentence));
        }
    }

    private static String unclear(Bearer bearer) {
        return (bearer.isModerator() ? Sentence.UNCLEAR_MODERATOR : Sentence.UNCLEAR_POSTER).in(bearer.list());
    }

    private static boolean isFrom(Message message, Address address) {
        return switch (Authors.of(message)) {
            case Authors.Single(Mailbox mailbox) -> mailbox.address().equals(address);
            case Authors.None _, Authors.Several _, Authors.Malformed _ -> false;
        };
    }
}
