package org.chancery.administration;

import java.util.Locale;

/// What somebody is where something is to be done: to the list, to its domain, or to the site. One person may be several.
public enum Rank {
    MEMBER,
    NONMEMBER,
    MODERATOR,
    OWNER,
    LIST_CREATOR,
    DOMAIN_OWNER,
    SITE_ADMIN;

    /// As people read it: `list creator`.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
