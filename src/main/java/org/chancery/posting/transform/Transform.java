package org.chancery.posting.transform;

import org.chancery.mail.Message;

/// One change that a list makes to a post. A plugin adds its own in the same way.
/// It must leave every part byte for byte as it was that it does not mean to change, and must be idempotent.
@FunctionalInterface
public interface Transform {
    Message apply(Message post, Passage passage);
}
