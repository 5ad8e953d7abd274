package org.chancery.reception;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.moderation.Bearer;
import org.chancery.sender.Asked;
import org.chancery.subscription.Subscriptions;
import org.chancery.token.BounceTokens;
import org.chancery.token.ConfirmTokens;

/// Finds out whom an address means. List names never end in one of the suffixes, so each address has one meaning.
///
/// Example: `talk-owner@example.org` are the owners of `talk@example.org`.
public final class Addressees {
    private static final Map<String, Function<MailingList, Addressee>> ROLES = Map.of(
            "-owner", Addressee.Owners::new,
            "-bounces", Addressee.StrayBounce::new,
            "-request", Addressee.Request::new,
            "-join", Addressee.Join::new,
            "-subscribe", Addressee.Join::new,
            "-leave", Addressee.Leave::new,
            "-unsubscribe", Addressee.Leave::new,
            "-help", Addressee.Help::new,
            "-sendkey", Addressee.SendKey::new);
    private static final String BOUNCES = "bounces+";
    private static final String CONFIRM = "confirm+";
    private static final String CHALLENGE_BOUNCES = "challenge-bounces+";
    private final Domain host;
    private final Lists lists;
    private final Members members;
    private final BounceTokens bounceTokens;
    private final BounceTokens probeTokens;
    private final Subscriptions subscriptions;
    private final Function<String, Optional<Bearer>> deskKeys;
    private final Asked asked;
    private final Optional<KeyErrands> keys;
    private final InstantSource clock;

    /// `deskKeys` tells whom a token about a held post makes. The host is nobody in particular.
    public Addressees(
            Lists lists, Members members, BounceTokens bounceTokens, BounceTokens probeTokens, Subscriptions subscriptions,
            Function<String, Optional<Bearer>> deskKeys, InstantSource clock) {
        this(Domain.of("localhost"), lists, members, bounceTokens, probeTokens, subscriptions, deskKeys, Asked.NOBODY, Optional.empty(), clock);
    }

    /// `host` is the name of this machine, whose postmaster is ours even where it has no lists (RFC 5321 section 4.5.1); `asked` knows whom the site asked to become authorised senders, `keys` whom it asked to prove a key.
    public Addressees(
            Domain host, Lists lists, Members members, BounceTokens bounceTokens, BounceTokens probeTokens, Subscriptions subscriptions,
            Function<String, Optional<Bearer>> deskKeys, Asked asked, Optional<KeyErrands> keys, InstantSource clock) {
        this.host = host;
        this.asked = asked;
        this.keys = keys;
        this.lists = lists;
        this.members = members;
        this.bounceTokens = bounceTokens;
        this.probeTokens = probeTokens;
        this.subscriptions = subscriptions;
        this.deskKeys = deskKeys;
        this.clock = clock;
    }

    public Addressee of(Address address) {
        Optional<MailingList> list = lists.find(address);
        if (list.isPresent()) {
            return new Addressee.Posting(list.get());
        }
        String local = address.localPart().toLowerCase(Locale.ROOT);
        boolean isServed = lists.domains().contains(address.domain());
        if (local.equals("postmaster") && (isServed || address.domain().equals(host))) {
            return new Addressee.Postmaster();
        }
        return isServed ? withToken(address, local) : new Addressee.Foreign();
    }

    private Addressee withToken(Address address, String local) {
        if (local.startsWith(CHALLENGE_BOUNCES)) {
            return challengeBounce(address, local.substring(CHALLENGE_BOUNCES.length()));
        }
        int confirm = tokenAt(local, CONFIRM);
        if (confirm >= 0) {
            return confirm(address, local, confirm);
        }
        int bounce = tokenAt(local, BOUNCES);
        return bounce >= 0 ? bounceOf(address, local, bounce) : roleOf(address, local);
    }

    /// Where `word` stands in front of a token: at the beginning, or behind `LIST-`; -1 when it does not.
    private static int tokenAt(String local, String word) {
        int at = local.indexOf(word);
        return at == 0 || (at > 0 && local.charAt(at - 1) == '-') ? at : -1;
    }

    private Addressee roleOf(Address address, String local) {
        int dash = local.lastIndexOf('-');
        Function<MailingList, Addressee> role = dash > 0 ? ROLES.get(local.substring(dash)) : null;
        return role == null
                ? new Addressee.Unknown("no such list")
                : named(local.substring(0, dash), address).map(role).orElse(new Addressee.Unknown("no such list"));
    }

    /// What is left of the local part need not be one: `a.-owner` leaves `a.`.
    private Optional<MailingList> named(String name, Address address) {
        return Address.parse(name + "@" + address.domain()).toOptional().flatMap(lists::find);
    }

    private Addressee confirm(Address address, String local, int at) {
        String token = local.substring(at + CONFIRM.length());
        return subscriptions.listOf(token).or(() -> asked.listOf(token)).or(() -> keys.flatMap(known -> known.listOf(token))).filter(list -> belongs(list, address, local, at))
                .<Addressee>map(list -> new Addressee.Confirm(list, token))
                .or(() -> deskKeys.apply(token).filter(bearer -> belongs(bearer.list(), address, local, at)).map(Addressee.Desk::new))
                .orElse(new Addressee.Unknown("confirm token does not hold"));
    }

    private Addressee challengeBounce(Address address, String text) {
        Optional<Long> request = ConfirmTokens.readId(text);
        return request.flatMap(id -> subscriptions.listOf(id).or(() -> asked.listOf(id)).or(() -> keys.flatMap(known -> known.listOf(id)))).filter(list -> list.domain().equals(address.domain()))
                .<Addressee>map(list -> new Addressee.ConfirmBounce(list, request.orElseThrow()))
                .orElse(new Addressee.Unknown("no such request"));
    }

    private Addressee bounceOf(Address address, String local, int at) {
        String token = local.substring(at + BOUNCES.length());
        Optional<Long> copy = bounceTokens.read(token, clock.instant());
        Optional<Member> member = copy.or(() -> probeTokens.read(token, clock.instant()))
                .flatMap(number -> members.find(new MembershipNumber(number)));
        Optional<MailingList> list = member.flatMap(m -> lists.find(m.list()));
        if (member.isEmpty() || list.isEmpty()) {
            return new Addressee.Unknown("bounce token does not hold");
        }
        return belongs(list.get(), address, local, at)
                ? new Addressee.BounceOf(list.get(), new ReportedCopy(member.get().number(), copy.isEmpty()))
                : new Addressee.Unknown("bounce token of another list");
    }

    /// The token alone decides; a list part that does not belong to it is refused.
    private static boolean belongs(MailingList list, Address address, String local, int at) {
        String named = at == 0 ? "" : local.substring(0, at - 1);
        return list.domain().equals(address.domain()) && (named.isEmpty() || list.address().localPart().equalsIgnoreCase(named));
    }
}
