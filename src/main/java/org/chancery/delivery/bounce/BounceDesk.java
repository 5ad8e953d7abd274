package org.chancery.delivery.bounce;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.audit.Act;
import org.chancery.delivery.bounce.Bounces.Effect;
import org.chancery.delivery.bounce.Bounces.OwnFailure;
import org.chancery.delivery.bounce.Bounces.Step;
import org.chancery.delivery.bounce.FailedRecipient.Kind;
import org.chancery.delivery.bounce.Standing.State;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.token.BounceTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done about members whose mail comes back: count, ask with a probe, stop, warn, remove.
///
/// Evidence are replies in our own SMTP dialogue, and reports to an address with a token that holds. The token says who
/// bounced; the report gives only the class, so a forger who has no token has no vote, and one who has it votes for one member
/// and one day. Each step is a compare-and-set with its mails in the same commit; it does not matter which of several
/// servers takes it, or how often it is tried.
public final class BounceDesk {
    private static final Logger LOG = LoggerFactory.getLogger(BounceDesk.class);
    private static final int AT_ONCE = 200;
    private static final String DOOR = "mail";

    private final Bounces bounces;
    private final Lists lists;
    private final Members members;
    private final Supplier<List<Address>> administrators;
    private final BounceTokens probes;
    private final ComplaintTokens complaints;
    private final BounceLetters letters;

    /// `probes`: tokens of another key than those of copies, so that the bounce of a probe is told from any other.
    /// `administrators`: who hears of lists that nobody owns.
    public BounceDesk(
            Bounces bounces, Lists lists, Members members, Supplier<List<Address>> administrators, BounceTokens probes, ComplaintTokens complaints, BounceMail mail) {
        this.bounces = bounces;
        this.lists = lists;
        this.members = members;
        this.administrators = administrators;
        this.probes = probes;
        this.complaints = complaints;
        this.letters = new BounceLetters(mail.writer(), mail.page());
    }

    /// A report that came in. Doing it twice is doing it once. `copy` empty: it was sent to an address without a token; then only
    /// a complaint with a token in it means something.
    public void read(Message report, Optional<ReportedCopy> copy, Instant at) {
        Optional<FeedbackReport> feedback = FeedbackReport.read(report);
        if (feedback.isPresent()) {
            copy.map(ReportedCopy::membership)
                    .or(() -> complaints.membership(feedback.get(), at))
                    .filter(_ -> feedback.get().isComplaint())
                    .ifPresent(membership -> complained(membership, at));
        } else if (copy.isPresent()) {
            failure(BounceReader.read(report), report, copy.get(), at).ifPresent(failure -> count(copy.get(), failure));
        }
    }

    /// The worst that the report says; of the member's own address if it is named. A report that names nobody and gives no class may
    /// be about anything: it is slow to count.
    private Optional<Failure> failure(BounceReading reading, Message report, ReportedCopy copy, Instant at) {
        if (!reading.isBounce()) {
            return Optional.empty();
        }
        String words = ReportText.of(report).beginning();
        if (reading.recipients().isEmpty()) {
            return Optional.of(new Failure(at, Kind.TEMPORARY, "5.0.0", "the report names no reason", words, copy.probe()));
        }
        Optional<String> address = members.find(copy.membership()).map(member -> member.address().toString());
        return reading.recipients().stream()
                .filter(FailedRecipient::permanent)
                .min(Comparator.comparing((FailedRecipient one) -> !address.map(one.address()::equalsIgnoreCase).orElse(false)).thenComparing(FailedRecipient::kind))
                .map(one -> new Failure(at, one.kind(), one.status(), one.reason(), words, copy.probe()));
    }

    private void count(ReportedCopy copy, Failure failure) {
        measure(copy.membership()).ifPresent(measure -> bounces.count(copy.membership(), standing -> standing.after(failure, measure)));
        LOG.info("bounce.report membership={} kind={} status={} probe={}", copy.membership().value(), failure.kind(), failure.status(), failure.ofProbe());
    }

    /// Empty when the list does not count, or the member is gone.
    private Optional<Standing.Measure> measure(MembershipNumber membership) {
        return members.find(membership)
                .filter(member -> member.role() == Role.MEMBER)
                .flatMap(member -> lists.find(member.list()))
                .filter(list -> list.settings().flag(Setting.BOUNCES))
                .map(list -> new Standing.Measure(list.settings().number(Setting.BOUNCE_THRESHOLD), days(list, Setting.BOUNCE_STALE)));
    }

    static Duration days(MailingList list, Setting setting) {
        return Duration.ofDays(Math.max(1, list.settings().number(setting)));
    }

    /// What waits: failures of our own delivery, and steps whose time has come. True when there is mail to be delivered.
    public boolean work(Instant now) {
        List<OwnFailure> own = bounces.ownFailures(AT_ONCE);
        own.forEach(this::countOwn);
        boolean mail = false;
        for (Standing standing : bounces.due(now, AT_ONCE)) {
            mail |= step(standing, now);
        }
        return mail;
    }

