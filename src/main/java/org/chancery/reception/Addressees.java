package org.chancery.reception;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.moderation.Bearer;
import org.chancery.token.BounceTokens;

/// Finds out whom an address means. List names never end in one of the suffixes, so each address has one meaning.
///
/// Example: `talk-owner@example.org` are the owners of `talk@example.org`.
public final class Addressees {
    private static final List<String> PEOPLE =
            List.of("-owner", "-request", "-join", "-subscribe", "-leave", "-unsubscribe", "-help");
    private static final String BOUNCES = "bounces+";
    private static final String CONFIRM = "confirm+";
    private final Lists lists;
    private final Members members;
    private final BounceTokens bounceTokens;
    private final Function<String, Optional<Bearer>> deskKeys;
    private final InstantSource clock;

    /// `deskKeys` tells whom a token about a held post makes.
    public Addressees(Lists lists, Members members, BounceTokens bounceTokens, Function<String, Optional<Bearer>> deskKeys, InstantSource clock) {
        this.lists = lists;
        this.members = members;
        this.bounceTokens = bounceTokens;
        this.deskKeys = deskKeys;
        this.clock = clock;
    }

    public Addressee of(Address address) {
        Optional<MailingList> list = lists.find(address);
        if (list.isPresent()) {
            return new Addressee.Posting(list.get());
        }
        if (!lists.domains().contains(address.domain())) {
            return new Addressee.Foreign();
        }
        String local = address.localPart().toLowerCase(Locale.ROOT);
        if (local.equals("postmaster")) {
            return new Addressee.Postmaster();
        }
        int bounce = tokenAt(local, BOUNCES);
        int confirm = tokenAt(local, CONFIRM);
        if (bounce >= 0) {
            return bounceOf(address, local, bounce);
        }
        return confirm >= 0 ? deskOf(address, local, confirm) : peopleOf(address, local);
    }

    /// Where `LIST-bounces+TOKEN` or `bounces+TOKEN` has its mark; -1 for another form.
    private static int tokenAt(String local, String mark) {
        int at = local.indexOf(mark);
        return at == 0 || (at > 0 && local.charAt(at - 1) == '-') ? at : -1;
    }

    private Addressee peopleOf(Address address, String local) {
        for (String suffix : PEOPLE) {
            if (local.endsWith(suffix) && local.length() > suffix.length()) {
                Address list = Address.of(local.substring(0, local.length() - suffix.length()), address.domain());
                return lists.find(list).<Addressee>map(Addressee.Owners::new).orElse(new Addressee.Unknown("no such list"));
            }
        }
        return new Addressee.Unknown("no such list");
    }

    /// The token alone decides; a list part that does not belong to it is refused.
    private Addressee bounceOf(Address address, String local, int at) {
        Optional<Member> member = bounceTokens.read(local.substring(at + BOUNCES.length()), clock.instant())
                .flatMap(number -> members.find(new MembershipNumber(number)));
        Optional<MailingList> list = member.flatMap(m -> lists.find(m.list()));
        if (member.isEmpty() || list.isEmpty()) {
            return new Addressee.Unknown("bounce token does not hold");
        }
        return belongs(list.get(), address, local, at) ? new Addressee.BounceOf(list.get(), member.get().number()) : new Addressee.Unknown("bounce token of another list");
    }

    private Addressee deskOf(Address address, String local, int at) {
        Optional<Bearer> bearer = deskKeys.apply(local.substring(at + CONFIRM.length()));
        if (bearer.isEmpty()) {
            return new Addressee.Unknown("confirm token does not hold");
        }
        return belongs(bearer.get().list(), address, local, at) ? new Addressee.Desk(bearer.get()) : new Addressee.Unknown("confirm token of another list");
    }

    private static boolean belongs(MailingList list, Address address, String local, int at) {
        String named = at == 0 ? "" : local.substring(0, at - 1);
        return list.domain().equals(address.domain()) && (named.isEmpty() || list.address().localPart().equalsIgnoreCase(named));
    }
}
