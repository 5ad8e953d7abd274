package org.chancery.delivery.bounce;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;

/// The mails that go with bounces. They come from the help address, which acts on nothing, and but for the probe from the null sender:
/// what is wrong with an address is known by then.
final class BounceLetters {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int REPORT_LINES = 12;
    private static final int REPORT_LINE = 200;

    private final NoticeWriter writer;
    private final Function<MailingList, String> page;

    BounceLetters(NoticeWriter writer, Function<MailingList, String> page) {
        this.writer = writer;
        this.page = page;
    }

    Notice probe(MailingList list, Member member, Standing standing, Address returnPath) {
        return writer.write(draft(TextId.BOUNCE_PROBE, list, member.address())
                .with("address", member.address().toString())
                .with("reason", told(standing))
                .with("page", page.apply(list))
                .returnPath(returnPath));
    }

    Notice stopped(MailingList list, Member member, Standing standing, Instant now) {
        return writer.write(off(TextId.BOUNCE_DISABLED, list, member, standing, removal(list, now, list.settings().number(Setting.BOUNCE_WARNINGS))));
    }

    /// `left`: warnings that follow this one.
    Notice warning(MailingList list, Member member, Standing standing, Instant now, int left) {
        return writer.write(off(TextId.BOUNCE_WARNING, list, member, standing, removal(list, now, left)).with("left", String.valueOf(left)));
    }

    Notice removed(MailingList list, Member member, Standing standing) {
        return writer.write(draft(TextId.BOUNCE_REMOVED, list, member.address())
                .with("address", member.address().toString())
                .with("reason", told(standing)));
    }

    Notice owners(MailingList list, List<Address> owners, Member member, String what, Standing standing) {
        return writer.write(draft(TextId.BOUNCE_OWNER, list, member.address())
                .to(owners)
                .with("address", member.address().toString())
                .with("what", what)
                .with("reason", told(standing)));
    }

    Notice complaint(MailingList list, List<Address> owners, Member member) {
        return writer.write(draft(TextId.COMPLAINT_OWNER, list, member.address()).to(owners).with("address", member.address().toString()));
    }

    private Draft off(TextId text, MailingList list, Member member, Standing standing, Instant removal) {
        return draft(text, list, member.address())
                .with("address", member.address().toString())
                .with("reason", told(standing))
                .with("page", page.apply(list))
                .with("removal", DAY.format(removal));
    }

    private static Instant removal(MailingList list, Instant now, int warnings) {
        return now.plus(BounceDesk.days(list, Setting.BOUNCE_WARNING_DAYS).multipliedBy(warnings + 1L));
    }

    private static Draft draft(TextId text, MailingList list, Address to) {
        Address help = Address.of(list.address().localPart() + "-help", list.domain());
        return Draft.of(text, list, Mailbox.of(help), to).fromBounces();
    }

    /// What the other server said: the reason, and the first lines of its report set off from it.
    private static String told(Standing standing) {
        var text = new StringBuilder(standing.status()).append(' ').append(standing.reason());
        Optional.of(standing.report()).filter(report -> !report.isBlank() && !report.equals(standing.reason())).ifPresent(report -> {
            text.append('\n');
            report.lines().limit(REPORT_LINES).forEach(line -> text.append("\n  > ").append(line, 0, Math.min(line.length(), REPORT_LINE)));
        });
        return text.toString();
    }
}
