package org.chancery.list;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every setting of a list, in one table: key, kind, default and help. The command line, the exported TOML,
/// the documentation and later the web all read it here.
public enum Setting {
    DESCRIPTION(Kind.LINE, "", "One line that says what the list is for; shown in List-Id and in help."),
    SUBJECT_PREFIX(Kind.LINE, "", "Put before each subject once, for example [talk]. Empty: subjects stay as they are."),
    FOOTER(Kind.TEXT, "", "Text put under each post that is neither signed nor encrypted. {list}, {page} and {leave} are filled in."),
    REPLY_TO(Kind.choice("none", "list", "author"), "none",
            "Reply-To of copies: none leaves the post as it is, list points to the list, author to the author."),
    LIST_HEADERS(Kind.FLAG, "true", "Add the List-* header fields of RFC 2369 and RFC 2919."),
    ONE_CLICK(Kind.FLAG, "true", "One-click unsubscribe (RFC 8058) in each copy; works when the site has a https URL."),
    ARCHIVED_AT(Kind.LINE, "", "Archived-At (RFC 5064) of an archive you keep elsewhere, with {message-id} in it; empty: no such field."),
    MAX_SIZE(Kind.NUMBER, "0", "Posts over this many KB are held for moderators; 0: no limit but the site's."),
    MAX_HOPS(Kind.NUMBER, "30", "Posts with more Received fields than this are held as a loop; 0: only the site's limit of 100 refuses."),
    ADVERTISED(Kind.FLAG, "true", "Shown to everybody in the list of lists.");

    private final Kind kind;
    private final String initial;
    private final String help;

    Setting(Kind kind, String initial, String help) {
        this.kind = kind;
        this.initial = initial;
        this.help = help;
    }

    /// As commands and TOML write it: `subject_prefix`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    /// The value of a list that never set it.
    public String initial() {
        return initial;
    }

    public String help() {
        return help;
    }

    public static Optional<Setting> ofKey(String key) {
        for (Setting setting : values()) {
            if (setting.key().equals(key.toLowerCase(Locale.ROOT))) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /// What values a setting takes, and the sentence that refuses all others.
    public sealed interface Kind {
        /// One line: no CR, LF or other control.
        Kind LINE = new Line();

        /// Several lines, LF between them.
        Kind TEXT = new Text();

        /// `true` or `false`.
        Kind FLAG = new Flag();

        /// A whole number from 0.
        Kind NUMBER = new WholeNumber();

        static Kind choice(String... words) {
            return new Choice(List.of(words));
        }

        /// The fault of `value`, or empty when it may be stored.
        Optional<String> fault(String value);

        record Line() implements Kind {
            static final int MAX_LENGTH = 200; // fits an encoded header line or two

            @Override
            public Optional<String> fault(String value) {
                return value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)
                        ? Optional.of("expected one line of at most " + MAX_LENGTH + " characters without controls")
                        : Optional.empty();
            }
        }

        record Text() implements Kind {
            static final int MAX_LENGTH = 10_000;

            @Override
            public Optional<String> fault(String value) {
                return value.length() > MAX_LENGTH || value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                        ? Optional.of("expected text of at most " + MAX_LENGTH + " characters without controls")
                        : Optional.empty();
            }
        }

        record Flag() implements Kind {
            @Override
            public Optional<String> fault(String value) {
                return value.equals("true") || value.equals("false") ? Optional.empty() : Optional.of("expected true or false");
            }
        }

        record WholeNumber() implements Kind {
            @Override
            public Optional<String> fault(String value) {
                return value.matches("[0-9]{1,9}") ? Optional.empty() : Optional.of("expected a whole number from 0 to 999999999");
            }
        }

        record Choice(List<String> words) implements Kind {
            @Override
            public Optional<String> fault(String value) {
                return words.contains(value) ? Optional.empty() : Optional.of("expected one of " + String.join(", ", words));
            }
        }
    }
}
