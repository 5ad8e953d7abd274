package org.chancery.keyword;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.administration.MemberAdministration;
import org.chancery.administration.Permission;
import org.chancery.keyring.MemberKey;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Delivery;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Door;
import org.chancery.subscription.Wish;

/// The commands about who is on the list.
final class RosterKeywords {
    /// Some 60 KB with their keys; more is for the web, not for a mail.
    private static final int MOST = 1_000;
    private final Surroundings site;

    RosterKeywords(Surroundings site) {
        this.site = site;
    }

    Result members(Signer signer, Keyword.Members wanted) {
        MailingList list = signer.mail().list();
        boolean all = signer.caller().may(Permission.SEE_ROSTER, list);
        if (!all && !(isForMembers(list) && signer.caller().may(Permission.CHANGE_OWN_MEMBERSHIP, list))) {
            signer.caller().must(Permission.SEE_ROSTER, list);
        }
        Map<Address, String> keys = all ? keys(list) : Map.of();
        List<String> lines = new ArrayList<>();
        site.members().each(list.id(), Optional.of(Role.MEMBER), member -> {
            if ((all || !member.preferences().hidden()) && member.address().key().contains(wanted.containing()) && lines.size() <= MOST) {
                lines.add(member.address() + keys.getOrDefault(member.address(), ""));
            }
        });
        return Result.of(lines.size() > MOST ? String.join("\n", lines.subList(0, MOST)) + "\n" + signer.say(Phrase.MORE) : lines.isEmpty() ? signer.say(Phrase.NONE) : String.join("\n", lines));
    }

    private static boolean isForMembers(MailingList list) {
        return switch (list.settings().text(Setting.ROSTER)) {
            case "members", "public" -> true;
            default -> false;
        };
    }

    private Map<Address, String> keys(MailingList list) {
        return site.keyring().memberKeys().of(list).stream().filter(MemberKey::isActive).collect(Collectors.groupingBy(MemberKey::address,
                Collectors.mapping(key -> " " + key.slot().word() + " " + key.fingerprint(), Collectors.joining())));
    }

    /// Who may not name owners gets nothing done of a command that names one.
    Result subscribe(Signer signer, Keyword.Subscribe subscribe, KeyKeywords keys) {
        MailingList list = signer.mail().list();
        Address address = subscribe.address();
        if (subscribe.isOwner()) {
            signer.caller().must(Permission.NAME_OFFICERS, list);
        }
        Preferences preferences = preferences(list, subscribe);
        MemberAdministration members = site.administration().members();
        members.enrol(signer.caller(), list, new NewMember(list.id(), address, "", Role.MEMBER, preferences), MemberAdministration.Manner.TOLD, "");
        List<String> lines = new ArrayList<>(List.of(signer.say(Phrase.JOINED, "address", address.toString())));
        if (!preferences.delivery()) {
            lines.add(signer.say(Phrase.NO_DELIVERY, "address", address.toString()));
        }
        if (subscribe.isOwner()) {
            own(signer, address);
            lines.add(signer.say(Phrase.OWNER_NOW, "address", address.toString()));
        }
        subscribe.key().ifPresent(key -> lines.add(keys.along(signer, address, key)));
        return Result.of(String.join("\n", lines));
    }

    private Preferences preferences(MailingList list, Keyword.Subscribe subscribe) {
        Preferences usual = site.enrolment().subscriptions().usual(list);
        return subscribe.delivery().map(on -> usual.state(on ? Delivery.ON : Delivery.OFF_BY_MODERATOR)).orElse(usual);
    }

    private void own(Signer signer, Address address) {
        MailingList list = signer.mail().list();
        if (site.members().find(list.id(), address, Role.OWNER).isEmpty()) {
            site.administration().members().add(signer.caller(), list, address.toString(), "", Role.OWNER, Preferences.DEFAULT);
        }
    }

    /// Who leaves has signed for it and need not be asked once more, unless moderators have a say.
    Result unsubscribe(Signer signer, Keyword.Unsubscribe unsubscribe) {
        MailingList list = signer.mail().list();
        Address address = unsubscribe.address().orElse(signer.address());
        if (!address.equals(signer.address())) {
            site.administration().members().dismiss(signer.caller(), list, address.toString(), MemberAdministration.Manner.TOLD);
            return signer.result(Phrase.LEFT, "address", address.toString());
        }
        Wish wish = Wish.of(list, address, Door.COMMAND, Asker.PROVED);
        if (list.settings().text(Setting.LEAVE_POLICY).contains("moderate")) {
            site.enrolment().subscriptions().leave(wish);
            return signer.result(Phrase.MODERATED);
        }
        boolean left = site.enrolment().subscriptions().dismiss(wish,
                signer.act(site.clock().instant(), "member.remove", address + " role=member"));
        return left ? signer.result(Phrase.YOU_LEFT) : signer.result(Phrase.NO_MEMBERSHIP, "address", address.toString());
    }
}
