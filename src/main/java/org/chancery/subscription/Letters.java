package org.chancery.subscription;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.chancery.token.ConfirmTokens;

/// The mails of joining and leaving. From is always `LIST-help@`, which does nothing but send help: a program that answers From
/// confirms nothing (authorisation.md section 1.3). What acts stands in Reply-To alone.
final class Letters {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final Surroundings site;

    Letters(Surroundings site) {
        this.site = site;
    }

    /// Asks the address. `message` stands in invitations.
    Notice ask(MailingList list, Request request, String message, Optional<Message> answering) {
        String token = Tokens.of(site, list, request, Tokens.CONFIRM);
        Draft draft = aboutKeys(withDetail(personal(asking(request.change()), list, request.address()), request.change()), list)
                .with("page", page(list, token)).with("expires", day(request.expires())).with("message", message)
                .replyTo(ConfirmTokens.replyTo(list.address(), token))
                .returnPath(ConfirmTokens.returnPath(list.domain(), request.id()));
        return site.writer().write(answering.map(draft::answering).orElse(draft));
    }

    /// What a member of a list that encrypts has to do, and the keys of the list; only texts with a place for it say so.
    private Draft aboutKeys(Draft draft, MailingList list) {
        boolean hasPlace = draft.text().placeholders().contains("key-address");
        return hasPlace && ProtectionPolicy.of(list.settings()).distribEncrypt().isAny()
                ? draft.with("key-address", role(list, "-request").toString()).with("fingerprints", fingerprints(list))
                : draft;
    }

    private String fingerprints(MailingList list) {
        return String.join("\n", site.fingerprints().apply(list));
    }

