package org.chancery.posting.transform;

import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Marks the post with the address of the list, so that it is known again when it comes back through other lists. A List-Id
/// does not do: there is one at most (RFC 2919 section 6), so the next list replaces it.
final class LoopMark implements Transform {

    @Override
    public Message apply(Message post, Passage passage) {
        return post.edit().append(HeaderField.structured(Transforms.LOOP_MARK, passage.list().address().toString())).build();
    }
}
