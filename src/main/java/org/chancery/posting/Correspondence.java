package org.chancery.posting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.chancery.delivery.bounce.BounceReader;
import org.chancery.delivery.bounce.FeedbackReport;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.keyring.Mark;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Notice;
import org.chancery.posting.sealing.OwnersMail;
import org.chancery.posting.sealing.OwnersMail.Look;
import org.chancery.posting.transform.Transforms;

/// Mail to the people behind a list, and bounces: what comes in beside posts. Letters go on as they are, with our trace line and
/// a mark against loops; a bounce is kept under its receipt for `explain`, once those who count have heard of it.
public final class Correspondence {
    private static final int MAX_HOPS = 100; // RFC 5321 section 6.3
    private static final String TO_OWNERS = "owner";
    private static final String SEALED_COMMANDS = "request";
    private final Members members;
    private final Receipts receipts;
    private final ContentMac contentMac;
    private final PeopleOfSite people;
    private final ReportReader reports;
    private final Site site;
    private final Authentication authentication;
    private final Answering answering;
    private final Optional<OwnersMail> sealing;
    private final Runnable distribution;

    /// Whom mail to `postmaster` reaches: the site administrators.
    @FunctionalInterface
    public interface PeopleOfSite {
        List<Address> administrators();
    }

    /// No letter is answered, and none is opened.
    public Correspondence(
            Members members, Receipts receipts, ContentMac contentMac, PeopleOfSite people, ReportReader reports, Site site, Runnable distribution) {
        this(members, receipts, contentMac, people, reports, site, Authentication.ofSessions(), Answering.NONE, Optional.empty(), distribution);
    }

    public Correspondence(
            Members members, Receipts receipts, ContentMac contentMac, PeopleOfSite people, ReportReader reports, Site site,
            Authentication authentication, Answering answering, Optional<OwnersMail> sealing, Runnable distribution) {
        this.members = members;
        this.receipts = receipts;
        this.contentMac = contentMac;
        this.people = people;
        this.reports = reports;
        this.site = site;
        this.authentication = authentication;
        this.answering = answering;
        this.sealing = sealing;
        this.distribution = distribution;
    }

    /// Who hears of reports about deliveries; `copy` empty when the address named no copy. Hears of one again when it is sent again.
    @FunctionalInterface
    public interface ReportReader {
        void read(Message report, Optional<ReportedCopy> copy, Instant at);
    }

    /// What one recipient of such mail stands for.
    public sealed interface Letter {}

    /// To the owners of a list.
    public record ToOwners(MailingList list) implements Letter {}

    /// To the administrators of the site.
    public record ToPostmaster() implements Letter {}

    /// A delivery report on the copy of one member, or on the probe that was sent to them.
    public record Bounce(MailingList list, ReportedCopy copy) implements Letter {}

    /// A delivery report that names no copy.
    public record StrayBounce(MailingList list) implements Letter {}

    /// Something that is asked of the list itself; what comes of it is not decided here.
    /// `marks`: of commands that came encrypted, and count once.
    public record Errand(MailingList list, Kind kind, List<Mark> marks) implements Letter {
        public Errand {
            marks = List.copyOf(marks);
        }

        public Errand(MailingList list, Kind kind) {
            this(list, kind, List.of());
        }

        public enum Kind {
            JOIN,
            LEAVE,
            HELP,
            /// To `-sendkey`, which answers with the list's public key.
            SEND_KEY,
            /// Commands to `-request`, which the list may answer by itself besides their results.
            REQUEST,
            /// The same, signed and encrypted: nothing is answered in clear.
            SEALED_REQUEST,
            /// The answer to a mail of ours that asked for one.
            CONFIRM,
            /// Such a mail of ours came back.
            CONFIRM_BOUNCE;

            /// As it stands in the receipt: `confirm-bounce`.
            String word() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    public boolean reachesOwners(MailingList list) {
        return !owners(list).isEmpty();
    }

    public boolean reachesPostmaster() {
        return !people.administrators().isEmpty();
    }

