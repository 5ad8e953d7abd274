package org.chancery.posting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.token.BounceTokens;

/// Did a parent list on this site send a post to its member list? The envelope sender of the copy tells: it carries the bounce
/// token of exactly that membership, which only this site can make and only the member list is sent. A header is never asked,
/// and a list that is not named in the setting `parents` is none.
final class Parents {
    private static final String MARK = "bounces+";
    private final Members members;
    private final Lists lists;
    private final BounceTokens tokens;

    Parents(Members members, Lists lists, BounceTokens tokens) {
        this.members = members;
        this.lists = lists;
        this.tokens = tokens;
    }

    boolean sentIt(Address path, MailingList list, List<Address> parents, Instant now) {
        return !parents.isEmpty() && membership(path, now)
                .filter(member -> member.address().equals(list.address()))
                .flatMap(member -> lists.find(member.list()))
                .filter(parent -> parents.contains(parent.address()) && parent.domain().equals(path.domain()))
                .isPresent();
    }

    private Optional<Member> membership(Address path, Instant now) {
        int mark = path.localPart().lastIndexOf(MARK);
        return mark < 0 ? Optional.empty()
                : tokens.read(path.localPart().substring(mark + MARK.length()), now).map(MembershipNumber::new).flatMap(members::find);
    }
}
