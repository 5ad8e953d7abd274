package org.chancery.moderation;

import java.util.Map;
import org.chancery.authentication.ProofLevel;
import org.chancery.policy.Facts;

/// May the author of a post be written to about it? Mail to somebody who never wrote to us is backscatter, so only those are
/// told who are proved (authorisation.md section 1.2): the facts stored with the post say how well, so that a post of
/// yesterday is not verified again.
enum ProvedSender {
    NONE,
    /// The domain of the author stands behind the post, or more.
    DOMAIN,
    /// Logged in as the author.
    LOGIN;

    /// `facts` as they are stored with the post.
    static ProvedSender of(Map<String, String> facts) {
        Facts known = Facts.fromMap(facts);
        if (known.holds(ProofLevel.ACCOUNT)) {
            return LOGIN;
        }
        return ProofLevel.ALL.stream().anyMatch(level -> level.atLeast(ProofLevel.DOMAIN) && known.holds(level)) ? DOMAIN : NONE;
    }
}