    /// Stores the mail and queues it for those it is for, in one commit.
    public Disposition receive(Received received, List<Letter> letters, BooleanSupplier claim) {
        return switch (Message.parse(received.octets())) {
            case Parsed.Malformed<Message>(int _, String why) ->
                    new Disposition.Refused(550, "5.6.0", "This is not a well-formed message: " + why);
            case Parsed.Value<Message>(Message message) when runsInCircles(message) ->
                    new Disposition.Refused(550, "5.4.6", "This message runs in circles");
            case Parsed.Value<Message>(Message message) when isLetter(received, message, letters) ->
                    new Disposition.Refused(550, "5.7.1", "This address takes delivery reports and complaints only");
            case Parsed.Value<Message>(Message message) -> look(received, message, letters, claim);
        };
    }

    /// Encrypted mail to owners is looked at before anything is stored; a refusal for one list refuses the mail.
    private Disposition look(Received received, Message message, List<Letter> letters, BooleanSupplier claim) {
        Map<ListId, Look> looks = new HashMap<>();
        for (Letter letter : letters) {
            if (letter instanceof ToOwners(MailingList list)) {
                looks.put(list.id(), before(received, message, list, TO_OWNERS).<Look>map(Look.Again::new)
                        .or(() -> sealing.map(known -> known.look(received, message, list, owners(list)))).orElseGet(Look.Plain::new));
            }
        }
        return looks.values().stream().flatMap(look -> instead(look, received).stream()).findFirst()
                .orElseGet(() -> store(received, message, letters, looks, claim));
    }

    /// Were the very same commands, which came encrypted, taken before? Those in clear are asked again, and no one is mailed twice.
    public boolean hasObeyed(Received received, Message message, MailingList list) {
        return before(received, message, list, SEALED_COMMANDS).isPresent();
    }

    /// The receipt under which the list has the very same mail: the client lost our 250, or two ways led here.
    private Optional<ReceiptId> before(Received received, Message message, MailingList list, String role) {
        return receipts.recall(list.id(), Remembered.letter(message, contentMac.of(message), memory(role, message)), received.at().minus(Order.Memory.TIME)).first();
    }

    /// Whoever recorded it and sends it first in his own name is another author, so that the honest one is not taken for him and silenced.
    private static Order.Memory memory(String role, Message message) {
        return new Order.Memory(true, false, role + " " + FactCollector.author(message).map(Address::key).orElse(""));
    }

    /// What the client hears in place of 250. A front that cannot pass it on would bounce to whomever the mail names.
    private static Optional<Disposition> instead(Look look, Received received) {
        return switch (look) {
            case Look.Plain _, Look.Again _, Look.Sealed _ -> Optional.empty();
            case Look.Busy() -> Optional.of(new Disposition.TryLater("4.3.2", "Too much encrypted mail at the moment; please send it again"));
            case Look.Refused(String why) -> received.session().tellsSender() ? Optional.of(new Disposition.Refused(550, "5.7.1", why)) : Optional.empty();
        };
    }

    private Disposition store(Received received, Message message, List<Letter> letters, Map<ListId, Look> looks, BooleanSupplier claim) {
        List<Notice> notices = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        for (Letter letter : letters) {
            reports.read(message, letter instanceof Bounce(MailingList _, ReportedCopy copy) ? Optional.of(copy) : Optional.empty(), received.at());
            switch (letter) {
                case ToOwners(MailingList list) -> {
                    Look look = looks.getOrDefault(list.id(), new Look.Plain());
                    switch (look) {
                        case Look.Plain() -> {
                            notices.add(onward("owner", message, received, owners(list)));
                            orders.add(passedOn(list, message, List.of()));
                        }
                        case Look.Sealed(List<Notice> sealed, List<Mark> marks) -> {
                            sealed.forEach(notice -> notices.add(marked(notice, received)));
                            orders.add(passedOn(list, message, marks));
                        }
                        case Look.Again(ReceiptId first) -> orders.add(kept(list, "owner", "").asDuplicateOf(first));
                        case Look.Refused _, Look.Busy _ -> orders.add(kept(list, "owner", "encrypted, and not to be passed on"));
                    }
                    if (!(look instanceof Look.Again)) {
                        answer(received, message, list, Setting.AUTO_OWNER).ifPresent(notices::add);
                    }
                }
                case ToPostmaster() -> notices.add(onward("postmaster", message, received, people.administrators()));
                case Bounce(MailingList list, ReportedCopy copy) -> {
                    orders.add(kept(list, "bounce", "a delivery report on the " + (copy.probe() ? "probe" : "copy") + " of membership " + copy.membership().value()));
                    unrecognised(list, message).filter(people -> !people.isEmpty()).ifPresent(people -> notices.add(onward("bounce", message, received, people)));
                }
                case StrayBounce(MailingList list) -> orders.add(kept(list, "bounce", "a delivery report that names no copy"));
                case Errand(MailingList list, Errand.Kind kind, List<Mark> marks) -> {
                    orders.add(kept(list, kind.word(), "taken by the list itself").protectedBy(new Order.Protection(true, marks))
                            .remembered(marks.isEmpty() ? Order.Memory.NONE : memory(SEALED_COMMANDS, message), List.of()));
                    if (kind == Errand.Kind.REQUEST) {
                        answer(received, message, list, Setting.AUTO_REQUEST).ifPresent(notices::add);
                    }
                }
            }
        }
        Receipt receipt = new Receipt(
                received.id(), received.at(), received.session().toMap(), received.envelope(), MessageIds.of(message),
                contentMac.of(message), contentMac.whole(received.octets()), message.size());
        if (!receipts.commit(receipt, received.octets(), orders, notices, claim)) {
            return new Disposition.TryLater("4.3.0", "Not stored in time; please send it again");
        }
        distribution.run();
        return new Disposition.Accepted(received.id());
    }

