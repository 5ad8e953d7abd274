package org.chancery.keyring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;

/// The port to the keys of members. Every change takes the acts that are logged in the same transaction.
public interface MemberKeys {
    /// By address, of each the active one first.
    List<MemberKey> of(ListId list);

    List<MemberKey> of(ListId list, Address address);

    /// Of all addresses of the person who has this one: those of its account, or it alone.
    List<MemberKey> ofPerson(ListId list, Address address);

    /// The key that a token of a challenge names.
    Optional<MemberKey> challenged(long challenge);

    /// Puts `after` in the place of what is in this slot of this address, if the person still has what `before` says in all slots and under all addresses
    /// (fingerprints, states and when they changed), nobody else has a key in use that comes into use here, and none of the signatures counted before; the mails go
    /// out with it. False and nothing done otherwise: look again and decide anew.
    boolean replace(ListId list, Address address, Slot slot, List<MemberKey> before, List<MemberKey> after, Along along);

    default boolean replace(ListId list, Address address, Slot slot, List<MemberKey> before, List<MemberKey> after, List<Act> acts, List<Notice> mails) {
        return replace(list, address, slot, before, after, new Along(acts, mails, List.of()));
    }

    /// What is written with a change. `marks`: of the signatures that brought it about.
    record Along(List<Act> acts, List<Notice> mails, List<Mark> marks) {
        public Along {
            acts = List.copyOf(acts);
            mails = List.copyOf(mails);
            marks = List.copyOf(marks);
        }
    }

    /// For whom this key counts on the list, if that is somebody else than the person with this address.
    Optional<Address> otherUser(ListId list, String fingerprint, Address address);

    /// One wrong token for this challenge; the tenth ends it.
    void wrongToken(long challenge);

    /// In which way copies are wanted; empty when nothing was said.
    Optional<Technology> preferred(ListId list, Address address);

    boolean prefer(ListId list, Address address, Technology technology, Act act);

    CipherChoice cipher(ListId list, Address address);

    /// What the program of this member said, unless what is known was said later or is the same. False when nothing changed.
    boolean heard(ListId list, Address address, CipherChoice.Heard heard, Act act);

    /// Empty takes back what was chosen. False when nothing changed.
    boolean chooseCipher(ListId list, Address address, Optional<ContentCipher> cipher, Act act);

    /// All active, withdrawn and revoked keys of those who have a role on the list as member, poster, moderator or owner, under this address or
    /// another one of the same person.
    List<Bound> bound(ListId list);

    /// Cooling keys whose time has come, on all lists.
    List<MemberKey> cooled(Instant now);

    /// Active keys that end before `until`, on all lists.
    List<MemberKey> ending(Instant until);

    /// Forgets candidates and unanswered challenges that are over, and after a month the keys of those who have no role any more.
    int purge(Instant now);

    /// A key, and all verified addresses of the person who has it. `preferred`: what the person wants copies in.
    record Bound(MemberKey key, List<Address> addresses, Optional<Technology> preferred, CipherChoice cipher) {
        public Bound {
            addresses = List.copyOf(addresses);
        }
    }
}
