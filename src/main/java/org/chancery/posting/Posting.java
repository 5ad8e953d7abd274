package org.chancery.posting;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.chancery.authentication.Evidence;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.policy.Checks;
import org.chancery.policy.Decision;
import org.chancery.posting.Judges.Prepared;
import org.chancery.sender.Presented;

/// THE LINE, inside the SMTP transaction: receive → parse → authenticate → cleanse → open → authorise | commit, 250.
/// (Each list opens with its own keys, so `open` stands beside `authorise`.) Everything behind the commit happens behind the queue:
/// transform, seal, distribute, deliver.
///
/// Nothing is stored before every list has decided, and there is one durable moment: [Receipts#commit].
public final class Posting {
    private final Authentication authentication;
    private final Cleansing cleansing;
    private final OpeningStation opening;
    private final Judges judges;
    private final Receipts receipts;
    private final ContentMac contentMac;
    private final Refusals refusals;
    private final Site site;
    private final Telling telling;
    private final Runnable distribution;

    /// `distribution` is told that there is new work, after each commit.
    public Posting(Stations stations, Receipts receipts, ContentMac contentMac, Site site, Telling telling, Runnable distribution) {
        this.authentication = stations.authentication();
        this.cleansing = new Cleansing(stations.facts().gate(), new ResultsBorder(site.hostname()));
        this.opening = new OpeningStation(stations);
        this.judges = new Judges();
        this.receipts = receipts;
        this.contentMac = contentMac;
        this.refusals = new Refusals(authentication);
        this.site = site;
        this.telling = telling;
        this.distribution = distribution;
    }

    /// Walks one message through all `lists` it was sent to; one disposition for each, in their order.
    /// `claim` is asked inside the commit: false means that the sender has been told 451 already.
    public List<Disposition> receive(Received received, List<MailingList> lists, BooleanSupplier claim) {
        return switch (Message.parse(received.octets())) {
            case Parsed.Malformed<Message>(int _, String why) ->
                    Disposition.forEach(lists.size(), new Disposition.Refused(550, "5.6.0", "This is not a well-formed message: " + why));
            case Parsed.Value<Message>(Message message) ->
                    refusals.of(received, message)
                            .map(refused -> Disposition.forEach(lists.size(), refused))
                            .orElseGet(() -> cleanse(received, message, lists, claim));
        };
    }

    private List<Disposition> cleanse(Received received, Message message, List<MailingList> lists, BooleanSupplier claim) {
        List<Evidence> evidence = authentication.of(received, message);
        return switch (cleansing.post(received, message, evidence, lists)) {
            case Cleansing.Outcome.Refused(Disposition.Refused refused) -> Disposition.forEach(lists.size(), refused);
            case Cleansing.Outcome.Clean(Received clean, Message swept, Presented presented) ->
                    decide(new Incoming(clean, swept, evidence, contentMac.of(swept), lists.size(), presented), lists, claim);
        };
    }

    private List<Disposition> decide(Incoming incoming, List<MailingList> lists, BooleanSupplier claim) {
        List<Verdict> verdicts = lists.stream().map(list -> authorise(incoming, list)).toList();
        opening.count(incoming, verdicts);
        Transaction transaction = new Transaction(incoming, verdicts, site.webUrl());
        transaction.log();
        if (transaction.kept().isEmpty()) {
            return transaction.dispositions();
        }
        return commit(incoming, transaction, claim)
                ? transaction.dispositions()
                : Disposition.forEach(lists.size(), new Disposition.TryLater("4.3.0", "Not stored in time; please send it again"));
    }

    /// A post that the list has already is not judged again.
    private Verdict authorise(Incoming incoming, MailingList list) {
        Prepared prepared = judges.of(list);
        Remembered post = Remembered.of(incoming);
        Recollection recollection = receipts.recall(list.id(), post, incoming.received().at().minus(Order.Memory.TIME));
        Opened opened = opening.of(incoming, list, prepared, recollection);
        Decision decision = recollection.first().map(Duplicate::of).or(opened::instead)
                .orElseGet(() -> Unaskable.instead(Approval.of(prepared.judge().decide(opened.facts()), incoming.presented(), list), incoming, opened.facts()))
                .filled(placeholder -> placeholder.equals("keyid") ? opening.keyIds(list) : site.fill(placeholder, list));
        return new Verdict(list, incoming.author(), opened, decision, post.memory(), Topics.of(incoming.message(), prepared.topics(), decision.extras().tag()));
    }

    private boolean commit(Incoming incoming, Transaction transaction, BooleanSupplier claim) {
        List<Order> orders = transaction.kept().stream().map(verdict -> telling.order(incoming, verdict)).toList();
        boolean stored = receipts.commit(
                incoming.receipt(site.hostname(), contentMac.whole(incoming.received().octets())), incoming.received().octets(), orders, telling.notices(incoming, transaction, site), claim);
        if (stored) {
            distribution.run();
        }
        return stored;
    }

    /// What would be decided, without storing or telling anything.
    public Order.Judged test(Received received, Message message, MailingList list) {
        return Orders.judged(authorise(
                new Incoming(received, message, authentication.of(received, message), contentMac.of(message), 1, Presented.NOTHING), list));
    }

    /// The rules that settings of a list stand for.
    public static Checks checks(Settings settings) {
        return SettingChecks.of(settings);
    }

    /// For mail that is no post.
    public Cleansing cleansing() {
        return cleansing;
    }
}
