package org.chancery.list;

import java.time.Instant;
import org.chancery.mail.Address;

/// One membership: an address in one role on one list. Only the role `member` receives posts,
/// and only while `delivery` is on.
public record Member(
        MembershipNumber number,
        ListId list,
        Address address,
        String displayName,
        Role role,
        Preferences preferences,
        Instant since) {

    /// What the member chose. Who takes a digest gets posts in it and no single copies.
    public record Preferences(boolean delivery, Digest digest, boolean moderated, boolean hidden) {
        public static final Preferences DEFAULT = new Preferences(true, Digest.NONE, false, false);
    }

    public enum Digest {
        NONE,
        MIME,
        PLAIN
    }
}
