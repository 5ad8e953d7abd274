package org.chancery.reception;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.chancery.keyring.Mark;
import org.chancery.keyword.Answered;
import org.chancery.keyword.KeywordDesk;
import org.chancery.keyword.KeywordDoor;
import org.chancery.keyword.KeywordDoor.Look;
import org.chancery.keyword.Opened;
import org.chancery.list.MailingList;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.Outbox;
import org.chancery.posting.Disposition;
import org.chancery.posting.Received;
import org.chancery.posting.ResentPosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail to `LIST-request@` that is encrypted: looked at before it is stored, obeyed afterwards.
public final class SealedErrands {
    private static final Logger LOG = LoggerFactory.getLogger(SealedErrands.class);
    private static final int LATER_AT_ONCE = 4; // each asks one server for ten seconds at most
    private static final Disposition ALONE = new Disposition.Refused(550, "5.7.1", "Send encrypted commands to one list at a time");
    private static final Disposition REFUSED = new Disposition.Refused(550, "5.7.1", Look.REFUSAL);
    private static final Disposition NO_KEY = new Disposition.Refused(550, "5.7.1", Look.NO_KEY);
    private static final Disposition BUSY = new Disposition.TryLater("4.3.2", "Too much encrypted mail at the moment; please send it again");
    private final KeywordDoor door;
    private final KeywordDesk desk;
    private final Outbox outbox;
    private final ResentPosts resent;
    private final Semaphore turns = new Semaphore(LATER_AT_ONCE);

    public SealedErrands(KeywordDoor door, KeywordDesk desk, Outbox outbox, ResentPosts resent) {
        this.door = door;
        this.desk = desk;
        this.outbox = outbox;
        this.resent = resent;
    }

    /// What a mail is for the list that it is for. `shown`: what stands in its place where it is obeyed like mail in clear, and `marks` by what that is known again; `instead`: what the
    /// client hears in place of 250.
    record Seen(Optional<Opened> mail, Optional<Message> shown, List<Mark> marks, Optional<Disposition> instead) {
        static final Seen PLAIN = new Seen(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

        static Seen instead(Disposition disposition) {
            return new Seen(Optional.empty(), Optional.empty(), List.of(), Optional.of(disposition));
        }
    }

    Seen look(Received received, Message message, List<Addressee> named, Mailbox author) {
        List<MailingList> lists = named.stream().distinct().filter(Addressee.Request.class::isInstance).map(addressee -> ((Addressee.Request) addressee).list()).toList();
        if (lists.isEmpty()) {
            return Seen.PLAIN;
        }
        return switch (door.look(received, message, lists.getFirst(), author)) {
            case Look.Plain() -> Seen.PLAIN;
            case Look.Refused() -> Seen.instead(REFUSED);
            case Look.Keyless() -> Seen.instead(NO_KEY);
            case Look.Busy() -> Seen.instead(BUSY);
            case Look.Open _, Look.Everybody _ when named.stream().distinct().count() > 1 -> Seen.instead(ALONE);
            case Look.Open(Opened mail) -> new Seen(Optional.of(mail), Optional.empty(), List.of(), Optional.empty());
            case Look.Everybody(Message shown, List<Mark> marks) -> new Seen(Optional.empty(), Optional.of(shown), marks, Optional.empty());
        };
    }

    void obey(Received received, Opened mail) {
        Answered answered = desk.obey(mail);
        answered.mails().forEach(outbox::send);
        answered.resent().ifPresent(note -> resent.share(received, mail.received(), mail.list(), mail.author().address(), note));
        answered.later().forEach(one -> Thread.ofVirtual().name("commands-later").start(() -> send(one)));
    }

    /// A stop of the server may end it: then the signer asks again.
    private void send(Supplier<Notice> one) {
        try {
            turns.acquire();
            try {
                outbox.send(one.get());
            } finally {
                turns.release();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException lost) {
            LOG.warn("keyword.later.lost cause=\"{}\"", lost.toString());
        }
    }
}
