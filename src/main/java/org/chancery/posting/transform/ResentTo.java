package org.chancery.posting.transform;

import java.util.List;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// A mail with commands was to `LIST-request@`. Its members get it as one to the list, so that an answer to all is a post and no command.
final class ResentTo implements Transform {
    @Override
    public Message apply(Message post, Passage passage) {
        return passage.origin() instanceof Origin.Resent
                ? post.edit().removeAll("To").removeAll("Cc").append(HeaderField.addresses("To", List.of(Mailbox.of(passage.list().address())))).build()
                : post;
    }
}
