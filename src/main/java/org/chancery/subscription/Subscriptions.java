package org.chancery.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.Choice;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Digest;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joining and leaving, the same for every door: who must agree is asked, and the change is made in the commit of the last consent.
///
/// Nothing here tells members, strangers and the banned apart: each of them gets the same [Answer] after the same steps, and an
/// address that was written to today is not written to again, whoever asks through whatever door.
///
/// Example: `subscriptions.join(Wish.of(list, address, Door.FORM, Asker.ANYBODY))`, then the mail is answered:
/// `subscriptions.confirm(token, new Proof.Reply(address))`.
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final Duration VALID = Duration.ofDays(3);
    private static final Duration INVITATION_VALID = Duration.ofDays(7);
    static final Duration DECISION_VALID = Duration.ofDays(30); // moderators have holidays
    /// Who only claims to be somebody may cause one mail a day; who proved it may work with his mail program.
    private static final int MAILS_FOR_ANYBODY = 1;
    private static final int MAILS_FOR_PROVED = 10;
    /// While so many wait on a list, its moderators get no mail about one more: it stands in `request list`.
    private static final int MAX_MODERATOR_MAILS = 50;
    private final Surroundings site;
    private final Letters letters;
    private final Verification verification;
    private final Strangers strangers;

    public Subscriptions(Surroundings site) {
        this.site = site;
        this.letters = new Letters(site);
        this.verification = new Verification(site);
        this.strangers = new Strangers(site.lists());
    }

    public Answer join(Wish wish) {
        return wish.list().state() == MailingList.State.CLOSED
                ? Answer.CLOSED
                : take(wish, new Change.Join(wish.displayName(), preferences(wish)), VALID, "");
    }

    /// A closed list lets people go.
    public Answer leave(Wish wish) {
        return take(wish, new Change.Leave(), VALID, "");
    }

    /// Asks somebody to join, with a few words of the inviting person; `wish` comes from an administrator.
    public Answer invite(Wish wish, String message) {
        return wish.list().state() == MailingList.State.CLOSED
                ? Answer.CLOSED
                : take(wish, new Change.Invited(wish.displayName(), preferences(wish)), INVITATION_VALID, message);
    }

    /// Changes what a member chose, once the member's address has agreed. `wish` names the member.
    public Answer choose(Wish wish, Map<Choice, String> choices) {
        return take(wish, new Change.Choose(choices), VALID, "");
    }

    /// Moves everything of the wish's address, on all lists, to another: both addresses must agree, the old one first. Else
    /// whoever writes under a member's name could carry the membership away.
    public Answer move(Wish wish, Address to) {
        return strangers.mayBeWrittenTo(to) ? take(wish, new Change.GiveUp(to), VALID, "") : Answer.TAKEN;
    }

    /// Makes another address of the same person the preferred one, once the one preferred so far agrees; `wish` names any of them.
    /// About addresses that are not one person's nobody is asked.
    public Answer prefer(Wish wish, Address to) {
        Address preferred = site.members().preferred(wish.address());
        boolean other = !preferred.equals(to) && preferred.equals(site.members().preferred(to));
        return other ? take(wish.to(preferred), new Change.Prefer(to), VALID, "") : Answer.TAKEN;
    }

    private Preferences preferences(Wish wish) {
        return wish.preferences().orElseGet(() -> usual(wish.list()));
    }

    /// What the list gives to new members who chose nothing.
    public Preferences usual(MailingList list) {
        return Preferences.DEFAULT.digest(Digest.valueOf(list.settings().text(Setting.DEFAULT_DIGEST).toUpperCase(Locale.ROOT)));
    }

    private Answer take(Wish wish, Change change, Duration valid, String message) {
        if (!strangers.mayBeWrittenTo(wish.address())) {
            LOG.info("subscription.ignored list={} change={} address={}", wish.list().address(), change.word(), wish.address());
            return Answer.TAKEN;
        }
        Instant now = site.clock().instant();
        Request request = new Request(
                site.random().nextLong(), wish.list().id(), wish.address(), change, wish.door(), wish.asker(), Request.State.ASKED,
                now, now.plus(valid), now.plus(valid), Optional.empty());
        Terms terms = Terms.of(wish.list(), change, wish.asker());
        boolean banned = isBanned(request);
        if (terms.address()) {
            ask(wish, request, banned, message);
        } else if (terms.moderators()) {
            askModerators(wish.list(), request, banned);
        } else {
            carryOut(wish.list(), request, banned);
        }
        site.wake().run();
        return Answer.TAKEN;
    }

    private boolean isBanned(Request request) {
        boolean banned = site.bans().isBanned(request.list(), request.address());
        return banned && request.change().brings();
    }

    /// The banned take the same steps with a mail that is not sent: the time would tell.
    private void ask(Wish wish, Request request, boolean banned, String message) {
        Notice mail = letters.ask(wish.list(), request, message, wish.answering());
        int perDay = wish.asker() == Asker.ANYBODY ? MAILS_FOR_ANYBODY : MAILS_FOR_PROVED;
        boolean mailed = site.requests().ask(banned ? request.in(Request.State.REFUSED) : request, mail, perDay);
        LOG.info("subscription.asked list={} change={} door={} mailed={}", wish.list().address(), request.change().word(), request.door().word(), mailed && !banned);
    }

    /// Who is a member already need not be decided upon, nor a leaving stranger; a second request waits with the first.
    private void askModerators(MailingList list, Request request, boolean banned) {
        Request waiting = request.in(Request.State.WAITING).decidedBy(request.asked().plus(DECISION_VALID));
        boolean joins = !(request.change() instanceof Change.Leave);
        List<Request> before = site.requests().waiting(Optional.of(request.list()), request.asked());
        boolean needless = isMember(request) == joins || before.stream().anyMatch(other -> other.asksTheSameAs(request));
        List<Notice> mail = before.size() < MAX_MODERATOR_MAILS ? List.of(letters.moderators(list, waiting)) : List.of();
        site.requests().put(banned || needless ? waiting.in(Request.State.REFUSED) : waiting, mail);
    }

    private boolean isMember(Request request) {
        return site.members().find(request.list(), request.address(), Role.MEMBER).isPresent();
    }

    private void carryOut(MailingList list, Request request, boolean banned) {
        if (banned) {
            site.requests().put(request.in(Request.State.REFUSED), List.of());
            return;
        }
        String how = request.door().word();
        site.requests().carryOut(request, letters.news(list, request.address(), request.change(), how), act(list, request, how));
    }

    // ---- answers

    /// What a token stands for at this moment. A wrong one is counted against the request it names.
    public Verification.Found look(String token) {
        return verification.look(token);
    }

    /// May we write to this address because somebody named it?
    public boolean mayBeWrittenTo(Address address) {
        return strangers.mayBeWrittenTo(address);
    }

    /// How the list is used, for whoever wrote to `-help`.
    public Notice help(MailingList list, Address to, Message asking) {
        return letters.help(list, to, asking);
    }

    /// The list of a token that holds, used or not.
    public Optional<MailingList> listOf(String token) {
        return switch (verification.look(token)) {
            case Verification.Nothing() -> Optional.empty();
            case Verification.ForAddress(MailingList list, Request _) -> Optional.of(list);
            case Verification.ForModerators(MailingList list, Request _) -> Optional.of(list);
            case Verification.Used(MailingList list, Request _) -> Optional.of(list);
            case Verification.Decided(MailingList list, Request _) -> Optional.of(list);
        };
    }

    /// The list of a request whose mail may still come back.
    public Optional<MailingList> listOf(long request) {
        return site.requests().find(request).flatMap(found -> site.lists().find(found.list()));
    }

    /// The address agrees. A repeated answer is answered alike and changes nothing more.
    public Answer confirm(String token, Proof proof) {
        return switch (verification.look(token)) {
            case Verification.Nothing() -> Answer.UNKNOWN;
            case Verification.Used _ -> Answer.DONE;
            case Verification.ForModerators _, Verification.Decided _ -> Answer.UNKNOWN;
            case Verification.ForAddress(MailingList list, Request request) ->
                    isFrom(request, proof) ? agree(list, request) : Answer.NOT_ASKED;
        };
    }

    /// authorisation.md section 1.6, R5: an answer comes from the address asked, or from another one of the same account.
    private boolean isFrom(Request request, Proof proof) {
        return switch (proof) {
            case Proof.Reply(Address headerFrom) ->
                    headerFrom.equals(request.address()) || site.members().preferred(headerFrom).equals(site.members().preferred(request.address()));
            case Proof.Page() -> true;
        };
    }

    /// Whoever has the page of one request of an address may agree to the others that wait for it there.
    public Answer confirmAlso(String token, long other) {
        Optional<Request> request = awaiting(token).stream().filter(one -> one.id() == other).findFirst();
        Optional<MailingList> list = request.flatMap(found -> site.lists().find(found.list()));
        return list.isPresent() ? agree(list.get(), request.orElseThrow()) : Answer.UNKNOWN;
    }

    /// The open requests of the address that a token belongs to, oldest first; the token may be used already.
    public List<Request> awaiting(String token) {
        return switch (verification.look(token)) {
            case Verification.Nothing(), Verification.ForModerators _, Verification.Decided _ -> List.of();
            case Verification.Used(MailingList _, Request request) -> site.requests().awaiting(request.address(), site.clock().instant());
            case Verification.ForAddress(MailingList _, Request request) -> site.requests().awaiting(request.address(), site.clock().instant());
        };
    }

    /// The list and the ban are looked at again now: both may have changed since the request.
    private Answer agree(MailingList list, Request request) {
        boolean joins = request.change().brings();
        if (joins && list.state() == MailingList.State.CLOSED) {
            return Answer.CLOSED;
        }
        Requests.Settlement settlement = isBanned(request) ? refusal(request)
                : Terms.of(list, request.change(), request.asker()).moderators() ? decision(list, request) : completion(list, request);
        if (request.change() instanceof Change.GiveUp(Address to)) {
            take(Wish.of(list, to, request.door(), request.asker()), new Change.TakeOver(request.address()), VALID, "");
        }
        boolean won = site.requests().settle(request, settlement);
        LOG.info("subscription.confirmed list={} change={} to={} first={}", list.address(), request.change().word(), settlement.to().word(), won);
        site.wake().run();
        return settlement.to() == Request.State.WAITING ? Answer.WAITS : Answer.DONE;
    }

    private Requests.Settlement completion(MailingList list, Request request) {
        String how = request.door().word() + ", confirmed";
        return new Requests.Settlement(
                Request.State.DONE, request.decideBy(), true, List.of(), letters.news(list, request.address(), request.change(), how),
                Optional.of(act(list, request, how)));
    }

    private Requests.Settlement decision(MailingList list, Request request) {
        Instant until = site.clock().instant().plus(DECISION_VALID);
        Request waiting = request.in(Request.State.WAITING).decidedBy(until);
        return new Requests.Settlement(
                Request.State.WAITING, until, false, List.of(letters.moderators(list, waiting), letters.waits(list, waiting)), List.of(), Optional.empty());
    }

    private static Requests.Settlement refusal(Request request) {
        return new Requests.Settlement(Request.State.REFUSED, request.decideBy(), false, List.of(), List.of(), Optional.empty());
    }

    /// The person at the address does not want it, or did not ask.
    public Answer decline(String token) {
        return switch (verification.look(token)) {
            case Verification.Nothing(), Verification.ForModerators _, Verification.Decided _ -> Answer.UNKNOWN;
            case Verification.Used _ -> Answer.DONE;
            case Verification.ForAddress(MailingList _, Request request) -> {
                end(request, Request.State.DECLINED);
                yield Answer.DECLINED;
            }
        };
    }

    /// The mail that asked could not be delivered for good; `id` as in `challenge-bounces+ID@`.
    public void bounced(long id) {
        site.requests().find(id).filter(request -> request.state() == Request.State.ASKED).ifPresent(request -> end(request, Request.State.BOUNCED));
    }

    private void end(Request request, Request.State state) {
        site.requests().settle(request, new Requests.Settlement(state, request.decideBy(), false, List.of(), List.of(), Optional.empty()));
    }

    /// An administrator makes somebody a member at once; with `welcome` the member is told. False when it was one already.
    public boolean enrol(Wish wish, boolean welcome, Act act) {
        Request request = done(wish.list().id(), wish.address(), new Change.Join(wish.displayName(), preferences(wish)), wish.door());
        List<Notice> notices = welcome ? List.of(site.writer().write(letters.welcome(wish.list(), wish.address()))) : List.of();
        return carriedOut(request, notices, act);
    }

    /// An administrator ends a membership and the member is told. False when there was none.
    public boolean dismiss(Wish wish, Act act) {
        Request request = done(wish.list().id(), wish.address(), new Change.Leave(), wish.door());
        return carriedOut(request, List.of(letters.goodbye(wish.list(), wish.address())), act);
    }

    private boolean carriedOut(Request request, List<Notice> notices, Act act) {
        boolean changed = site.requests().carryOut(request, notices, act);
        site.wake().run();
        return changed;
    }

    private Request done(ListId list, Address address, Change change, Door door) {
        Instant now = site.clock().instant();
        return new Request(0, list, address, change, door, Asker.ADMINISTRATOR, Request.State.DONE, now, now, now, Optional.empty());
    }

    /// One-click (RFC 8058): the token in the copy is the consent, and it repeats without harm.
    public void unsubscribe(Member member) {
        Optional<MailingList> list = site.lists().find(member.list());
        list.ifPresent(found -> {
            Request request = done(member.list(), member.address(), new Change.Leave(), Door.FORM);
            carriedOut(request, letters.news(found, member.address(), request.change(), "one-click"),
                    act(found, request, "one-click"));
        });
    }

    private Act act(MailingList list, Request request, String how) {
        String what = switch (request.change()) {
            case Change.Join _, Change.Invited _ -> "member.join";
            case Change.Leave() -> "member.leave";
            case Change.Choose _ -> "member.set";
            case Change.Prefer _ -> "account.address.prefer";
            case Change.GiveUp _, Change.TakeOver _ -> "member.move";
        };
        return new Act(site.clock().instant(), request.address().toString(), request.door().word(), what, list.address().key(), how);
    }
}
