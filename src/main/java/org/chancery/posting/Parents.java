package org.chancery.posting;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;
import org.chancery.posting.Judges.Prepared;
import org.chancery.token.BounceTokens;

/// Did a parent list send a post to its member list? The envelope sender of the copy tells, a header never; a list that is not
/// named in the setting `parents` is none.
///
/// A parent on this site is known by the bounce token of exactly that membership, which only this site can make and only the
/// member list is sent. A parent elsewhere is known by its bounce address, `NAME-bounces` with or without a tag, when SPF
/// passes for it (authorisation.md section 4.3).
final class Parents {
    private static final String MARK = "bounces+";
    private static final String BOUNCES = "-bounces";
    private final Members members;
    private final Lists lists;
    private final BounceTokens tokens;

    Parents(Members members, Lists lists, BounceTokens tokens) {
        this.members = members;
        this.lists = lists;
        this.tokens = tokens;
    }

    enum Answer {
        YES,
        NO,
        /// It would be a parent, if only the DNS had answered.
        UNKNOWN
    }

    Answer sentIt(Address path, MailingList list, Prepared prepared, Incoming incoming) {
        List<Address> parents = prepared.parents();
        if (parents.isEmpty()) {
            return Answer.NO;
        }
        if (holdsToken(path, list, parents, incoming.received().at())) {
            return Answer.YES;
        }
        return parents.stream().anyMatch(parent -> isBounceAddress(path, parent) && lists.find(parent).isEmpty())
                ? bySpf(path, incoming)
                : Answer.NO;
    }

    private static Answer bySpf(Address path, Incoming incoming) {
        if (incoming.proofs().spfPasses(path)) {
            return Answer.YES;
        }
        return incoming.proofs().spf().filter(spf -> spf.result() == Result.TEMPERROR).isPresent() ? Answer.UNKNOWN : Answer.NO;
    }

    private static boolean isBounceAddress(Address path, Address parent) {
        String local = path.localPart().toLowerCase(Locale.ROOT);
        String bounces = parent.localPart().toLowerCase(Locale.ROOT) + BOUNCES;
        return path.domain().equals(parent.domain()) && (local.equals(bounces) || local.startsWith(bounces + "+"));
    }

    private boolean holdsToken(Address path, MailingList list, List<Address> parents, Instant now) {
        return membership(path, now)
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
