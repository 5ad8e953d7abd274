package org.chancery.posting;

import java.util.List;
import org.chancery.notice.Notice;

/// The port to those who send the owners of a list what comes to it (setting `owner_copies`): the mails become durable with the post.
@FunctionalInterface
public interface OwnerCopies {
    /// Sends nobody anything.
    OwnerCopies NONE = _ -> List.of();

    List<Notice> of(HeldPost post);
}
