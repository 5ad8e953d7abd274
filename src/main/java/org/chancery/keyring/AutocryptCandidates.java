package org.chancery.keyring;

import java.time.Instant;
import java.time.InstantSource;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// Notes the keys that members carry in the headers of their posts (Autocrypt Level 1), as candidates: owners and members see them in the
/// list of keys, and they count for nothing. Whoever forges a From could otherwise choose what a member reads with.
///
/// Asked behind the commit, for posts that were accepted.
///
/// Example: `candidates.look(list, message, receipt.at())`.
public final class AutocryptCandidates {
    private final MemberKeyDesk desk;
    private final Members members;
    private final InstantSource clock;

    public AutocryptCandidates(MemberKeyDesk desk, Members members, InstantSource clock) {
        this.desk = desk;
        this.members = members;
        this.clock = clock;
    }

    /// True when the key of the author is one that was not known, or is newer than the one that was noted before.
    public boolean look(MailingList list, Message post, Instant receivedAt) {
        return AutocryptHeader.of(post, receivedAt)
                .filter(seen -> isMember(list, seen.header().address()))
                .filter(seen -> isNoted(list, seen)).isPresent();
    }

    public boolean isMember(MailingList list, Address address) {
        return members.find(list.id(), address, Role.MEMBER).isPresent();
    }

    private boolean isNoted(MailingList list, AutocryptHeader.Seen seen) {
        Instant now = clock.instant();
        Address address = seen.header().address();
        return Uploaded.read(seen.header().keydata(), now).toOptional()
                .filter(key -> key.slot() == Slot.OPENPGP && key.reader(now).isPresent())
                .filter(key -> desk.noticed(list, address, key, MemberKey.Source.AUTOCRYPT, seen.effective())).isPresent();
    }
}
