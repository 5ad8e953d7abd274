package org.chancery.posting;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.chancery.authentication.Evidence;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.notice.Notice;
import org.chancery.mail.Authors;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.policy.Checks;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// THE LINE, inside the SMTP transaction: receive → parse → authenticate → authorise | commit, 250.
/// (`open` comes with encrypted lists.) Everything behind the commit happens behind the queue: transform, seal, distribute, deliver.
///
/// Nothing is stored before every list has decided, and there is one durable moment: [Receipts#commit].
public final class Posting {
    private static final Logger LOG = LoggerFactory.getLogger(Posting.class);
    private final Authentication authentication;
    private final FactCollector facts;
    private final Judges judges;
    private final Receipts receipts;
    private final ContentMac contentMac;
    private final Refusals refusals;
    private final Site site;
    private final Runnable distribution;

    /// `distribution` is told that there is new work, after each commit.
    public Posting(FactCollector facts, Receipts receipts, ContentMac contentMac, Site site, Runnable distribution) {
        this.authentication = new Authentication();
        this.facts = facts;
        this.judges = new Judges();
        this.receipts = receipts;
        this.contentMac = contentMac;
        this.refusals = new Refusals();
        this.site = site;
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
                            .orElseGet(() -> decide(received, message, lists, claim));
        };
    }

    private List<Disposition> decide(Received received, Message message, List<MailingList> lists, BooleanSupplier claim) {
        List<Evidence> evidence = authentication.of(received, message);
        List<Verdict> verdicts = lists.stream().map(list -> authorise(received, message, evidence, list, lists.size())).toList();
        Transaction transaction = new Transaction(received, verdicts);
        log(received, verdicts);
        if (transaction.orders().isEmpty()) {
            return transaction.dispositions();
        }
        return commit(received, message, transaction, claim)
                ? transaction.dispositions()
                : Disposition.forEach(lists.size(), new Disposition.TryLater("4.3.0", "Not stored in time; please send it again"));
    }

    private Verdict authorise(Received received, Message message, List<Evidence> evidence, MailingList list, int lists) {
        Facts known = facts.of(received, message, evidence, list, lists);
        Decision decision = judges.of(list).decide(known).filled(placeholder -> site.fill(placeholder, list));
        return new Verdict(list, FactCollector.author(message), known, decision);
    }

    private boolean commit(Received received, Message message, Transaction transaction, BooleanSupplier claim) {
        Receipt receipt = new Receipt(
                received.id(), received.at(), received.session().toMap(), received.envelope(),
                MessageIds.of(message), contentMac.of(message), message.size());
        List<Notice> reports = transaction.reported().isEmpty() ? List.of() : List.of(Reports.of(received, message, transaction.reported(), site));
        boolean stored = receipts.commit(receipt, received.octets(), transaction.orders(), reports, claim);
        if (stored) {
            distribution.run();
        }
        return stored;
    }

    /// What would be decided, without storing or telling anything.
    public Order.Judged test(Received received, Message message, MailingList list) {
        return Orders.judged(authorise(received, message, authentication.of(received, message), list, 1));
    }

    /// The rules that settings of a list stand for.
    public static Checks checks(Settings settings) {
        return Judges.checks(settings);
    }

    private static void log(Received received, List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            LOG.info("posting.{} receipt={} list={} rule={}", verdict.decision().word(), received.id(), verdict.list().address(),
                    verdict.decision().reason().label());
        }
    }
}
