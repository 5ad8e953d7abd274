package org.chancery.posting.transform;

import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Shows the tag that the list's policy gave the post, for the filters of its readers. One that came in was removed before.
///
/// Example: `accept and tag "security" when …` gives `Chancery-Tag: security`.
final class Tag implements Transform {
    static final String FIELD = "Chancery-Tag";

    @Override
    public Message apply(Message post, Passage passage) {
        return passage.tag().map(tag -> post.edit().append(HeaderField.unstructured(FIELD, tag)).build()).orElse(post);
    }
}
