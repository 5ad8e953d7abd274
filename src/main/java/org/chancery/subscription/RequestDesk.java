package org.chancery.subscription;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.token.ConfirmTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The moderators' side of joining and leaving: what waits, and one decision on each, by command or by answering the mail.
///
/// Example: `desk.reply(token, moderator, "accept")`.
public final class RequestDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDesk.class);
    /// The word that begins the first line of an answer, in the languages we write.
    private static final Set<String> ACCEPT = Set.of("accept", "approve", "annehmen", "akzeptieren", "accepter", "aceptar", "承認");
    private static final Set<String> REJECT = Set.of("reject", "refuse", "deny", "ablehnen", "refuser", "rechazar", "拒否");
    private static final int MAX_REASON = 500; // a sentence or two
    private final Surroundings site;
    private final Letters letters;
    private final Verification verification;

    public RequestDesk(Surroundings site) {
        this.site = site;
        this.letters = new Letters(site);
        this.verification = new Verification(site);
    }

    /// What waits for moderators of one list or of all, oldest first.
    public List<Request> waiting(Optional<ListId> list) {
        return site.requests().waiting(list, site.clock().instant());
    }

    /// The request that [#name] names so.
    public Optional<Request> find(String name) {
        return ConfirmTokens.readId(name).flatMap(site.requests()::find);
    }

    /// As commands write it: the part of its tokens that is no secret.
    public static String name(Request request) {
        return ConfirmTokens.id(request.id());
    }

    /// True for whoever decides first.
    public boolean accept(Request request, String actor, String door) {
        return list(request).filter(list -> decide(list, request, accepted(list, request, actor, door))).isPresent();
    }

    /// The reason is told to an address that has agreed to be written to; nobody else hears of it.
    public boolean reject(Request request, String reason, String actor, String door) {
        return list(request).filter(list -> decide(list, request, rejected(list, request, reason, actor, door))).isPresent();
    }

    private Optional<MailingList> list(Request request) {
        return request.state() == Request.State.WAITING ? site.lists().find(request.list()) : Optional.empty();
    }

    private boolean decide(MailingList list, Request request, Requests.Settlement settlement) {
        boolean won = site.requests().settle(request, settlement);
        LOG.info("subscription.decided list={} change={} to={} first={}", list.address(), request.change().word(), settlement.to().word(), won);
        site.wake().run();
        return won;
    }

    private Requests.Settlement accepted(MailingList list, Request request, String actor, String door) {
        String how = request.door().word() + ", accepted by a moderator";
        return new Requests.Settlement(
                Request.State.DONE, request.decideBy(), true, List.of(), letters.news(list, request.address(), request.change(), how),
                Optional.of(act(list, request, actor, door, "request.accept", "")));
    }

    private Requests.Settlement rejected(MailingList list, Request request, String reason, String actor, String door) {
        String told = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        List<Notice> notices = request.mailed().isPresent() ? List.of(letters.refused(list, request, told)) : List.of();
        return new Requests.Settlement(
                Request.State.REFUSED, request.decideBy(), false, notices, List.of(),
                Optional.of(act(list, request, actor, door, "request.reject", " " + told)));
    }

    private Act act(MailingList list, Request request, String actor, String door, String action, String more) {
        return new Act(site.clock().instant(), actor, door, action, list.address().key(), request.address() + " " + request.change().word() + more);
    }

    /// A moderator's answer by mail. It counts only from somebody who decides on this list now, and only with a clear word at its
    /// beginning: without one nothing is decided.
    public Answer reply(String token, Address headerFrom, String firstLine) {
        return switch (verification.look(token)) {
            case Verification.Nothing(), Verification.ForAddress _, Verification.Used _ -> Answer.UNKNOWN;
            case Verification.Decided _ -> Answer.DONE;
            case Verification.ForModerators(MailingList list, Request request) ->
                    letters.deciders(list).contains(headerFrom) ? obey(request, headerFrom, firstLine.strip()) : Answer.NOT_ASKED;
        };
    }

    private Answer obey(Request request, Address moderator, String line) {
        String[] words = line.split("[\\s:,;.!]+", 2);
        String word = words[0].toLowerCase(Locale.ROOT);
        if (ACCEPT.contains(word)) {
            accept(request, moderator.toString(), Door.MAIL.word());
        } else if (REJECT.contains(word)) {
            reject(request, words.length > 1 ? words[1].strip() : "", moderator.toString(), Door.MAIL.word());
        } else {
            LOG.info("subscription.unclear moderator={}", moderator);
            return Answer.NOT_ASKED;
        }
        return Answer.DONE;
    }
}