    private void countOwn(OwnFailure own) {
        Verdict verdict = Verdict.ofStatus(own.status(), own.reply(), true);
        Optional<Standing.Measure> measure = own.copy().flatMap(copy -> measure(copy.membership()));
        boolean probe = own.copy().filter(ReportedCopy::probe).isPresent();
        Failure failure = new Failure(own.at(), verdict.kind(), verdict.status(), own.reply(), own.reply(), probe);
        bounces.countOwn(own, standing -> measure.map(found -> standing.after(failure, found)).orElse(standing));
    }

    private boolean step(Standing standing, Instant now) {
        Optional<Member> member = members.find(standing.membership());
        Optional<MailingList> list = member.flatMap(found -> lists.find(found.list()));
        if (member.isEmpty() || list.isEmpty()) {
            return false; // removed since the standing was read, and the standing with it
        }
        Step step = next(list.get(), member.get(), standing, now);
        boolean taken = bounces.take(step);
        if (taken) {
            LOG.info("bounce.step list={} membership={} from={} effect={}", list.get().address(), standing.membership().value(), standing.state(), step.effect());
        }
        return taken && !step.notices().isEmpty();
    }

    private Step next(MailingList list, Member member, Standing standing, Instant now) {
        boolean over = !list.settings().flag(Setting.BOUNCES)
                || (standing.state() == State.STOPPED) == member.preferences().delivery(); // switched on again, or off by the member
        if (over) {
            return forget(list, member, standing, now);
        }
        return switch (standing.state()) {
            case COUNTING, PROBED -> forget(list, member, standing, now); // nothing came back
            case SUSPECTED -> probe(list, member, standing, now);
            case REFUSED -> stop(list, member, standing, now);
            case STOPPED -> standing.warnings() < list.settings().number(Setting.BOUNCE_WARNINGS)
                    ? warn(list, member, standing, now)
                    : remove(list, member, standing, now);
        };
    }

    private static Step forget(MailingList list, Member member, Standing standing, Instant now) {
        return new Step(standing, Optional.empty(), Effect.NONE, List.of(), act(list, member, "bounce.forget", standing, now));
    }

    private Step probe(MailingList list, Member member, Standing standing, Instant now) {
        Address returnPath = BounceTokens.returnPath(list.address(), probes.create(member.number().value(), now));
        Standing probed = standing.moved(State.PROBED, Optional.of(now.plus(days(list, Setting.BOUNCE_STALE))));
        return new Step(standing, Optional.of(probed), Effect.PROBE, List.of(letters.probe(list, member, standing, returnPath)), act(list, member, "bounce.probe", standing, now));
    }

    private Step stop(MailingList list, Member member, Standing standing, Instant now) {
        Standing stopped = standing.moved(State.STOPPED, Optional.of(now.plus(days(list, Setting.BOUNCE_WARNING_DAYS))));
        List<Notice> notices = withOwners(list, member, standing, "stopped", letters.stopped(list, member, standing, now));
        return new Step(standing, Optional.of(stopped), Effect.STOP, notices, act(list, member, "bounce.stop", standing, now));
    }

    private Step warn(MailingList list, Member member, Standing standing, Instant now) {
        int left = list.settings().number(Setting.BOUNCE_WARNINGS) - standing.warnings() - 1;
        Standing warned = standing.warned(now.plus(days(list, Setting.BOUNCE_WARNING_DAYS)));
        return new Step(standing, Optional.of(warned), Effect.NONE, List.of(letters.warning(list, member, standing, now, left)), act(list, member, "bounce.warn", standing, now));
    }

    private Step remove(MailingList list, Member member, Standing standing, Instant now) {
        List<Notice> notices = withOwners(list, member, standing, "removed", letters.removed(list, member, standing));
        return new Step(standing, Optional.empty(), Effect.REMOVE, notices, act(list, member, "bounce.remove", standing, now));
    }

    private List<Notice> withOwners(MailingList list, Member member, Standing standing, String what, Notice toMember) {
        List<Address> owners = list.settings().flag(Setting.BOUNCE_OWNER_NOTICES) ? owners(list) : List.of();
        return owners.isEmpty() ? List.of(toMember) : List.of(toMember, letters.owners(list, owners, member, what, standing));
    }

    private void complained(MembershipNumber membership, Instant at) {
        Optional<Member> member = members.find(membership).filter(found -> found.role() == Role.MEMBER);
        Optional<MailingList> list = member.flatMap(found -> lists.find(found.list()));
        if (member.isEmpty() || list.isEmpty()) {
            return;
        }
        List<Address> owners = owners(list.get());
        List<Notice> notices = owners.isEmpty() ? List.of() : List.of(letters.complaint(list.get(), owners, member.get()));
        Act act = new Act(at, "provider of " + member.get().address(), DOOR, "member.complaint", list.get().address().key(), member.get().address() + " role=member");
        if (bounces.end(membership, notices, act)) {
            LOG.info("bounce.complaint list={} membership={}", list.get().address(), membership.value());
        }
    }

    private List<Address> owners(MailingList list) {
        List<Address> owners = new ArrayList<>();
        members.each(list.id(), Optional.of(Role.OWNER), owner -> owners.add(owner.address()));
        return owners.isEmpty() ? administrators.get() : List.copyOf(owners);
    }

    private static Act act(MailingList list, Member member, String action, Standing standing, Instant now) {
        return new Act(now, "bounces", DOOR, action, list.address().key(), member.address() + " role=member status=" + standing.status() + " score=" + standing.score());
    }
}
