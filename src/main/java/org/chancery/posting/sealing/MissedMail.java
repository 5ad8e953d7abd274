package org.chancery.posting.sealing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.audit.Act;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.Sides;
import org.chancery.keyring.SignedLetters;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.chancery.posting.sealing.MissedPosts.Missed;
import org.chancery.posting.sealing.MissedPosts.Without;

/// Tells members that content was withheld from them because nothing can be encrypted to them: once a day, how many posts, and what to do.
/// Neither Subject nor author of a post stands in it. Who stays without a key gets no more posts after `no_key_days`, and comes back by
/// itself with a key.
public final class MissedMail {
    private static final Duration DAY = Duration.ofDays(1);

    private final MissedPosts missed;
    private final Lists lists;
    private final Members members;
    private final ListKeyrings keyrings;
    private final NoticeWriter writer;
    private final Supplier<List<Address>> administrators;
    private final Optional<SignedLetters> letters;

    public MissedMail(MissedPosts missed, Lists lists, Members members, ListKeyrings keyrings, NoticeWriter writer, Supplier<List<Address>> administrators) {
        this(missed, lists, members, keyrings, writer, administrators, Optional.empty());
    }

    private MissedMail(
            MissedPosts missed, Lists lists, Members members, ListKeyrings keyrings, NoticeWriter writer, Supplier<List<Address>> administrators,
            Optional<SignedLetters> letters) {
        this.letters = letters;
        this.missed = missed;
        this.lists = lists;
        this.members = members;
        this.keyrings = keyrings;
        this.writer = writer;
        this.administrators = administrators;
    }

    /// The same, with mails to members that the list signs where it has a key.
    public MissedMail signed(SignedLetters by) {
        return new MissedMail(missed, lists, members, keyrings, writer, administrators, Optional.of(by));
    }

    /// Returns whether a mail was written. Right on two servers at once: what one has told, the other leaves.
    public boolean work(Instant now) {
        boolean wrote = false;
        for (Missed one : missed.due(now.minus(DAY))) {
            wrote |= lists.find(one.list()).filter(list -> missed.tell(one, notice(list, one), now)).isPresent();
        }
        for (Without one : missed.without()) {
            wrote |= lists.find(one.list()).filter(list -> lookAfter(list, one, now)).isPresent();
        }
        return wrote;
    }

    private boolean lookAfter(MailingList list, Without one, Instant now) {
        Member member = one.member();
        ProtectionPolicy policy = ProtectionPolicy.of(list.settings());
        if (!policy.distribEncrypt().isAny() || keyrings.of(list).reader(member.address(), Sides.sealing(policy), now).isPresent()) {
            if (member.preferences().state() == Member.Delivery.OFF_WITHOUT_KEY) {
                members.setPreferences(member.number(), member.preferences().state(Member.Delivery.ON), act("member.key-back", list, member, now));
            }
            missed.hasKey(member, now);
            return false;
        }
        int days = list.settings().number(Setting.NO_KEY_DAYS);
        boolean over = days > 0 && member.preferences().delivery() && !now.isBefore(one.since().plus(Duration.ofDays(days)));
        return over && missed.stop(member, ownersNotice(list, member), act("member.no-key", list, member, now));
    }

    private static Act act(String action, MailingList list, Member member, Instant now) {
        return new Act(now, "system", "keys", action, list.address().key(), "member=" + member.address().key());
    }

    private Notice notice(MailingList list, Missed one) {
        Draft draft = draft(TextId.MISSED_POSTS, list, one.member().address())
                .with("address", one.member().address().toString()).with("count", Integer.toString(one.count()));
        String language = one.member().preferences().language();
        Optional<Language> wanted = language.isEmpty() ? Optional.empty() : Language.ofTag(language);
        Notice plain = writer.write(wanted.map(draft::in).orElse(draft));
        return letters.map(by -> by.signed(list, plain)).orElse(plain);
    }

    private Notice ownersNotice(MailingList list, Member member) {
        List<Address> owners = new ArrayList<>();
        members.each(list.id(), Optional.of(Role.OWNER), owner -> owners.add(owner.address()));
        List<Address> told = owners.isEmpty() ? administrators.get() : owners;
        return writer.write(draft(TextId.NO_KEY_OWNER, list, list.address()).to(told)
                .with("address", member.address().toString()).with("days", list.settings().text(Setting.NO_KEY_DAYS)));
    }

    private static Draft draft(TextId text, MailingList list, Address to) {
        return Draft.of(text, list, Mailbox.of(Address.of(list.address().localPart() + "-help", list.domain())), to);
    }
}
