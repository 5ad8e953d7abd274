package org.chancery.notice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Every mail that we write, with the placeholders its text may hold. `{list}` (address), `{description}`, `{owner}` and
/// `{site}` may stand in each. Required ones must stand in any text that takes its place: without them the mail is useless.
public enum TextId {
    // ---- joining and leaving
    CONFIRM_JOIN(List.of("address", "page", "expires")),
    CONFIRM_LEAVE(List.of("address", "page", "expires")),
    /// Sent to the new address.
    CONFIRM_ADDRESS(List.of("address", "old-address", "page", "expires")),
    /// What else was asked for an address on a day on which it was written to already.
    CONFIRM_MORE(List.of("address", "requests", "page")),
    INVITATION(List.of("address", "page", "expires", "message")),
    WELCOME(List.of("address", "info", "page")),
    GOODBYE(List.of("address")),
    /// To the one who asked: moderators decide.
    REQUEST_WAITS(List.of("address", "action")),
    REQUEST_REFUSED(List.of("address", "action", "reason")),
    /// To moderators.
    REQUEST_MODERATORS(List.of("address", "action", "expires")),
    OWNER_JOINED(List.of("address", "how")),
    OWNER_LEFT(List.of("address", "how")),

    // ---- commands by mail
    COMMAND_RESULTS(List.of("results")),
    HELP(List.of("commands", "page")),

    // ---- moderation
    HELD_MODERATORS(List.of("author", "subject", "reason", "rule", "evidence", "size", "expires", "page")),
    HELD_POSTER(List.of("subject", "reason", "page")),
    REJECTED_POSTER(List.of("subject", "reason")),
    EXPIRED_POSTER(List.of("subject", "days")),
    HELD_REMINDER(List.of("count", "posts")),

    // ---- bounces
    BOUNCE_PROBE(List.of("address", "reason", "page")),
    BOUNCE_DISABLED(List.of("address", "reason", "page", "removal")),
    BOUNCE_WARNING(List.of("address", "reason", "page", "removal", "left")),
    BOUNCE_REMOVED(List.of("address", "reason")),
    BOUNCE_OWNER(List.of("address", "what", "reason")),
    COMPLAINT_OWNER(List.of("address")),

    // ---- digests
    DIGEST_MASTHEAD(List.of("volume", "issue", "date", "count", "contents")),
    DIGEST_FOOTER(List.of("volume", "issue")),

    // ---- automatic answers and lists
    AUTO_ANSWER(List.of("text")),
    NO_MORE_TODAY(List.of("address")),
    LIST_ASKED(List.of("address", "style", "reason")),
    LIST_GRANTED(List.of("address")),
    LIST_REFUSED(List.of("address", "reason"));

    /// May stand in every text.
    public static final List<String> EVERYWHERE = List.of("list", "description", "owner", "site");

    private final List<String> placeholders;

    TextId(List<String> placeholders) {
        this.placeholders = placeholders;
    }

    /// As files and commands write it: `confirm-join`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Those of this text alone.
    public List<String> placeholders() {
        return placeholders;
    }

    public static Optional<TextId> ofWord(String word) {
        for (TextId id : values()) {
            if (id.word().equals(word)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }
}
