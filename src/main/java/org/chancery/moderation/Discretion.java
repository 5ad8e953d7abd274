package org.chancery.moderation;

import java.util.Optional;
import java.util.function.Function;
import org.chancery.content.SealedContent;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.posting.HeldPost;

/// How a mail about a post goes to one of a list's people. Where the list encrypts its copies, what came in clear leaves sealed to a key of theirs, with
/// all that is said about it; without a key they get the header alone where the list must encrypt (`force`), else the post in clear. Nothing of what came encrypted goes
/// along here.
///
/// Example: `discretion.of(post, moderator, shown -> letters.toModerator(post, shown, key))`.
record Discretion(Optional<SealedLetters> sealing) {
    static final Discretion NONE = new Discretion(Optional.empty());

    /// `letter` is written around what may be enclosed.
    Notice of(HeldPost post, Address to, Function<Message, Notice> letter) {
        ProtectionPolicy.Level level = ProtectionPolicy.of(post.list().settings()).distribEncrypt();
        Notice whole = letter.apply(Enclosure.of(post.message()));
        if (!level.isAny() || SealedContent.isEncrypted(post.message())) {
            return whole;
        }
        return sealing.flatMap(sealer -> sealer.sealed(post.list(), to, whole))
                .orElseGet(() -> level == ProtectionPolicy.Level.FORCE ? letter.apply(Enclosure.header(post.message())) : whole);
    }
}
