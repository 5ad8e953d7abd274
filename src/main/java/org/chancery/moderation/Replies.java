package org.chancery.moderation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Answers;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.Outbox;
import org.chancery.posting.Disposition;
import org.chancery.posting.Received;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers to the mails of the desk, as they come in at a token address. Table of authorisation.md section 1.6: nothing that a
/// machine wrote acts (RFC 3834), nothing that comes from another mailbox than the token was made for acts, and nothing acts
/// without a clear word. What does not act is taken with 250 and logged, so that nobody learns by trying.
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final Duration ONCE = Duration.ofDays(1);
    private final Desk desk;
    private final Letters letters;
    private final Answers answers;
    private final Outbox outbox;

    public Replies(Desk desk, Letters letters, Answers answers, Outbox outbox) {
        this.desk = desk;
        this.letters = letters;
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
        Optional<Reply> reply = Reply.read(message).filter(read -> bearer.may(read.verb()));
        if (reply.isEmpty()) {
            answer(bearer, message, unclear(bearer), "unclear");
            return new Disposition.Accepted(received.id());
        }
        return decide(received, message, bearer, reply.get(), claim);
    }

    private Disposition decide(Received received, Message message, Bearer bearer, Reply reply, BooleanSupplier claim) {
        Ruling ruling = desk.decide(new Decider(bearer.address().key(), "mail"), bearer.posting(), reply.verb(), reply.reason(), claim);
        if (ruling instanceof Ruling.TooLate) {
            return new Disposition.TryLater("4.3.0", "Not stored in time; please send it again");
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
