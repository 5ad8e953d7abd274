package org.chancery.sender;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Answers;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextId;

/// The mails that tell people of their keys. Never a secret, only the name of the key; they go to the verified primary address alone.
public final class Warnings {
    private static final Duration ONE_A_DAY = Duration.ofDays(1);
    private final Domain host;
    private final NoticeWriter writer;
    private final Outbox outbox;
    private final Answers answers;
    private final Function<Address, Language> tongue;
    private final Runnable wake;

    /// `host` is the domain whose postmaster writes; `tongue` says in which language.
    public Warnings(Domain host, NoticeWriter writer, Outbox outbox, Answers answers, Function<Address, Language> tongue, Runnable wake) {
        this.host = host;
        this.writer = writer;
        this.outbox = outbox;
        this.answers = answers;
        this.tongue = tongue;
        this.wake = wake;
    }

    /// A key was ended because others saw it.
    void ended(Address to, String kid, String reason) {
        send(TextId.SENDER_KEY_ENDED, List.of(to), Map.of("address", to.toString(), "key", kid, "reason", reason));
    }

    /// A good key came with a post that its sender may not have written: at most one mail a day for each key.
    void misused(Address to, String kid, String reason) {
        if (answers.mayAnswer(to, "sender-key-misused " + kid, ONE_A_DAY)) {
            send(TextId.SENDER_KEY_MISUSED, List.of(to), Map.of("address", to.toString(), "key", kid, "reason", reason));
        }
    }

    /// So many wrong passwords came for this one that strangers are not listened to for the rest of the day.
    void guessed(Address to) {
        if (answers.mayAnswer(to, "sender-guessed", ONE_A_DAY)) {
            send(TextId.SENDER_GUESSED, List.of(to), Map.of("address", to.toString(), "count", Integer.toString(Attempts.PER_DAY)));
        }
    }

    /// A sender is gone for good; one mail to each owner about all lists.
    void purged(Address owner, Address sender, List<String> lists) {
        send(TextId.SENDER_PURGED, List.of(owner), Map.of("address", sender.toString(), "lists", String.join("\n", lists)));
    }

    private void send(TextId text, List<Address> to, Map<String, String> values) {
        outbox.send(writer.write(Draft.ofSite(text, tongue.apply(to.getFirst()), host, to, values)));
        wake.run();
    }
}
