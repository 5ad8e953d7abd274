package org.chancery.administration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chancery.audit.Act;
import org.chancery.audit.Audit;
import org.chancery.audit.AuditEntry;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.posting.Receipts;
import org.chancery.posting.Receipts.Post;

/// What happened on one list in the last 30 days, for those who own it: the acts of the audit log that are about it, and what was decided about its
/// posts. No more of a post than its author, the decision with its rule, and the receipt that `explain` takes; on a list that hides its authors, or hid
/// them within that time, not even the author.
///
/// Example: `log.of(caller, list)`.
public final class ListLog {
    static final Duration BACK = Duration.ofDays(30);
    static final int MOST = 500;
    private static final int MAX_DETAIL = 500; // of a text that was set, its beginning
    private final Receipts receipts;
    private final Audit audit;
    private final InstantSource clock;

    ListLog(Receipts receipts, Audit audit, InstantSource clock) {
        this.receipts = receipts;
        this.audit = audit;
        this.clock = clock;
    }

    /// Lines, oldest first, with tabs between their fields. `acts`, `posts`: how many they are, at most [#MOST] of each.
    public record Log(List<String> lines, int acts, int posts) {
        public Log {
            lines = List.copyOf(lines);
        }
    }

    public Log of(Caller caller, MailingList list) {
        caller.must(Permission.READ_LOG, list);
        Instant since = since(list);
        List<AuditEntry> acts = audit.last(MOST, since, isAbout(list));
        List<Post> posts = receipts.posts(list.id(), since, MOST);
        boolean isAnonymous = isAnonymous(list, since);
        return new Log(Stream.concat(acts.stream().map(entry -> line(entry.act(), isAnonymous)), posts.stream().map(post -> line(post, isAnonymous)))
                .sorted(Comparator.comparing(Line::at)).map(Line::text).toList(), acts.size(), posts.size());
    }

    /// Nothing of a list that had the same address before, nor of one that bore it before this list was renamed.
    private Instant since(MailingList list) {
        Instant back = clock.instant().minus(BACK);
        String address = list.address().key();
        Predicate<Act> cameHere = act -> (act.action().equals("list.create") && act.object().equals(address)) || (act.action().equals("list.rename") && act.detail().equals("to=" + address));
        return audit.last(1, back, cameHere).stream().map(entry -> entry.act().at()).findFirst().orElse(back);
    }

    private boolean isAnonymous(MailingList list, Instant since) {
        Predicate<Act> changed = act -> act.object().equals(list.address().key()) && act.action().equals("list.set") && act.detail().contains(Setting.ANONYMOUS.key());
        return list.settings().flag(Setting.ANONYMOUS) || !audit.last(1, since, changed).isEmpty();
    }

    private static Predicate<Act> isAbout(MailingList list) {
        Address address = list.address();
        return act -> act.object().equals(address.key()) || act.object().equals(address.toString()) || act.object().startsWith(address + " post=")
                || act.object().equals("list " + list.id()) || (act.action().startsWith("key.") && act.detail().startsWith("list " + list.id() + ","));
    }

    private record Line(Instant at, String text) {}

    /// Authors withdraw their posts; whom a moderator lets pass from now on, and what he says of a post, tells who wrote it.
    private static Line line(Act act, boolean isAnonymous) {
        boolean isOfPost = act.action().startsWith("held.") || act.action().startsWith("post.");
        boolean isOfAuthor = act.action().equals("held.withdraw") || act.action().equals("list.resend"); // members see what was resent
        String actor = isAnonymous && isOfAuthor ? "" : act.actor();
        String object = isOfPost || act.action().startsWith("key.") ? act.object() : "";
        return line(act.at(), List.of(act.action(), actor, act.door(), object, isAnonymous && isOfPost ? "" : act.detail()));
    }

    private static Line line(Post post, boolean isAnonymous) {
        String author = isAnonymous ? "" : post.author().map(Address::toString).orElse("");
        return line(post.at(), List.of("post " + post.id(), author, post.judged().decision(), Words.of(post.state()),
                post.judged().source() + "/" + post.judged().rule(), post.judged().reason(), "receipt=" + post.receipt()));
    }

    /// What people wrote cannot look like a field or a line of its own.
    private static Line line(Instant at, List<String> fields) {
        List<String> all = new ArrayList<>(List.of(at.toString()));
        for (String field : fields) {
            StringBuilder plain = new StringBuilder();
            field.codePoints().limit(MAX_DETAIL).map(c -> isBreak(c) ? ' ' : c).forEach(plain::appendCodePoint);
            all.add(field.codePointCount(0, field.length()) > MAX_DETAIL ? plain + " ..." : plain.toString());
        }
        return new Line(at, String.join("\t", all));
    }

    private static boolean isBreak(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || Character.getType(c) == Character.FORMAT;
    }
}
