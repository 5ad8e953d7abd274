package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.policy.Decision;
import org.chancery.policy.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One DATA for several of our lists, with the decision of each: what is stored, and what the sender is told
/// (authorisation.md section 4.5). Nobody is left untold, and nothing is bounced to a stranger.
///
/// All refuse: 550 with the first reason. None refuses: 250. Mixed, with a proved sender: 250 and one delivery report about the
/// refusing lists; mixed, unproved: 550 for all and nothing stored. LMTP tells each list apart. Behind a front that cannot pass
/// our reply on, a refusal is stored untold. Where the list's own policy refuses, the reply names the rule, and the page that says what else
/// the policy does with whom (`webUrl` is the site's).
record Transaction(Incoming incoming, List<Verdict> verdicts, Optional<String> webUrl) {
    private static final Logger LOG = LoggerFactory.getLogger(Posting.class);

    /// The orders to commit; empty when nothing is stored.
    List<Order> orders() {
        return kept().stream().map(Orders::of).toList();
    }

    /// The verdicts of the lists on which the message is stored.
    List<Verdict> kept() {
        return refusesAll() ? List.of() : verdicts.stream().filter(verdict -> !verdict.isReject() || isUntold()).toList();
    }

    /// The lists on which the post goes out at once.
    List<MailingList> accepting() {
        return refusesAll() ? List.of() : verdicts.stream().filter(verdict -> verdict.decision() instanceof Decision.Accept).map(Verdict::list).toList();
    }

    /// What the sender hears of each list when the commit has succeeded, in the order of the verdicts.
    List<Disposition> dispositions() {
        Disposition stored = new Disposition.Accepted(incoming.received().id());
        List<Disposition> each = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            each.add(switch (verdict.decision()) {
                case Decision.Reject reject -> isUntold() || isReported() ? stored : refusal(reject, verdict.list());
                case Decision.Accept _, Decision.Hold _, Decision.Challenge _, Decision.Discard _ -> refusesAll() ? separately() : stored;
            });
        }
        return each;
    }

    /// The refusals to be told in a delivery report to the proved sender.
    List<Verdict> reported() {
        return isReported() ? verdicts.stream().filter(Verdict::isReject).toList() : List.of();
    }

    void log() {
        for (Verdict verdict : verdicts) {
            LOG.info("posting.{} receipt={} list={} rule={}", verdict.decision().word(), incoming.received().id(), verdict.list().address(),
                    verdict.decision().reason().label());
        }
    }

    private Session session() {
        return incoming.received().session();
    }

    private boolean isMixed() {
        return verdicts.stream().anyMatch(Verdict::isReject) && !verdicts.stream().allMatch(Verdict::isReject);
    }

    private boolean isSenderProved() {
        return session().door() == Session.Door.COMMAND
                || incoming.proofs().ofReturnPath(incoming.received().envelope().mailFrom().path());
    }

    /// LMTP replies list by list, so that nothing is mixed there.
    private boolean isReported() {
        return isMixed() && !isUntold() && isSenderProved() && session().door() != Session.Door.LMTP;
    }

    /// A refusal after DATA would become a bounce of the front's to a sender nobody proved.
    private boolean isUntold() {
        return !session().tellsSender() && !isSenderProved();
    }

    private boolean refusesAll() {
        boolean all = verdicts.stream().allMatch(Verdict::isReject);
        return !isUntold() && (all || (isMixed() && !isReported() && session().door() != Session.Door.LMTP));
    }

    private Disposition refusal(Decision.Reject reject, MailingList list) {
        return isMixed() && refusesAll() ? separately() : new Disposition.Refused(reject.code(), reject.status(), told(reject.reason(), list));
    }

    /// Why, which rule, and where to read on (authorisation.md section 4.2, Z2). A rule without words of its own brings its number along.
    private String told(Reason reason, MailingList list) {
        if (reason.source() != Reason.Source.POLICY) {
            return reason.text();
        }
        String rule = " (rule " + reason.rule();
        String text = reason.text().endsWith(rule + ")") ? reason.text().substring(0, reason.text().length() - rule.length() - 1) : reason.text();
        return text + rule + webUrl.map(url -> ", " + url + "/policy/" + list.address()).orElse("") + ")";
    }

    private Disposition separately() {
        Verdict first = verdicts.stream().filter(Verdict::isReject).findFirst().orElseThrow();
        return new Disposition.Refused(550, "5.7.1", first.list().address() + " refuses this (rule " + first.decision().reason().rule() + ": " + first.decision().reason().text()
                + "); nothing was sent to the others, send to them separately");
    }
}
