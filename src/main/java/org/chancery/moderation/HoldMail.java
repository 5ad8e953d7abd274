package org.chancery.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.Answers;
import org.chancery.notice.AutomaticMail;
import org.chancery.notice.Notice;
import org.chancery.posting.HeldPost;
import org.chancery.posting.HoldNotices;
import org.chancery.posting.Waiting;

/// Who is told of a post that is being held: one mail to each moderator, and one to the author if the author is proved.
/// All of it becomes durable in the commit of the post.
public final class HoldMail implements HoldNotices {
    /// Moderators of one list who are written to for one post; the others see it on the desk.
    private static final int MAX_TOLD = 50;
    /// How long a token is good for where posts wait for ever.
    private static final Duration LONGEST = Duration.ofDays(180);
    /// An author for whom only a domain speaks is told once a day: a colleague may have borrowed the address.
    private static final Duration ONCE = Duration.ofDays(1);

    private final People people;
    private final DeskKeys keys;
    private final Letters letters;
    private final Answers answers;
    private final Optional<SealedLetters> sealing;
    private final Discretion discretion;

    public HoldMail(People people, DeskKeys keys, Letters letters, Answers answers) {
        this(people, keys, letters, answers, Optional.empty());
    }

    private HoldMail(People people, DeskKeys keys, Letters letters, Answers answers, Optional<SealedLetters> sealing) {
        this.people = people;
        this.keys = keys;
        this.letters = letters;
        this.answers = answers;
        this.sealing = sealing;
        this.discretion = new Discretion(sealing);
    }

    /// The same, where moderators may have keys: for posts that came encrypted (setting `hold_notice`), and for all of a list that encrypts.
    public HoldMail sealing(SealedLetters letter) {
        return new HoldMail(people, keys, letters, answers, Optional.of(letter));
    }

    @Override
    public Waiting of(HeldPost post) {
        Optional<Instant> until = until(post);
        Instant expires = until.orElse(post.received().at().plus(LONGEST));
        List<Waiting.Key> given = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        addModerators(post, expires, given, notices);
        addPoster(post, expires, given, notices);
        return new Waiting(until, post.forOwners(), given, notices);
    }

    private static Optional<Instant> until(HeldPost post) {
        int days = post.list().settings().number(Setting.HELD_EXPIRY);
        return days == 0 ? Optional.empty() : Optional.of(post.received().at().plus(Duration.ofDays(days)));
    }

    private void addModerators(HeldPost post, Instant expires, List<Waiting.Key> given, List<Notice> notices) {
        boolean written = post.list().settings().flag(Setting.MODERATOR_NOTICES);
        for (Address moderator : people.told(post.list(), post.forOwners()).stream().limit(MAX_TOLD).toList()) {
            Waiting.Key key = keys.make(Waiting.Action.MODERATE, moderator, expires);
            given.add(key);
            if (written) {
                notices.add(toModerator(post, key));
            }
        }
    }

    /// What came encrypted is shown to a moderator with a key of his own, where the list wants that; to all others by its header. What came in clear by [Discretion].
    private Notice toModerator(HeldPost post, Waiting.Key key) {
        return sealing.filter(_ -> ProtectionPolicy.of(post.list().settings()).sealsHoldNotices())
                .flatMap(sealer -> post.inside().filter(_ -> sealer.reaches(post.list(), key.bearer()))
                        .flatMap(inside -> sealer.sealed(post.list(), key.bearer(), letters.toModerator(post, inside, key))))
                .orElseGet(() -> discretion.of(post, key.bearer(), shown -> letters.toModerator(post, shown, key)));
    }

    private void addPoster(HeldPost post, Instant expires, List<Waiting.Key> given, List<Notice> notices) {
        if (post.author().isEmpty() || !post.list().settings().flag(Setting.POSTER_NOTICES)) {
            return;
        }
        Address author = post.author().get();
        ProvedSender proof = ProvedSender.of(post.judged().facts());
        if (mayTell(post, author, proof)) {
            Waiting.Key key = keys.make(Waiting.Action.WITHDRAW, author, expires);
            given.add(key);
            notices.add(letters.toPoster(post, key));
        }
    }

    /// The gate of RFC 3834 first: what a machine wrote is never answered.
    private boolean mayTell(HeldPost post, Address author, ProvedSender proof) {
        if (AutomaticMail.reason(post.message(), post.received().envelope().mailFrom().path()).isPresent()) {
            return false;
        }
        return switch (proof) {
            case NONE -> false;
            case DOMAIN -> answers.mayAnswer(author, "held " + post.list().address().key(), ONCE);
            case LOGIN -> true;
        };
    }
}
