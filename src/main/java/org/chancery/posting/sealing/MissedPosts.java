package org.chancery.posting.sealing;

import java.time.Instant;
import java.util.List;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.Member;
import org.chancery.notice.Notice;

/// The port to copies that were withheld, and to what their members were told of it.
public interface MissedPosts {
    /// How the reply of a recipient begins from whom a copy was withheld.
    String MARK = "withheld: ";
    /// How its status is given: encryption needed (RFC 5248 registry).
    String STATUS = "5.7.10";

    /// Members who missed something since they were last told, and were not told after `notSince`. `count`: how many posts.
    List<Missed> due(Instant notSince);

    /// Remembers that the member is told now; the mail goes out with it. False, and nothing done, when another server was first.
    boolean tell(Missed missed, Notice mail, Instant now);

    /// All who were told and still count as without a key.
    List<Without> without();

    /// The member has a key, or needs none any more. What was missed until now is not told of again, though its recipients are still known as failed.
    void hasKey(Member member, Instant now);

    /// Stops posts to the member; the mail to the owners goes out with it. False when they are stopped already.
    boolean stop(Member member, Notice mail, Act act);

    record Missed(ListId list, Member member, int count) {}

    record Without(ListId list, Member member, Instant since) {}
}
