package org.chancery.posting.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.chancery.mail.Message;

/// All transforms in the order in which they run. The order matters: what came in is cleaned before we add our own,
/// where answers go is settled while From still names the author, and the trace line goes on top last (RFC 5321 section 4.4).
public final class Transforms {
    /// Names each list that a message went through; no list removes it.
    public static final String LOOP_MARK = "X-Loop";

    private static final List<Transform> ORDER = List.of(
            new RemoveHeaders(), new ResentTo(), new Anonymise(), new FilterContent(), new Wrap(), new SubjectPrefix(), new ReplyTo(), new FromField(), new HeaderAndFooter(),
            new ListHeaderFields(), new Tag(), new LoopMark(), new TraceField());

    /// What a post needs before it stands in a digest: all that takes something out; what a copy of its own would carry stays away.
    private static final List<Transform> IN_DIGEST = List.of(new RemoveHeaders(), new Anonymise(), new FilterContent());

    /// What a digest gets, which is written by us and so needs no cleaning.
    private static final List<Transform> DIGEST = List.of(new ListHeaderFields(), new LoopMark());

    private Transforms() {}

    public static Message apply(Message post, Passage passage) {
        return applied(ORDER, post, passage);
    }

    /// A post as the readers of a digest may see it.
    public static Message inDigest(Message post, Passage passage) {
        return applied(IN_DIGEST, post, passage);
    }

    /// A digest on its way out.
    public static Message ofDigest(Message digest, Passage passage) {
        return applied(DIGEST, digest, passage);
    }

    /// What stands above and under posts and was left out of this one, because its author signed it: for a list that puts a multipart of its own
    /// around what it encrypts or signs. `post` has been through [#apply].
    public static Edges besideSigned(Message post, Passage passage) {
        return HeaderAndFooter.leftOut(post, passage);
    }

    /// The names of those that change this post, such as `subject prefix`, in their order.
    public static List<String> named(Message post, Passage passage) {
        List<String> names = new ArrayList<>();
        Message changed = post;
        for (Transform transform : ORDER) {
            Message next = transform.apply(changed, passage);
            if (!Arrays.equals(next.toByteArray(), changed.toByteArray())) {
                names.add(transform.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
            }
            changed = next;
        }
        return names;
    }

    private static Message applied(List<Transform> transforms, Message post, Passage passage) {
        Message changed = post;
        for (Transform transform : transforms) {
            changed = transform.apply(changed, passage);
        }
        return changed;
    }
}
