package org.chancery.posting.transform;

import java.util.Optional;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Marks the post with the address of the list and our MAC, so that it is known again when it comes back through other lists. A
/// List-Id does not do: there is one at most (RFC 2919 section 6), so the next list replaces it.
///
/// Example: `X-Loop: talk@lists.example.org; mac=q4vx…`.
public final class LoopMark implements Transform {
    private static final String MAC = "; mac=";

    @Override
    public Message apply(Message post, Passage passage) {
        String mark = passage.list().address() + (passage.loopToken().isEmpty() ? "" : MAC + passage.loopToken());
        return post.edit().append(HeaderField.structured(Transforms.LOOP_MARK, mark)).build();
    }

    /// The token of a mark; empty for a bare address.
    public static Optional<String> token(String mark) {
        int at = mark.indexOf(MAC);
        return at < 0 ? Optional.empty() : Optional.of(mark.substring(at + MAC.length()));
    }
}