    private static Draft withDetail(Draft draft, Change change) {
        return switch (change) {
            case Change.Join _, Change.Invited _, Change.Leave _ -> draft;
            case Change.Choose(Map<Choice, String> choices) -> draft.with("changes", choices.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey()).map(choice -> choice.getKey().word() + " " + choice.getValue())
                    .collect(Collectors.joining("\n    ")));
            case Change.GiveUp(Address to) -> draft.with("changes", "address " + to);
            case Change.Prefer(Address to) -> draft.with("changes", "preferred " + to);
            case Change.TakeOver(Address from) -> draft.with("old-address", from.toString());
        };
    }

    private static TextId asking(Change change) {
        return switch (change) {
            case Change.Join _ -> TextId.CONFIRM_JOIN;
            case Change.Invited _ -> TextId.INVITATION;
            case Change.Leave() -> TextId.CONFIRM_LEAVE;
            case Change.Choose _, Change.GiveUp _, Change.Prefer _ -> TextId.CONFIRM_SET;
            case Change.TakeOver _ -> TextId.CONFIRM_ADDRESS;
        };
    }

    /// What else waits for one address; behind the page of the first.
    Notice more(MailingList list, List<Request> requests, List<String> lines) {
        Request first = requests.getFirst();
        return site.writer().write(personal(TextId.CONFIRM_MORE, list, first.address())
                .with("requests", String.join("\n", lines))
                .with("page", page(list, Tokens.of(site, list, first, Tokens.CONFIRM)))
                .returnPath(ConfirmTokens.returnPath(list.domain(), first.id())));
    }

    Notice moderators(MailingList list, Request request) {
        String token = Tokens.of(site, list, request, Tokens.MODERATE);
        return site.writer().write(draft(TextId.REQUEST_MODERATORS, list, request.address()).fromBounces()
                .with("action", request.change().word()).with("expires", day(request.decideBy()))
                .replyTo(ConfirmTokens.replyTo(list.address(), token))
                .to(deciders(list)));
    }

    Notice waits(MailingList list, Request request) {
        return site.writer().write(personal(TextId.REQUEST_WAITS, list, request.address()).with("action", request.change().word()));
    }

    Notice refused(MailingList list, Request request, String reason) {
        return site.writer().write(personal(TextId.REQUEST_REFUSED, list, request.address()).with("action", request.change().word()).with("reason", reason));
    }

    /// Welcome or good-bye, and a word to the owners, as the list wants them.
    List<Notice> news(MailingList list, Address address, Change change, String how) {
        return switch (change) {
            case Change.Join _, Change.Invited _ -> both(list, Setting.WELCOME, welcome(list, address), TextId.OWNER_JOINED, address, how);
            case Change.Leave() -> both(list, Setting.GOODBYE, personal(TextId.GOODBYE, list, address), TextId.OWNER_LEFT, address, how);
            case Change.Choose _, Change.GiveUp _, Change.Prefer _, Change.TakeOver _ -> List.of();
        };
    }

    Notice goodbye(MailingList list, Address address) {
        return site.writer().write(personal(TextId.GOODBYE, list, address));
    }

    Draft welcome(MailingList list, Address address) {
        return aboutKeys(personal(TextId.WELCOME, list, address), list)
                .with("info", list.settings().text(Setting.INFO))
                .with("page", site.webUrl().get().map(url -> url + "/lists/" + list.address()).orElse("mailto:" + role(list, "-leave")));
    }

    private List<Notice> both(MailingList list, Setting wanted, Draft toMember, TextId toOwners, Address address, String how) {
        List<Notice> notices = new ArrayList<>();
        if (list.settings().flag(wanted)) {
            notices.add(site.writer().write(toMember));
        }
        List<Address> owners = list.settings().flag(Setting.OWNER_NOTICES) ? holders(list, Role.OWNER) : List.of();
        if (!owners.isEmpty()) {
            notices.add(site.writer().write(draft(toOwners, list, address).fromBounces().with("how", how).to(owners)));
        }
        return notices;
    }

    Notice help(MailingList list, Address to, Message asking) {
        String commands = String.join("\n", role(list, "-join").toString(), role(list, "-leave").toString(), role(list, "-request").toString());
        Draft draft = draft(TextId.HELP, list, to).with("commands", commands)
                .with("page", site.webUrl().get().map(url -> url + "/lists/" + list.address()).orElse("mailto:" + role(list, "-owner")));
        String fingerprints = fingerprints(list);
        Draft withKey = fingerprints.isEmpty() ? draft : draft.with("sendkey", role(list, "-sendkey").toString()).with("fingerprints", fingerprints);
        return site.writer().write(withKey.answering(asking));
    }

    /// Who decides: moderators, else owners, else the administrators of the site.
    List<Address> deciders(MailingList list) {
        List<Address> moderators = holders(list, Role.MODERATOR);
        List<Address> people = moderators.isEmpty() ? holders(list, Role.OWNER) : moderators;
        return people.isEmpty() ? site.administrators().get() : people;
    }

    private List<Address> holders(MailingList list, Role role) {
        Set<Address> holders = new LinkedHashSet<>();
        site.members().each(list.id(), Optional.of(role), (Member member) -> holders.add(member.address()));
        return List.copyOf(holders);
    }

    /// In the language that the member chose; everybody else is written to in the list's.
    private Draft personal(TextId text, MailingList list, Address to) {
        Draft draft = draft(text, list, to).fromBounces();
        return site.members().find(list.id(), to, Role.MEMBER).flatMap(member -> Language.ofTag(member.preferences().language()))
                .map(draft::in).orElse(draft);
    }

    private static Draft draft(TextId text, MailingList list, Address to) {
        return Draft.of(text, list, new Mailbox(list.address().localPart(), role(list, "-help")), to).with("address", to.toString());
    }

    /// Where the button is; without a web the address that takes the answer.
    private String page(MailingList list, String token) {
        return site.webUrl().get().map(url -> url + "/c/" + token).orElseGet(() -> "mailto:" + ConfirmTokens.replyTo(list.address(), token));
    }

    static Address role(MailingList list, String suffix) {
        return Address.of(list.address().localPart() + suffix, list.domain());
    }

    private static String day(Instant at) {
        return DAY.format(at);
    }
}
