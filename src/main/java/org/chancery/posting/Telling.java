package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import org.chancery.list.Setting;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.policy.Standing;

/// Who hears of a post besides its sender, settled before the commit, so that post and mails become durable together:
/// moderators of a held one, whom its policy names, the proved sender of a mixed transaction, and whom the list answers by itself.
public record Telling(HoldNotices held, OutcomeNotices outcomes, Answering answering) {
    static final Telling NOBODY = new Telling(HoldNotices.NONE, OutcomeNotices.NONE, Answering.NONE);

    Order order(Received received, Message message, Verdict verdict) {
        return Orders.of(verdict, received, message, held).named(VisibleRecipients.kept(message));
    }

    List<Notice> notices(Received received, Message message, Transaction transaction, Site site) {
        List<Notice> notices = new ArrayList<>();
        if (!transaction.reported().isEmpty()) {
            notices.add(Reports.of(received, message, transaction.reported(), site));
        }
        transaction.kept().forEach(verdict -> notices.addAll(outcome(received, message, verdict)));
        transaction.accepting().forEach(list -> answering.answer(received, message, list, Setting.AUTO_POST).ifPresent(notices::add));
        return notices;
    }

    private List<Notice> outcome(Received received, Message message, Verdict verdict) {
        List<Standing> told = verdict.decision().extras().notified();
        return told.isEmpty()
                ? List.of()
                : outcomes.of(new HeldPost(received, message, verdict.list(), verdict.author(), Orders.judged(verdict), false), told);
    }
}
