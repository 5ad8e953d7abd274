package org.chancery.smtp;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.jspecify.annotations.NullMarked;

/// A small complete handler: takes everything except recipients whose local part begins with `no`, and keeps it.
@NullMarked
class CollectingHandler implements MailHandler {
    record Taken(SmtpSession session, Envelope envelope, byte[] message) {
        String text() {
            return new String(message, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();

    @Override
    public SmtpReply mail(SmtpSession session, Envelope.MailFrom from) {
        return SmtpReply.of(250, "2.1.0", "ok");
    }

    @Override
    public SmtpReply recipient(
            SmtpSession session, Envelope.MailFrom from, List<Envelope.Recipient> soFar, Envelope.Recipient recipient) {
        Address address = recipient.address();
        return address.localPart().startsWith("no")
                ? SmtpReply.of(550, "5.1.1", "no such recipient")
                : SmtpReply.of(250, "2.1.5", "ok");
    }

    @Override
    public List<SmtpReply> message(SmtpSession session, Envelope envelope, byte[] message, Deadline deadline) {
        if (!deadline.claimCommit()) {
            throw new IllegalStateException("too late");
        }
        taken.add(new Taken(session, envelope, message));
        int replies = session.kind() == SmtpSession.Kind.LMTP ? envelope.recipients().size() : 1;
        return Collections.nCopies(replies, SmtpReply.of(250, "2.0.0", "accepted " + taken.size()));
    }
}
