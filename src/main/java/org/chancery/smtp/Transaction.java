package org.chancery.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chancery.mail.Envelope;
import org.chancery.mail.Parsed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mail transaction of a session: MAIL, RCPT, then DATA (RFC 5321 section 3.3) or BDAT (RFC 3030).
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final Wire wire;
    private final SmtpServerOptions options;
    private Optional<Envelope.MailFrom> mailFrom = Optional.empty();
    private final List<Envelope.Recipient> recipients = new ArrayList<>();
    private long declaredOctets;
    private Optional<MessageBuffer> chunks = Optional.empty();

    Transaction(Wire wire, SmtpServerOptions options) {
        this.wire = wire;
        this.options = options;
    }

    boolean isOpen() {
        return mailFrom.isPresent();
    }

    void reset() {
        mailFrom = Optional.empty();
        recipients.clear();
        declaredOctets = 0;
        chunks.ifPresent(MessageBuffer::close);
        chunks = Optional.empty();
    }

    // ---- envelope

    Answer mail(SmtpSession session, String argument) {
        if (isOpen()) {
            return Answer.of(503, "5.5.1", "MAIL was already given");
        }
        return switch (EnvelopeCommand.mail(argument, options.maxMessageBytes())) {
            case EnvelopeCommand.Refused<Envelope.MailFrom>(SmtpReply reply) -> Answer.of(reply);
            case EnvelopeCommand.Understood<Envelope.MailFrom>(Envelope.MailFrom path, long declared) ->
                mail(session, path, declared);
        };
    }

    private Answer mail(SmtpSession session, Envelope.MailFrom path, long declared) {
        SmtpReply reply = guarded(session, () -> options.handler().mail(session, path));
        if (reply.isPositive()) {
            mailFrom = Optional.of(path);
            declaredOctets = declared;
        }
        return Answer.of(reply);
    }

    Answer rcpt(SmtpSession session, String argument) {
        if (mailFrom.isEmpty() || chunks.isPresent()) {
            return Answer.of(503, "5.5.1", mailFrom.isEmpty() ? "MAIL first" : "Content has begun");
        }
        if (recipients.size() >= options.maxRecipients()) {
            return Answer.of(452, "4.5.3", "Too many recipients, send the rest in another transaction");
        }
        Envelope.MailFrom path = mailFrom.get();
        return switch (EnvelopeCommand.recipient(argument, path.smtpUtf8(), options.hostname())) {
            case EnvelopeCommand.Refused<Envelope.Recipient>(SmtpReply reply) -> Answer.of(reply);
            case EnvelopeCommand.Understood<Envelope.Recipient>(Envelope.Recipient recipient, long _) -> {
                SmtpReply reply = guarded(session, () -> options.handler()
                        .recipient(session, path, Collections.unmodifiableList(recipients), recipient));
                if (reply.isPositive()) {
                    recipients.add(recipient);
                }
                yield Answer.of(reply);
            }
        };
    }

    private interface Judgement {
        SmtpReply ask();
    }

    private static SmtpReply guarded(SmtpSession session, Judgement judgement) {
        try {
            return judgement.ask();
        } catch (RuntimeException e) {
            LOG.error("smtp.handler-failed session={}", session.id(), e);
            return SmtpReply.of(451, "4.3.0", "Something failed here, please come again");
        }
    }

    // ---- content

    Answer data(SmtpSession session, String argument, long sessionDeadline) throws IOException {
        if (!argument.isEmpty()) {
            return Answer.of(501, "5.5.4", "DATA has no argument");
        }
        if (recipients.isEmpty() || chunks.isPresent()) {
            return Answer.of(503, "5.5.1", chunks.isPresent() ? "BDAT has begun" : "RCPT first");
        }
        ReplyText.write(wire, SmtpReply.of(354, "", "Go ahead, end with CRLF.CRLF"));
        MessageBuffer content = newBuffer();
        try {
            return new ContentReader(content).readToEnd(wire, contentDeadline(sessionDeadline))
                    ? judged(session, content)
                    : brokenOff(content);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private MessageBuffer newBuffer() {
        return new MessageBuffer(options.memory(), options.maxMessageBytes(), declaredOctets);
    }

    private long contentDeadline(long sessionDeadline) {
        long own = System.nanoTime() + options.timeouts().content().toNanos();
        return own - sessionDeadline < 0 ? own : sessionDeadline;
    }

    private Answer brokenOff(MessageBuffer content) {
        content.close();
        reset();
        return Answer.closing(421, "4.4.2", options.hostname() + " content ended before its end");
    }

    /// A chunk (RFC 3030 section 2). Its octets are read whatever the answer is; when their number is not known, or
    /// is beyond reason, the connection ends, because then nobody can say where the next command begins.
    Answer bdat(SmtpSession session, String argument, long sessionDeadline) throws IOException {
        switch (Chunk.parse(argument)) {
            case Parsed.Malformed<Chunk>(int _, String why) -> {
                return Answer.closing(501, "5.5.4", "BDAT: " + why);
            }
            case Parsed.Value<Chunk>(Chunk chunk) -> {
                if (chunk.octets() > Chunk.MAX_SKIPPED) {
                    return Answer.closing(552, "5.3.4", "Chunk larger than any message may be");
                }
                return bdat(session, chunk, contentDeadline(sessionDeadline));
            }
        }
    }

    private Answer bdat(SmtpSession session, Chunk chunk, long deadline) throws IOException {
        boolean inOrder = !recipients.isEmpty();
        MessageBuffer content = inOrder ? chunks.orElseGet(this::newBuffer) : discarding();
        if (inOrder) {
            chunks = Optional.of(content);
        }
        if (!chunk.readInto(content, wire, deadline)) {
            return brokenOff(content);
        }
        if (!inOrder) {
            return Answer.of(503, "5.5.1", "RCPT first");
        }
        if (!chunk.isLast() && content.fault().isEmpty()) {
            return Answer.of(250, "2.0.0", chunk.octets() + " octets received");
        }
        chunks = Optional.empty(); // judged() owns it now
        LineEnds.check(content);
        return judged(session, content);
    }

    private MessageBuffer discarding() {
        MessageBuffer none = newBuffer();
        none.fail(MessageBuffer.Fault.TOO_LARGE);
        return none;
    }

    private Answer judged(SmtpSession session, MessageBuffer content) {
        byte[] message = content.toBytes();
        if (content.fault().isPresent()) {
            return refused(content.fault().get());
        }
        Envelope envelope = new Envelope(mailFrom.orElseThrow(), recipients);
        reset();
        return judged(session, envelope, message, content);
    }

    private Answer refused(MessageBuffer.Fault fault) {
        int replies = isLmtp() ? recipients.size() : 1;
        reset();
        return switch (fault) {
            case BARE_LINE_END -> all(replies, true, SmtpReply.of(550, "5.5.2", "Bare CR or LF in the message"));
            case HOLDS_NUL -> all(replies, false, SmtpReply.of(550, "5.6.0", "NUL in the message"));
            case TOO_LARGE -> all(replies, false, SmtpReply.of(
                    552, "5.3.4", "Messages have at most " + options.maxMessageBytes() + " octets here"));
            case NO_MEMORY -> all(replies, false, SmtpReply.of(451, "4.3.2", "Too much mail at once, please come again"));
        };
    }

    private static Answer all(int replies, boolean closes, SmtpReply reply) {
        return new Answer(Collections.nCopies(replies, reply), closes);
    }

    private boolean isLmtp() {
        return options.kind() == SmtpSession.Kind.LMTP;
    }

    // ---- the handler and its time

    private Answer judged(SmtpSession session, Envelope envelope, byte[] message, MessageBuffer content) {
        Deadline deadline = Deadline.after(options.timeouts().reply());
        FutureTask<List<SmtpReply>> judgement = new FutureTask<>(() -> {
            try (content) {
                return options.handler().message(session, envelope, message, deadline);
            }
        });
        Thread.ofVirtual().name("smtp-message").start(judgement);
        int replies = isLmtp() ? envelope.recipients().size() : 1;
        return await(session, judgement, deadline, replies);
    }

    private Answer await(SmtpSession session, FutureTask<List<SmtpReply>> judgement, Deadline deadline, int replies) {
        try {
            try {
                return checked(session, judgement.get(options.timeouts().reply().toNanos(), TimeUnit.NANOSECONDS), replies);
            } catch (TimeoutException _) {
                if (deadline.giveUp()) {
                    LOG.warn("smtp.deadline-passed session={} stored=no", session.id());
                    return all(replies, false, SmtpReply.of(451, "4.3.0", "This takes too long, please come again"));
                }
                return checked(session, judgement.get(options.timeouts().commit().toNanos(), TimeUnit.NANOSECONDS), replies);
            }
        } catch (TimeoutException _) {
            LOG.error("smtp.commit-hangs session={} stored=unknown", session.id());
            return Answer.silence();
        } catch (ExecutionException e) {
            LOG.error("smtp.handler-failed session={}", session.id(), e.getCause());
            return all(replies, false, SmtpReply.of(451, "4.3.0", "Something failed here, please come again"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.silence();
        }
    }

    private static Answer checked(SmtpSession session, List<SmtpReply> given, int replies) {
        if (given.size() != replies) {
            LOG.error("smtp.handler-failed session={} replies={} expected={}", session.id(), given.size(), replies);
            return all(replies, false, SmtpReply.of(451, "4.3.0", "Something failed here, please come again"));
        }
        return new Answer(given, false);
    }
}
