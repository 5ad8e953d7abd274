package org.chancery.moderation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.policy.Standing;
import org.chancery.posting.HeldPost;
import org.chancery.posting.OutcomeNotices;

/// Whom a rule names with `notify`: told what became of the post and by which rule, with the post itself. Nothing is asked of them.
public final class OutcomeMail implements OutcomeNotices {
    /// People who are written to for one post; a rule is no newsletter.
    private static final int MAX_TOLD = 50;

    private final People people;
    private final Letters letters;
    private final Discretion discretion;

    OutcomeMail(People people, Letters letters) {
        this(people, letters, Discretion.NONE);
    }

    private OutcomeMail(People people, Letters letters, Discretion discretion) {
        this.people = people;
        this.letters = letters;
        this.discretion = discretion;
    }

    /// The same, where they may have keys.
    public OutcomeMail sealing(SealedLetters letter) {
        return new OutcomeMail(people, letters, new Discretion(Optional.of(letter)));
    }

    @Override
    public List<Notice> of(HeldPost post, List<Standing> told) {
        Set<Address> addresses = new LinkedHashSet<>();
        told.forEach(standing -> role(standing).ifPresent(role -> addresses.addAll(people.of(post.list(), role))));
        return addresses.stream().limit(MAX_TOLD).map(address -> discretion.of(post, address, shown -> letters.outcome(post, shown, address))).toList();
    }

    /// The analysis refuses policies that name anybody else.
    private static Optional<Role> role(Standing standing) {
        return switch (standing) {
            case Standing.Role.OWNER -> Optional.of(Role.OWNER);
            case Standing.Role.MODERATOR -> Optional.of(Role.MODERATOR);
            case Standing.Role _, Standing.Group _ -> Optional.empty();
        };
    }
}
