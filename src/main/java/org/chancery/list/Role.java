package org.chancery.list;

import java.util.Locale;
import java.util.Optional;

/// What an address is to a list (Mailman's words). One address may hold several.
public enum Role {
    MEMBER,
    MODERATOR,
    OWNER,
    NONMEMBER,
    /// May post without being a member: the `allowed poster` of policies, who needs proof like a member and receives nothing.
    POSTER;

    /// As commands and files write it: `member`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWord(String word) {
        for (Role role : values()) {
            if (role.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
