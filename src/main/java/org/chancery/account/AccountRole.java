package org.chancery.account;

import java.util.Locale;
import java.util.Optional;

/// Site-wide roles. List roles stand in `list.Role`.
public enum AccountRole {
    SITE_ADMIN,
    DOMAIN_OWNER,
    LIST_CREATOR;

    /// As commands write it: `site-admin`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<AccountRole> ofWord(String word) {
        for (AccountRole role : values()) {
            if (role.word().equals(word.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-'))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