    /// Whom the list wants to see what came to the return path of a copy and cannot be read; such mail came with a token that held.
    private Optional<List<Address>> unrecognised(MailingList list, Message message) {
        String wanted = list.settings().text(Setting.BOUNCE_UNRECOGNISED);
        if (wanted.equals("discard") || FeedbackReport.read(message).isPresent() || !BounceReader.isUnrecognised(message)) {
            return Optional.empty();
        }
        return Optional.of(wanted.equals("owners") ? owners(list) : people.administrators());
    }

    private Optional<Notice> answer(Received received, Message message, MailingList list, Setting text) {
        return answering.answer(received, message, list, text, () -> authentication.proofs(received, message));
    }

    /// As the owners set it for the first of the addresses that was written to.
    /// Bounces of what we pass on must not come back to the writer through us: the null sender goes in front.
    private Notice onward(String kind, Message message, Received received, List<Address> to) {
        return marked(new Notice(kind, Optional.empty(), to, message.toByteArray()), received);
    }

    private Notice marked(Notice notice, Received received) {
        Message marked = Message.parse(notice.message()).orThrow().edit()
                .removeAll("Return-Path")
                .prepend(HeaderField.structured(Transforms.LOOP_MARK, site.hostname()))
                .prepend(HeaderField.structured("Received", "by " + site.hostname() + " id " + received.id()))
                .build();
        return new Notice(notice.kind(), notice.returnPath(), notice.recipients(), marked.toByteArray());
    }

    /// Reports come from the null sender (RFC 3464 section 2). Some servers, and those who pass complaints on (RFC 5965), name
    /// themselves; then it must be one. Absence notices and what people write to a return path end here.
    private static boolean isLetter(Received received, Message message, List<Letter> letters) {
        return received.envelope().mailFrom().path().isPresent() && letters.stream().anyMatch(Bounce.class::isInstance)
                && FeedbackReport.read(message).isEmpty() && !BounceReader.read(message).isBounce();
    }

    private static Order kept(MailingList list, String rule, String reason) {
        Order.Judged judged = new Order.Judged(
                "drop", "built-in", 0, rule, reason, list.policy().version(), 1, Map.of(), "");
        return new Order(list.id(), Order.State.DISCARDED, Optional.empty(), judged);
    }

    private static Order passedOn(MailingList list, Message message, List<Mark> marks) {
        return kept(list, "owner", "passed on to the people behind the list").remembered(memory(TO_OWNERS, message), List.of()).protectedBy(new Order.Protection(true, marks));
    }

    private boolean runsInCircles(Message message) {
        return message.headers().count("Received") > MAX_HOPS
                || message.headers().all(Transforms.LOOP_MARK).stream().map(Header::value).anyMatch(site.hostname()::equalsIgnoreCase);
    }

    /// A list that nobody owns is the administrators' business.
    private List<Address> owners(MailingList list) {
        Set<Address> owners = new LinkedHashSet<>();
        members.each(list.id(), Optional.of(Role.OWNER), (Member owner) -> owners.add(owner.address()));
        return owners.isEmpty() ? people.administrators() : List.copyOf(owners);
    }
}
