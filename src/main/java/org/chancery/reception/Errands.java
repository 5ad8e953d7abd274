package org.chancery.reception;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.keyring.Mark;
import org.chancery.keyword.Opened;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Answers;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.EvenPace;
import org.chancery.notice.Outbox;
import org.chancery.posting.Authentication;
import org.chancery.posting.Correspondence;
import org.chancery.posting.Disposition;
import org.chancery.posting.Received;
import org.chancery.sender.Asked;
import org.chancery.subscription.Answer;
import org.chancery.subscription.Door;
import org.chancery.subscription.Enrolment;
import org.chancery.subscription.Proof;
import org.chancery.subscription.RequestDesk;
import org.chancery.subscription.Subscriptions;
import org.chancery.subscription.Verification;
import org.chancery.subscription.Wish;
import org.chancery.subscription.commands.Clerk;
import org.chancery.subscription.commands.KeyOffice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail that wants something of a list itself: to join, to leave, to confirm, to be helped. Whatever comes of it, the client hears
/// the same 250; what a machine wrote is kept for `explain` and does nothing (RFC 3834 section 2).
public final class Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
    private static final Duration HELP_AGAIN = Duration.ofDays(1);
    private static final Disposition NO_AUTHOR =
            new Disposition.Refused(550, "5.6.0", "Write with exactly one address in From, so that it is clear who asks");
    private final Subscriptions subscriptions;
    private final RequestDesk desk;
    private final Clerk clerk;
    private final Vouched vouched;
    private final Authentication authentication;
    private final Correspondence correspondence;
    private final Answers answers;
    private final Outbox outbox;
    private final Asked asked;
    private final Optional<KeyErrands> keys;
    private final Optional<SealedErrands> sealed;
    private final Runnable distribution;

    public Errands(
            Enrolment enrolment, Authentication authentication, Correspondence correspondence, Answers answers, Outbox outbox, Runnable distribution) {
        this(enrolment, authentication, correspondence, answers, outbox, Asked.NOBODY, Optional.empty(), Optional.empty(), distribution);
    }

    public Errands(
            Enrolment enrolment, Authentication authentication, Correspondence correspondence, Answers answers, Outbox outbox, Asked asked,
            Optional<KeyErrands> keys, Optional<SealedErrands> sealed, Runnable distribution) {
        this.sealed = sealed;
        this.keys = keys;
        this.asked = asked;
        this.subscriptions = enrolment.subscriptions();
        this.desk = enrolment.desk();
        this.clerk = new Clerk(enrolment.site(), enrolment.subscriptions(), answers, keys.<KeyOffice>map(known -> known).orElse(KeyOffice.NONE));
        this.vouched = new Vouched(enrolment.site(), enrolment.subscriptions());
        this.authentication = authentication;
        this.correspondence = correspondence;
        this.answers = answers;
        this.outbox = outbox;
        this.distribution = distribution;
    }

    /// Stores the mail, then does what it asks, each in its commit; 250 only behind both. A client that comes again after a crash
    /// between them asks again, and is not mailed twice.
    Disposition receive(Received received, List<Addressee> named, BooleanSupplier claim) {
        return switch (Message.parse(received.octets())) {
            case Parsed.Malformed<Message>(int _, String why) ->
                    new Disposition.Refused(550, "5.6.0", "This is not a well-formed message: " + why);
            case Parsed.Value<Message>(Message message) -> receive(received, message, named, claim);
        };
    }

    private Disposition receive(Received received, Message message, List<Addressee> named, BooleanSupplier claim) {
        Optional<String> automatic = AutomaticMail.reason(message, received.envelope().mailFrom().path()).or(() -> Responses.reason(message));
        Optional<Mailbox> author = Authors.of(message) instanceof Authors.Single(Mailbox mailbox) ? Optional.of(mailbox) : Optional.empty();
        if (automatic.isEmpty() && author.isEmpty()) {
            return NO_AUTHOR;
        }
        Optional<Vouched.Sender> sender = automatic.isEmpty() ? author.map(mailbox -> new Vouched.Sender(mailbox, authentication.proofs(received, message))) : Optional.empty();
        Optional<Disposition> distrusted = sender.flatMap(known -> vouched.against(known, received, named));
        if (distrusted.isPresent() && received.session().tellsSender()) {
            return distrusted.get();
        }
        Optional<String> idle = distrusted.isPresent() ? Optional.of("nothing proves its author") : automatic.or(() -> again(received, message, named));
        SealedErrands.Seen seen = idle.isEmpty() ? look(received, message, named, sender) : SealedErrands.Seen.PLAIN;
        if (seen.instead().isPresent() && (received.session().tellsSender() || seen.instead().get() instanceof Disposition.TryLater)) {
            return seen.instead().get();
        }
        Optional<String> why = seen.instead().isPresent() ? Optional.of("encrypted, and not to be obeyed") : idle;
        return seen.mail().map(mail -> obey(received, mail, claim)).orElseGet(() -> store(received, seen.shown().orElse(message), seen.marks(), named, sender, why, claim));
    }

    /// The client lost our 250: what came encrypted is obeyed once, and it would hear a refusal of what was done.
    private Optional<String> again(Received received, Message message, List<Addressee> named) {
        boolean isAgain = named.stream().anyMatch(addressee -> addressee instanceof Addressee.Request(MailingList list) && correspondence.hasObeyed(received, message, list));
        return isAgain ? Optional.of("the very same mail came before") : Optional.empty();
    }

    private SealedErrands.Seen look(Received received, Message message, List<Addressee> named, Optional<Vouched.Sender> sender) {
        return sealed.map(known -> known.look(received, message, named, sender.orElseThrow().author())).orElse(SealedErrands.Seen.PLAIN);
    }

    /// Its signatures are kept in the commit of its receipt: whatever happens behind it, the mail does nothing a second time.
    private Disposition obey(Received received, Opened mail, BooleanSupplier claim) {
        var letter = new Correspondence.Errand(mail.list(), Correspondence.Errand.Kind.SEALED_REQUEST, mail.marks());
        Disposition stored = correspondence.receive(received, List.of(letter), claim);
        if (stored instanceof Disposition.Accepted) {
            sealed.orElseThrow().obey(received, mail);
            distribution.run();
        }
        return stored;
    }

    /// `message`: what is read, which is what was inside where it came encrypted; what is stored is what came.
    private Disposition store(
            Received received, Message message, List<Mark> marks, List<Addressee> named, Optional<Vouched.Sender> sender, Optional<String> automatic,
            BooleanSupplier claim) {
        EvenPace pace = EvenPace.begin();
        Disposition stored = correspondence.receive(received, named.stream().map(addressee -> letter(addressee, marks)).distinct().toList(), claim);
        if (stored instanceof Disposition.Accepted) {
            named.stream().distinct().forEach(addressee -> act(addressee, received, message, sender, automatic));
            pace.waitForStep();
        }
        return stored;
    }

    private static Correspondence.Letter letter(Addressee addressee, List<Mark> marks) {
        return switch (addressee) {
            case Addressee.Join(MailingList list) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.JOIN);
            case Addressee.Leave(MailingList list) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.LEAVE);
            case Addressee.Help(MailingList list) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.HELP);
            case Addressee.SendKey(MailingList list) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.SEND_KEY);
            case Addressee.Request(MailingList list) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.REQUEST, marks);
            case Addressee.Confirm(MailingList list, String _) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.CONFIRM);
            case Addressee.ConfirmBounce(MailingList list, long _) -> new Correspondence.Errand(list, Correspondence.Errand.Kind.CONFIRM_BOUNCE);
            case Addressee.Posting _, Addressee.Owners _, Addressee.Postmaster _, Addressee.BounceOf _, Addressee.StrayBounce _, Addressee.Desk _, Addressee.Unknown _,
                    Addressee.Foreign _ ->
                    throw new IllegalArgumentException("not an errand: " + addressee);
        };
    }

    private void act(Addressee addressee, Received received, Message message, Optional<Vouched.Sender> sender, Optional<String> automatic) {
        if (addressee instanceof Addressee.ConfirmBounce(MailingList _, long request)) {
            if (FailureReports.isFinal(message)) {
                subscriptions.bounced(request);
                asked.bounced(request);
                keys.ifPresent(known -> known.bounced(request));
            }
        } else if (automatic.isPresent()) {
            LOG.info("errand.dropped receipt={} why=\"{}\"", received.id(), automatic.get());
        } else if (!vouched.mayAct(sender.orElseThrow(), addressee)) {
            LOG.info("errand.dropped receipt={} why=\"nothing proves its author, whom the list does not know\"", received.id());
        } else {
            act(addressee, received, message, sender.orElseThrow());
        }
    }

    private void act(Addressee addressee, Received received, Message message, Vouched.Sender sender) {
        Mailbox author = sender.author();
        switch (addressee) {
            case Addressee.Join(MailingList list) -> subscriptions.join(wish(list, message, sender));
            case Addressee.Leave(MailingList list) -> subscriptions.leave(wish(list, message, sender));
            case Addressee.Help(MailingList list) -> received.envelope().mailFrom().path().ifPresent(path -> help(list, path, message));
            case Addressee.SendKey(MailingList list) -> received.envelope().mailFrom().path().ifPresent(path -> sendKey(list, path, message));
            case Addressee.Request(MailingList list) -> received.envelope().mailFrom().path().ifPresent(path ->
                    obey(new Clerk.Letter(list, author, sender.asker(), path, message)));
            case Addressee.Confirm(MailingList list, String token) -> confirm(list, token, received, message, sender);
            case Addressee.ConfirmBounce _, Addressee.Posting _, Addressee.Owners _, Addressee.Postmaster _, Addressee.BounceOf _, Addressee.StrayBounce _, Addressee.Desk _,
                    Addressee.Unknown _, Addressee.Foreign _ -> throw new IllegalArgumentException("not an errand: " + addressee);
        }
    }

    private static Wish wish(MailingList list, Message message, Vouched.Sender sender) {
        return Wish.of(list, sender.author().address(), Door.MAIL, sender.asker()).named(sender.author().displayName()).answering(message);
    }

    private void obey(Clerk.Letter letter) {
        clerk.obey(letter).ifPresent(answer -> {
            outbox.send(answer);
            distribution.run();
        });
    }

    private void confirm(MailingList list, String token, Received received, Message message, Vouched.Sender sender) {
        Address headerFrom = sender.author().address();
        if (asked.listOf(token).isPresent()) {
            LOG.info("errand.confirm receipt={} sender={}", received.id(), asked.agree(token, Optional.of(headerFrom)));
            return;
        }
        if (keys.flatMap(known -> known.listOf(token)).isPresent()) {
            LOG.info("errand.confirm receipt={} key={}", received.id(), keys.get().answer(token, message, received.at(), headerFrom));
            return;
        }
        Answer answer = subscriptions.look(token) instanceof Verification.ForModerators
                ? desk.reply(token, headerFrom, Responses.firstLine(message))
                : subscriptions.confirm(token, new Proof.Reply(headerFrom));
        LOG.info("errand.confirm receipt={} answer={}", received.id(), answer);
        if (answer == Answer.NOT_ASKED && sender.isProved() && sender.answersReach(received.envelope().mailFrom().path())) {
            received.envelope().mailFrom().path().flatMap(path -> clerk.elsewhere(new Clerk.Letter(list, sender.author(), sender.asker(), path, message))).ifPresent(notice -> {
                outbox.send(notice);
                distribution.run();
            });
        }
    }

    private void sendKey(MailingList list, Address to, Message message) {
        if (subscriptions.mayBeWrittenTo(to)) {
            keys.ifPresent(known -> known.sendKey(list, to, message));
            distribution.run();
        }
    }

    /// To the Return-Path, as RFC 3834 section 4 wants it, once a day for all lists together.
    private void help(MailingList list, Address to, Message message) {
        if (subscriptions.mayBeWrittenTo(to) && answers.mayAnswer(to, "help", HELP_AGAIN)) {
            outbox.send(subscriptions.help(list, to, message));
            distribution.run();
        }
    }
}
