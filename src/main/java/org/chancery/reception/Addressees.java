package org.chancery.reception;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.token.BounceTokens;

/// Finds out whom an address means. List names never end in one of the suffixes, so each address has one meaning.
///
/// Example: `talk-owner@example.org` are the owners of `talk@example.org`.
public final class Addressees {
    private static final List<String> PEOPLE =
            List.of("-owner", "-request", "-join", "-subscribe", "-leave", "-unsubscribe", "-help");
    private static final String BOUNCES = "bounces+";
    private static final String STRAY = "-bounces";
    private final Lists lists;
    private final Members members;
    private final BounceTokens bounceTokens;
    private final BounceTokens probeTokens;
    private final InstantSource clock;

    public Addressees(Lists lists, Members members, BounceTokens bounceTokens, BounceTokens probeTokens, InstantSource clock) {
        this.lists = lists;
        this.members = members;
        this.bounceTokens = bounceTokens;
        this.probeTokens = probeTokens;
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
        int bounce = local.indexOf(BOUNCES);
        return bounce == 0 || (bounce > 0 && local.charAt(bounce - 1) == '-') ? bounceOf(address, local, bounce) : peopleOf(address, local);
    }

    private Addressee peopleOf(Address address, String local) {
        for (String suffix : PEOPLE) {
            if (local.endsWith(suffix) && local.length() > suffix.length()) {
                return named(address, local, suffix).<Addressee>map(Addressee.Owners::new).orElse(new Addressee.Unknown("no such list"));
            }
        }
        Optional<MailingList> stray = local.endsWith(STRAY) ? named(address, local, STRAY) : Optional.empty();
        return stray.<Addressee>map(Addressee.StrayBounce::new).orElse(new Addressee.Unknown("no such list"));
    }

    /// What is left of the local part need not be one: `a.-owner` leaves `a.`.
    private Optional<MailingList> named(Address address, String local, String suffix) {
        String name = local.substring(0, local.length() - suffix.length());
        return Address.parse(name + "@" + address.domain()).toOptional().flatMap(lists::find);
    }

    /// The token alone decides; a list part that does not belong to it is refused.
    private Addressee bounceOf(Address address, String local, int at) {
        String token = local.substring(at + BOUNCES.length());
        Optional<Long> copy = bounceTokens.read(token, clock.instant());
        Optional<Member> member = copy.or(() -> probeTokens.read(token, clock.instant()))
                .flatMap(number -> members.find(new MembershipNumber(number)));
        Optional<MailingList> list = member.flatMap(m -> lists.find(m.list()));
        if (member.isEmpty() || list.isEmpty()) {
            return new Addressee.Unknown("bounce token does not hold");
        }
        String named = at == 0 ? "" : local.substring(0, at - 1);
        boolean belongs = list.get().domain().equals(address.domain())
                && (named.isEmpty() || list.get().address().localPart().equalsIgnoreCase(named));
        return belongs ? new Addressee.BounceOf(list.get(), new ReportedCopy(member.get().number(), copy.isEmpty())) : new Addressee.Unknown("bounce token of another list");
    }
}
