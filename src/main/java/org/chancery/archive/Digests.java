package org.chancery.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Address;

/// The port to posts that wait for a digest. A post begins to wait when it is distributed on a list that has members who take digests,
/// and its octets are kept until the digest was sent.
public interface Digests {
    /// What waits on one list. `octets` is the size of the posts as received, `oldest` when the first of them began.
    record Waiting(ListId list, long posts, long octets, Instant oldest) {}

    /// A post that waits; `sequence` grows in the order in which posts began to wait.
    record Stored(long sequence, PostingId posting, Instant at, byte[] octets) {}

    /// A member whose share of what waits is not the whole: what came after `behind`, up to `upTo` if there is an end. With an end it
    /// is a last digest for somebody who takes single posts by now.
    record Turn(MembershipNumber member, Address address, Member.Digest form, long behind, Optional<Long> upTo) {
        boolean covers(long sequence) {
            return sequence > behind && sequence <= upTo.orElse(Long.MAX_VALUE);
        }

        boolean isLast() {
            return upTo.isPresent();
        }
    }

    /// Who gets a letter.
    sealed interface Audience {
        /// Every member who takes digests of this form and has no turn of his own.
        record Everybody(Member.Digest form) implements Audience {}

        record These(List<Turn> members) implements Audience {
            public These {
                members = List.copyOf(members);
            }
        }
    }

    /// What goes out.
    sealed interface Letter {
        Audience audience();

        /// A digest; `messageId` without brackets.
        record Digest(Audience audience, String messageId, byte[] octets) implements Letter {}

        /// A post that may not stand in a digest, by itself.
        record Single(Audience audience, PostingId posting) implements Letter {}
    }

    /// An issue that is ready. It is sent only if the numbers and the turns are still `before` and `turns`: of two servers that
    /// make the same issue one wins. `taken` wait no longer, `served` have their last digest.
    record Sending(
            ListId list, Numbers before, Numbers after, List<Stored> taken, List<Turn> turns, List<Turn> served, List<Letter> letters) {
        public Sending {
            taken = List.copyOf(taken);
            turns = List.copyOf(turns);
            served = List.copyOf(served);
            letters = List.copyOf(letters);
        }
    }

    /// Every list on which something waits.
    List<Waiting> waiting();

    Optional<Waiting> waiting(ListId list);

    /// Of the last digest; [Numbers#NONE] before the first.
    Numbers numbers(ListId list);

    /// The first posts that wait, in order, at most `posts` of them and, from the second on, at most `octets` octets. A post whose
    /// octets are gone is given without any.
    List<Stored> posts(ListId list, int posts, long octets);

    /// Members with delivery on, by number.
    List<Turn> turns(ListId list);

    /// How many members with delivery on take digests of this form.
    long members(ListId list, Member.Digest form);

    /// In one commit: the letters are queued, the posts wait no longer, the numbers are the new ones. False when somebody else was
    /// faster or a member changed his mind meanwhile; then nothing was done.
    boolean send(Sending sending);

    /// False when the numbers are not `before` any more.
    boolean renumber(ListId list, Numbers before, Numbers after);
}
