package org.chancery.moderation;

import java.util.List;
import java.util.Optional;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.HeldPost;
import org.chancery.posting.OwnerCopies;

/// What comes to a list, for its owners (setting `owner_copies`): each post as it came, with what was decided on it. Nothing is asked of them.
///
/// What came encrypted goes along as the ciphertext that came, so nothing of its inside is known here. What came in clear to a list that encrypts copies is sealed to
/// each owner; one without a usable key gets a few words and nothing of the post.
///
/// Example: `copies.of(post)` is one mail to all owners of a list that encrypts nothing.
public final class OwnerCopyMail implements OwnerCopies {
    /// Owners who are written to for one post.
    private static final int MAX_TOLD = 50;

    private final People people;
    private final Letters letters;
    private final Optional<SealedLetters> sealing;

    OwnerCopyMail(People people, Letters letters) {
        this(people, letters, Optional.empty());
    }

    private OwnerCopyMail(People people, Letters letters, Optional<SealedLetters> sealing) {
        this.people = people;
        this.letters = letters;
        this.sealing = sealing;
    }

    /// The same, where owners may have keys.
    public OwnerCopyMail sealing(SealedLetters letter) {
        return new OwnerCopyMail(people, letters, Optional.of(letter));
    }

    @Override
    public List<Notice> of(HeldPost post) {
        List<Address> owners = people.of(post.list(), Role.OWNER).stream().limit(MAX_TOLD).toList();
        if (owners.isEmpty()) {
            return List.of();
        }
        return mayBeClear(post) ? List.of(letters.copy(post, owners)) : owners.stream().map(owner -> sealed(post, owner)).toList();
    }

    /// A post counts as encrypted only where all of it was.
    private static boolean mayBeClear(HeldPost post) {
        return Shown.cameEncrypted(post.judged().facts()) || !ProtectionPolicy.of(post.list().settings()).distribEncrypt().isAny();
    }

    private Notice sealed(HeldPost post, Address owner) {
        return sealing.flatMap(sealer -> sealer.sealed(post.list(), owner, letters.copy(post, List.of(owner)))).orElseGet(() -> letters.closedCopy(post, owner));
    }
}
