package org.chancery.reception;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.Envelope.Recipient;
import org.chancery.moderation.Replies;
import org.chancery.posting.Cleansing;
import org.chancery.posting.Authentication;
import org.chancery.posting.Correspondence;
import org.chancery.posting.Disposition;
import org.chancery.posting.Posting;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.sender.Presented;
import org.chancery.smtp.Deadline;
import org.chancery.smtp.MailHandler;
import org.chancery.smtp.SmtpReply;
import org.chancery.smtp.SmtpSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes SMTP and LMTP transactions apart: each recipient to its line, each answer back as a reply.
/// Unknown and closed lists are told apart by nobody outside; foreign recipients are never relayed.
public final class Reception implements MailHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "sender ok");
    private static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "recipient ok");
    private static final SmtpReply NO_SUCH_LIST = SmtpReply.of(550, "5.1.1", "No such list here; check the address");
    private static final SmtpReply NO_RELAY = SmtpReply.of(550, "5.7.1", "This server takes mail for its own lists only");
    private static final SmtpReply ONLY_BOUNCES = SmtpReply.of(550, "5.7.1", "This address takes delivery reports only (MAIL FROM:<>)");
    private static final SmtpReply OTHER_LINE = SmtpReply.of(452, "4.5.3", "Send to lists, to people and to service addresses in separate transactions");
    private static final Disposition VANISHED =
            new Disposition.TryLater("4.3.0", "A recipient of this message was closed meanwhile; please send it again");
    private final Addressees addressees;
    private final Authentication authentication;
    private final Posting posting;
    private final Correspondence correspondence;
    private final Errands errands;
    private final Replies replies;
    private final Fronts fronts;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Reception(
            Addressees addressees, Authentication authentication, Posting posting, Correspondence correspondence, Errands errands, Replies replies, Fronts fronts, InstantSource clock,
            RandomGenerator random) {
        this.addressees = addressees;
        this.authentication = authentication;
        this.posting = posting;
        this.correspondence = correspondence;
        this.errands = errands;
        this.replies = replies;
        this.fronts = fronts;
        this.clock = clock;
        this.random = random;
    }

    /// Who logged in sends as himself, under any address of his (authorisation.md Z1): another reverse path is refused here, another
    /// From at the end of DATA.
    @Override
    public SmtpReply mail(SmtpSession session, MailFrom from) {
        boolean borrowed = session.login().isPresent()
                && from.path().filter(path -> session.login().filter(login -> authentication.owns(login, path)).isEmpty()).isPresent();
        return borrowed ? SmtpReply.of(553, "5.7.1", "MAIL FROM must be the address you logged in as, or another one of yours") : SENDER_OK;
    }

    @Override
    public SmtpReply recipient(SmtpSession session, MailFrom from, List<Recipient> soFar, Recipient recipient) {
        Addressee addressee = addressees.of(recipient.address());
        SmtpReply alone = alone(from, addressee, recipient);
        boolean mixed = alone.isPositive() && !soFar.isEmpty()
                && !Line.of(addressee).goesWith(Line.of(addressees.of(soFar.getFirst().address())));
        return mixed ? OTHER_LINE : alone;
    }

    private SmtpReply alone(MailFrom from, Addressee addressee, Recipient recipient) {
        return switch (addressee) {
            case Addressee.Posting(MailingList list) -> list.state() == MailingList.State.OPEN ? RECIPIENT_OK : NO_SUCH_LIST;
            case Addressee.Owners(MailingList list) -> correspondence.reachesOwners(list) ? RECIPIENT_OK : NO_SUCH_LIST;
            case Addressee.Postmaster _ -> correspondence.reachesPostmaster() ? RECIPIENT_OK : NO_SUCH_LIST;
            case Addressee.BounceOf _ -> RECIPIENT_OK; // older servers report with a sender: see what it is first
            case Addressee.StrayBounce _, Addressee.ConfirmBounce _ -> from.path().isEmpty() ? RECIPIENT_OK : ONLY_BOUNCES;
            case Addressee.Join(MailingList list) -> list.state() == MailingList.State.OPEN ? RECIPIENT_OK : NO_SUCH_LIST;
            case Addressee.Leave _, Addressee.Request _, Addressee.Confirm _, Addressee.Help _, Addressee.SendKey _, Addressee.Desk _ -> RECIPIENT_OK;
            case Addressee.Unknown(String why) -> {
                LOG.debug("reception.unknown recipient={} why={}", withoutToken(recipient.address()), why);
                yield NO_SUCH_LIST;
            }
            case Addressee.Foreign _ -> NO_RELAY;
        };
    }

    /// A token may hold elsewhere, and logs are read by many.
    private static String withoutToken(Address address) {
        int tag = address.localPart().indexOf('+');
        return tag < 0 ? address.toString() : address.localPart().substring(0, tag) + "+…@" + address.domain();
    }

    /// The lines that mail may walk; one transaction walks one.
    private enum Line {
        POST,
        PEOPLE,
        ERRAND,
        /// A decision about a held post goes alone.
        DESK,
        NONE;

        static Line of(Addressee addressee) {
            return switch (addressee) {
                case Addressee.Posting _ -> POST;
                case Addressee.Owners _, Addressee.Postmaster _, Addressee.BounceOf _, Addressee.StrayBounce _ -> PEOPLE;
                case Addressee.Join _, Addressee.Leave _, Addressee.Help _, Addressee.SendKey _, Addressee.Request _, Addressee.Confirm _, Addressee.ConfirmBounce _ -> ERRAND;
                case Addressee.Desk _ -> DESK;
                case Addressee.Unknown _, Addressee.Foreign _ -> NONE;
            };
        }

        boolean goesWith(Line other) {
            return this == other && this != DESK;
        }
    }

    @Override
    public List<SmtpReply> message(SmtpSession session, Envelope envelope, byte[] message, Deadline deadline) {
        Received received = new Received(ReceiptId.create(clock.instant(), random), clock.instant(), sessionOf(session), envelope, message);
        List<Addressee> named = envelope.recipients().stream().map(recipient -> addressees.of(recipient.address())).toList();
        List<Disposition> dispositions = isOneLine(named)
                ? walk(received, named, deadline)
                : Disposition.forEach(named.size(), VANISHED);
        return session.kind() == SmtpSession.Kind.LMTP
                ? dispositions.stream().map(Reception::replyTo).toList()
                : List.of(replyTo(dispositions.getFirst()));
    }

    /// False when a recipient was closed or removed since RCPT: the client comes again and hears of it there.
    private static boolean isOneLine(List<Addressee> named) {
        boolean reachable = named.stream().allMatch(addressee -> switch (addressee) {
            case Addressee.Posting(MailingList list) -> list.state() == MailingList.State.OPEN;
            case Addressee.Join(MailingList list) -> list.state() == MailingList.State.OPEN;
            case Addressee.Owners _, Addressee.Postmaster _, Addressee.BounceOf _, Addressee.StrayBounce _, Addressee.Leave _, Addressee.Help _, Addressee.SendKey _, Addressee.Request _,
                    Addressee.Confirm _, Addressee.ConfirmBounce _, Addressee.Desk _ -> true;
            case Addressee.Unknown _, Addressee.Foreign _ -> false;
        });
        return reachable && named.stream().skip(1).allMatch(addressee -> Line.of(addressee).goesWith(Line.of(named.getFirst())));
    }

    private List<Disposition> walk(Received received, List<Addressee> named, Deadline deadline) {
        Line line = Line.of(named.getFirst());
        if (line == Line.POST) {
            return post(received, named, deadline);
        }
        return switch (posting.cleansing().service(received)) {
            case Cleansing.Outcome.Refused(Disposition.Refused refused) -> Disposition.forEach(named.size(), refused);
            case Cleansing.Outcome.Clean(Received clean, Message _, Presented _) -> serve(line, clean, named, deadline);
        };
    }

    private List<Disposition> serve(Line line, Received received, List<Addressee> named, Deadline deadline) {
        return switch (line) {
            case PEOPLE -> Disposition.forEach(named.size(), correspondence.receive(received, letters(named), deadline::claimCommit));
            case ERRAND -> Disposition.forEach(named.size(), errands.receive(received, named, deadline::claimCommit));
            case DESK -> List.of(replies.receive(received, ((Addressee.Desk) named.getFirst()).bearer(), deadline::claimCommit));
            case POST, NONE -> throw new IllegalArgumentException("no service: " + named.getFirst());
        };
    }

    /// A list that is named twice gets the post once.
    private List<Disposition> post(Received received, List<Addressee> named, Deadline deadline) {
        List<MailingList> each = named.stream().map(addressee -> ((Addressee.Posting) addressee).list()).toList();
        List<MailingList> lists = each.stream().distinct().toList();
        List<Disposition> dispositions = posting.receive(received, lists, deadline::claimCommit);
        return each.stream().map(list -> dispositions.get(lists.indexOf(list))).toList();
    }

    private static List<Correspondence.Letter> letters(List<Addressee> named) {
        List<Correspondence.Letter> letters = new ArrayList<>();
        for (Addressee addressee : named) {
            switch (addressee) {
                case Addressee.Owners(MailingList list) -> letters.add(new Correspondence.ToOwners(list));
                case Addressee.Postmaster _ -> letters.add(new Correspondence.ToPostmaster());
                case Addressee.BounceOf(MailingList list, ReportedCopy copy) -> letters.add(new Correspondence.Bounce(list, copy));
                case Addressee.StrayBounce(MailingList list) -> letters.add(new Correspondence.StrayBounce(list));
                case Addressee.Posting _, Addressee.Join _, Addressee.Leave _, Addressee.Help _, Addressee.SendKey _, Addressee.Request _, Addressee.Confirm _,
                        Addressee.ConfirmBounce _, Addressee.Desk _, Addressee.Unknown _, Addressee.Foreign _ ->
                        throw new IllegalArgumentException("not a letter: " + addressee);
            }
        }
        return letters.stream().distinct().toList();
    }

    private static SmtpReply replyTo(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accepted(ReceiptId receipt) -> SmtpReply.of(250, "2.0.0", "accepted " + receipt);
            case Disposition.Refused(int code, String status, String text) -> SmtpReply.of(code, status, text);
            case Disposition.TryLater(String status, String text) -> SmtpReply.of(451, status, text);
        };
    }

    private Session sessionOf(SmtpSession session) {
        Session.Door door = switch (session.kind()) {
            case MX -> Session.Door.MX;
            case SUBMISSION -> Session.Door.SUBMISSION;
            case LMTP -> Session.Door.LMTP;
        };
        boolean front = door == Session.Door.LMTP || (door == Session.Door.MX && fronts.isFront(session.peer()));
        return new Session(
                door, session.peer().getHostAddress(), session.helo(), session.tls().map(SmtpSession.Tls::protocol),
                session.login().or(() -> forwardedLogin(session)), front, fronts.isBeforeQueue(session.peer()),
                front ? forwardedEdge(session) : edge(door, session),
                session.tls().filter(tls -> !front).flatMap(SmtpSession.Tls::client));
    }

    /// People who log in come from wherever they are; that host stands for no domain.
    private static Optional<Session.Edge> edge(Session.Door door, SmtpSession session) {
        return door == Session.Door.MX ? Optional.of(new Session.Edge(session.peer(), session.helo())) : Optional.empty();
    }

    private static Optional<Session.Edge> forwardedEdge(SmtpSession session) {
        return session.forwarded().flatMap(told -> told.address().map(address -> new Session.Edge(address, told.helo())));
    }

    /// A front may have accounts of its own; only one that is an address can be the author of anything here.
    private static Optional<String> forwardedLogin(SmtpSession session) {
        return session.forwarded().flatMap(SmtpSession.Forwarded::login)
                .flatMap(login -> Address.parse(login).toOptional()).map(Address::key);
    }
}
