package org.chancery.posting;

import java.util.List;
import org.chancery.notice.Notice;
import org.chancery.policy.Standing;

/// The port to those whom a rule of the policy names with `notify`: the mails to them become durable with the post.
@FunctionalInterface
public interface OutcomeNotices {
    /// Tells nobody.
    OutcomeNotices NONE = (_, _) -> List.of();

    /// `told` is not empty; an address that stands in several roles gets one mail.
    List<Notice> of(HeldPost post, List<Standing> told);
}
