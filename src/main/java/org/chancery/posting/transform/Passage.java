package org.chancery.posting.transform;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;

/// What a transform may know of the post's way through one list: the list, the receipt, the session it came by,
/// the name of this server, the web base URL if there is one (without a final slash), the list's token against loops
/// (empty where the mark goes without), the tag that the policy gave the post, its number among the posts of the list (0 where they
/// are not counted), and where it comes from.
public record Passage(
        MailingList list, String receipt, Instant receivedAt, Map<String, String> session, String hostname, Optional<String> webUrl, String loopToken,
        Optional<String> tag, long number, Origin origin) {
    /// In the session: what our own Authentication-Results field says (RFC 8601).
    public static final String RESULTS = "authentication-results";
    /// In the session: what the author's domain asks receivers to do with mail that fails DMARC (RFC 9989): none, quarantine, reject.
    public static final String AUTHOR_POLICY = "author-policy";
    /// In the session, where a DKIM signature vouches for the author's domain: that domain.
    public static final String AUTHOR_SIGNATURE = "author-signature";

    public Passage {
        session = Map.copyOf(session);
    }

    /// Without a token: the mark against loops is the bare address of the list. From within.
    public Passage(MailingList list, String receipt, Instant receivedAt, Map<String, String> session, String hostname, Optional<String> webUrl) {
        this(list, receipt, receivedAt, session, hostname, webUrl, "", Optional.empty(), 0, Origin.WITHIN);
    }

    /// Does each copy carry its own one-click unsubscribe (RFC 8058)? Only over https, as section 3.1 demands.
    public boolean hasOneClick() {
        return list.settings().flag(Setting.ONE_CLICK) && webUrl.filter(url -> url.startsWith("https://")).isPresent();
    }
}
