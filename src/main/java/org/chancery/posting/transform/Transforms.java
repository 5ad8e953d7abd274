package org.chancery.posting.transform;

import java.util.List;
import org.chancery.mail.Message;

/// All transforms in the order in which they run. The order matters: what came in is cleaned before we add our own,
/// where answers go is settled while From still names the author, and the trace line goes on top last (RFC 5321 section 4.4).
public final class Transforms {
    /// Names each list that a message went through; no list removes it.
    public static final String LOOP_MARK = "X-Loop";

    private static final List<Transform> ORDER = List.of(
            new RemoveHeaders(), new Anonymise(), new Wrap(), new SubjectPrefix(), new ReplyTo(), new FromField(), new Footer(),
            new ListHeaderFields(), new LoopMark(), new TraceField());

    private Transforms() {}

    public static Message apply(Message post, Passage passage) {
        Message changed = post;
        for (Transform transform : ORDER) {
            changed = transform.apply(changed, passage);
        }
        return changed;
    }
}
