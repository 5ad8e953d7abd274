package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.list.Setting;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.Notice;
import org.chancery.policy.FactName;
import org.chancery.policy.Standing;

/// Who hears of a post besides its sender, settled before the commit, so that post and mails become durable together:
/// moderators of a held one, whom its policy names, owners who want a copy of each, the proved sender of a mixed transaction, and whom the list
/// answers by itself.
public record Telling(HoldNotices held, OutcomeNotices outcomes, OwnerCopies copies, Answering answering) {
    public static final Telling NOBODY = new Telling(HoldNotices.NONE, OutcomeNotices.NONE, OwnerCopies.NONE, Answering.NONE);

    Order order(Incoming incoming, Verdict verdict) {
        return Orders.of(verdict, incoming, held).named(VisibleRecipients.kept(incoming.message()));
    }

    List<Notice> notices(Incoming incoming, Transaction transaction, Site site) {
        List<Notice> notices = new ArrayList<>();
        if (!transaction.reported().isEmpty()) {
            notices.add(Reports.of(incoming.received(), incoming.message(), transaction.reported(), site));
        }
        transaction.kept().forEach(verdict -> {
            notices.addAll(outcome(incoming, verdict));
            notices.addAll(copied(incoming, verdict));
        });
        transaction.accepting().forEach(list -> answering.answer(incoming.received(), incoming.message(), list, Setting.AUTO_POST, incoming::proofs).ifPresent(notices::add));
        return notices;
    }

    private List<Notice> outcome(Incoming incoming, Verdict verdict) {
        List<Standing> told = verdict.decision().extras().notified();
        return told.isEmpty() ? List.of() : outcomes.of(post(incoming, verdict), told);
    }

    private List<Notice> copied(Incoming incoming, Verdict verdict) {
        return verdict.list().settings().flag(Setting.OWNER_COPIES) && isPost(incoming, verdict) ? copies.of(post(incoming, verdict)) : List.of();
    }

    /// Not what the list refuses, though it is stored where nobody can be told: strangers could fill the owners' mailboxes with it. Not what came before,
    /// and nothing that comes back: copies that go round, by way of owners who are lists, would grow with each turn.
    private static boolean isPost(Incoming incoming, Verdict verdict) {
        return !verdict.isReject() && !Duplicate.is(verdict.decision()) && !verdict.facts().present().contains(FactName.MAIL_LOOP)
                && !AutomaticMail.isEcho(incoming.message(), incoming.received().envelope().mailFrom().path());
    }

    private static HeldPost post(Incoming incoming, Verdict verdict) {
        return new HeldPost(incoming.received(), incoming.message(), verdict.list(), verdict.author(), Orders.judged(verdict), false, Optional.empty());
    }
}
