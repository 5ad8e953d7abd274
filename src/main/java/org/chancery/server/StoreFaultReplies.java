package org.chancery.server;

import java.util.List;
import org.chancery.mail.Envelope;
import org.chancery.smtp.Deadline;
import org.chancery.smtp.MailHandler;
import org.chancery.smtp.SmtpReply;
import org.chancery.smtp.SmtpSession;
import org.chancery.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the client what a fault of the store means for its message: 452 4.3.1 when there is no room (RFC 3463 section 3.4),
/// else 451 4.3.0. Stands here because only `server` knows both the store and the session.
///
/// Example: `new StoreFaultReplies(reception)` is the handler that the listeners get.
final class StoreFaultReplies implements MailHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFaultReplies.class);
    private static final SmtpReply NO_ROOM = SmtpReply.of(452, "4.3.1", "Not enough room here now; please come again");
    private static final SmtpReply NOT_STORED = SmtpReply.of(451, "4.3.0", "Not stored; please come again");

    private final MailHandler handler;

    StoreFaultReplies(MailHandler handler) {
        this.handler = handler;
    }

    @Override
    public SmtpReply mail(SmtpSession session, Envelope.MailFrom from) {
        try {
            return handler.mail(session, from);
        } catch (StoreException e) {
            return reply(e);
        }
    }

    @Override
    public SmtpReply recipient(
            SmtpSession session, Envelope.MailFrom from, List<Envelope.Recipient> soFar, Envelope.Recipient recipient) {
        try {
            return handler.recipient(session, from, soFar, recipient);
        } catch (StoreException e) {
            return reply(e);
        }
    }

    @Override
    public List<SmtpReply> message(SmtpSession session, Envelope envelope, byte[] message, Deadline deadline) {
        try {
            return handler.message(session, envelope, message, deadline);
        } catch (StoreException e) {
            int replies = session.kind() == SmtpSession.Kind.LMTP ? envelope.recipients().size() : 1;
            return java.util.Collections.nCopies(replies, reply(e));
        }
    }

    private static SmtpReply reply(StoreException e) {
        LOG.warn("reception.not-stored kind={} cause=\"{}\"", e.kind(), e.getMessage());
        return switch (e.kind()) {
            case DISK_FULL -> NO_ROOM;
            case TEMPORARY, FATAL -> NOT_STORED;
        };
    }
}
