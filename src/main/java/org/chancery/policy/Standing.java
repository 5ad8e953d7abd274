package org.chancery.policy;

import java.util.Locale;

/// Whom the single From address claims to be on this list. A claim only: how well it is proved is the proof level.
///
/// Example: `Standing.Role.AUTHORISED_SENDER`, written `authorised sender`; `new Standing.Group("board")`,
/// written `group "board"`.
public sealed interface Standing {

    /// As the policy language writes it.
    String words();

    /// The standings every list knows.
    enum Role implements Standing {
        OWNER,
        MODERATOR,
        MEMBER,
        AUTHORISED_SENDER,
        ALLOWED_POSTER,
        /// Not the From address: a list in this list's setting `parents`, known by its valid substitute key
        /// or its SPF-passing MAIL FROM, never by a header. It carries proof `domain` for this role only.
        PARENT_LIST,
        /// Holds for every message.
        ANYONE;

        private final String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');

        @Override
        public String words() {
            return words;
        }
    }

    /// A named group of people.
    record Group(String name) implements Standing {
        @Override
        public String words() {
            return "group " + Words.quoted(name);
        }
    }
}
