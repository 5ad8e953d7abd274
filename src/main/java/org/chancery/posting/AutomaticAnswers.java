package org.chancery.posting;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.authentication.Proofs;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Answers;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The automatic answers that owners set (RFC 3834). They go to the Return-Path (section 4), with the null sender, from
/// `LIST-help@`, which acts on nothing; never to machines, to lists of ours, or to mail that does not name the address
/// in To or Cc (RFC 5230 section 4.5), and only where SPF or a login proves that Return-Path, so that nobody else is answered; once per address and `auto_grace` days, and ten a day for all lists together. The
/// tenth says that it is the last.
///
/// The memory is written before the mail it answers is stored: after a failure in between nobody is answered, never twice.
public final class AutomaticAnswers implements Answering {
    private static final Logger LOG = LoggerFactory.getLogger(AutomaticAnswers.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int A_DAY = 10; // what Mailman allows; more is a loop or an abuse
    private static final Map<Setting, String> SUFFIXES = Map.of(Setting.AUTO_POST, "", Setting.AUTO_REQUEST, "-request", Setting.AUTO_OWNER, "-owner");
    private static final List<String> OWN_SUFFIXES = List.of("-join", "-subscribe", "-leave", "-unsubscribe", "-help", "-confirm", "-sendkey");

    private final Answers answers;
    private final NoticeWriter writer;
    private final Lists lists;

    public AutomaticAnswers(Answers answers, NoticeWriter writer, Lists lists) {
        this.answers = answers;
        this.writer = writer;
        this.lists = lists;
    }

    @Override
    public Optional<Notice> answer(Received received, Message message, MailingList list, Setting text, Supplier<Proofs> proofs) {
        String words = list.settings().text(text);
        Optional<Address> to = received.envelope().mailFrom().path();
        if (words.isBlank() || to.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> against = AutomaticMail.reason(message, to)
                .or(() -> against(message, to.get(), list, text))
                .or(() -> proofs.get().ofReturnPath(to) ? Optional.empty() : Optional.of("nothing proves the Return-Path"));
        against.ifPresent(why -> LOG.debug("answer.withheld receipt={} list={} why=\"{}\"", received.id(), list.address(), why));
        return against.isEmpty() ? once(message, list, text, to.get()) : Optional.empty();
    }

    private Optional<String> against(Message message, Address to, MailingList list, Setting text) {
        if (isOurs(to)) {
            return Optional.of("sender is an address of a list here");
        }
        Address written = Address.of(list.address().localPart() + SUFFIXES.getOrDefault(text, ""), list.domain());
        return VisibleRecipients.withResent(message).contains(written) ? Optional.empty() : Optional.of("not named in To or Cc");
    }

    private boolean isOurs(Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        return lists.find(address).isPresent()
                || (lists.domains().contains(address.domain()) && OWN_SUFFIXES.stream().anyMatch(suffix -> local.endsWith(suffix) || local.contains(suffix + "+")));
    }

    private Optional<Notice> once(Message message, MailingList list, Setting text, Address to) {
        Duration grace = Duration.ofDays(Math.max(1, list.settings().number(Setting.AUTO_GRACE)));
        if (!answers.mayAnswer(to, text.key() + " " + list.id().value(), grace)) {
            return Optional.empty();
        }
        return switch (place(to)) {
            case 0 -> Optional.empty();
            case A_DAY -> Optional.of(writer.write(draft(TextId.NO_MORE_TODAY, list, to).with("address", to.toString()).answering(message)));
            default -> Optional.of(writer.write(draft(TextId.AUTO_ANSWER, list, to).with("text", list.settings().text(text)).answering(message)));
        };
    }

    /// Which of its answers of the day the address gets; 0 when it had all.
    private int place(Address to) {
        for (int place = 1; place <= A_DAY; place++) {
            if (answers.mayAnswer(to, "automatic " + place, DAY)) {
                return place;
            }
        }
        return 0;
    }

    private static Draft draft(TextId text, MailingList list, Address to) {
        return Draft.of(text, list, Mailbox.of(Address.of(list.address().localPart() + "-help", list.domain())), to);
    }
}
