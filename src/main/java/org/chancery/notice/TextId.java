package org.chancery.notice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Every mail that we write, with the placeholders its text may hold. `{list}` (address), `{description}`, `{owner}`,
/// `{help}`, `{request}` and `{site}` may stand in each. Required ones must stand in any text that takes its place: without them the mail is useless.
///
/// A value that was not given, or has nothing to say, is empty; what then becomes of its line says [Template].
public enum TextId {
    // ---- joining and leaving
    CONFIRM_JOIN("To an address that is to become a member. Any answer agrees.", List.of("address", "page"), List.of("expires", "key-address", "fingerprints")),
    CONFIRM_LEAVE("To a member that is to leave. Any answer agrees.", List.of("address", "page"), List.of("expires")),
    CONFIRM_ADDRESS("To the new address of somebody who changes it. Any answer agrees.", List.of("address", "page"), List.of("old-address", "expires")),
    CONFIRM_SET("To a member whose choices are to change. Any answer agrees.", List.of("address", "changes", "page"), List.of("expires")),
    CONFIRM_MORE("To an address for which more was asked on a day on which it was written to already.", List.of("requests", "page"), List.of("address")),
    INVITATION("To somebody whom the list would like as a member. Any answer agrees.", List.of("address", "page"), List.of("expires", "message")),
    WELCOME("To a new member.", List.of("address"), List.of("info", "page", "key-address", "fingerprints")),
    GOODBYE("To somebody who was a member.", List.of("address"), List.of()),
    REQUEST_WAITS("To somebody who asked to join or leave, when moderators decide.", List.of("address", "action"), List.of()),
    REQUEST_REFUSED("To somebody whose request the moderators refused.", List.of("address", "action"), List.of("reason")),
    REQUEST_MODERATORS("To moderators: somebody asks to join or leave. An answer decides.", List.of("address", "action"), List.of("expires")),
    OWNER_JOINED("To owners: somebody became a member.", List.of("address"), List.of("how")),
    OWNER_LEFT("To owners: somebody is no longer a member.", List.of("address"), List.of("how")),

    // ---- commands by mail
    COMMAND_RESULTS("To whoever wrote commands to -request.", List.of("results"), List.of()),
    HELP("To whoever asked for help or wrote to -help.", List.of("commands"), List.of("page", "sendkey", "fingerprints")),

    // ---- moderation
    HELD_MODERATORS("To moderators: a post waits. An answer decides.", List.of("author", "subject", "reason"), List.of("rule", "evidence", "signer", "size", "expires", "page")),
    POST_OUTCOME("To whom a policy names with notify: what it did with a post.", List.of("author", "subject", "decision"), List.of("reason", "rule", "evidence")),
    OWNER_COPY("To owners who want a copy of each post: what was decided on it.", List.of("author", "subject", "decision"), List.of("reason", "rule", "evidence", "receipt")),
    CLOSED_OWNER_COPY("To an owner who wants copies and has no key: a post of which nothing may go along.", List.of("decision", "address"), List.of("rule", "receipt")),
    HELD_FORWARD("To whom a moderator asks for advice on a post that waits.", List.of("author", "subject", "address"), List.of("reason", "message")),
    HELD_POSTER("To the author of a post that waits.", List.of("reason"), List.of("subject", "page")),
    REJECTED_POSTER("To the author of a post that a moderator refused.", List.of("reason"), List.of("subject")),
    EXPIRED_POSTER("To the author of a post on which nobody decided in time.", List.of(), List.of("subject", "days")),
    HELD_REMINDER("To moderators, once a day: what waits.", List.of("posts"), List.of("count")),

    // ---- bounces
    BOUNCE_PROBE("To a member whose mail came back: does the address work?", List.of("address"), List.of("reason", "page")),
    BOUNCE_DISABLED("To a member whose delivery was stopped.", List.of("address", "page"), List.of("reason", "removal")),
    BOUNCE_WARNING("To a member whose delivery was stopped, again.", List.of("address", "page"), List.of("reason", "removal", "left")),
    BOUNCE_REMOVED("To somebody who was removed because mail came back.", List.of("address"), List.of("reason")),
    BOUNCE_OWNER("To owners: mail to a member comes back.", List.of("address", "what"), List.of("reason")),
    COMPLAINT_OWNER("To owners: a member reported mail of the list as spam and was removed.", List.of("address"), List.of()),

    // ---- encrypted lists
    MISSED_POSTS("To a member from whom posts were withheld because nothing can be encrypted to the address.", List.of("address", "count"), List.of()),
    CLOSED_OWNER_MAIL("To an owner without a key: an encrypted mail to the owners could not be encrypted to the address.", List.of("address"), List.of()),
    NO_KEY_OWNER("To owners: a member without a key gets no posts any more.", List.of("address"), List.of("days")),

    // ---- digests
    DIGEST_MASTHEAD("The beginning of a digest, and its subject.", List.of("contents"), List.of("volume", "issue", "date", "count")),
    DIGEST_FOOTER("The end of a digest.", List.of(), List.of("volume", "issue")),

    // ---- automatic answers and lists
    AUTO_ANSWER("The automatic answer that the owners of a list wrote.", List.of("text"), List.of()),
    NO_MORE_TODAY("To an address that got all automatic answers it may have in a day.", List.of(), List.of("address")),
    LIST_ASKED("To administrators: somebody asks for a new list.", List.of("address"), List.of("style", "reason")),
    LIST_GRANTED("To somebody whose list was made.", List.of("address"), List.of()),
    LIST_REFUSED("To somebody whose list was not made.", List.of("address"), List.of("reason")),

    // ---- authorised senders
    SENDER_INVITATION("To an address that is to post with a key of its own. Any answer agrees.", List.of("address", "page"), List.of("expires")),
    SENDER_PAGE("To an authorised sender: a link to the page with his keys, password and addresses.", List.of("address", "page"), List.of("expires")),
    SENDER_ADDRESSES("To the old address of an authorised sender whose addresses changed; the link takes it back.", List.of("before", "after", "page"),
            List.of("address", "expires")),
    SENDER_KEY_ENDED("To an authorised sender whose posting key was seen by others.", List.of("address", "key", "reason"), List.of()),
    SENDER_KEY_MISUSED("To an authorised sender whose posting key came with a post that he may not have written.", List.of("address", "key", "reason"), List.of()),
    SENDER_GUESSED("To an authorised sender, once a day: somebody guesses at his password.", List.of("address"), List.of("count")),
    SENDER_PURGED("To owners: an authorised sender was deleted for good.", List.of("address", "lists"), List.of()),

    // ---- keys of members and lists
    KEY_CHALLENGE("To an address whose key is to be used, encrypted to that key. A mail to the address in it proves the key.",
            List.of("address", "answer", "fingerprint"), List.of("expires")),
    KEY_SIGN_CHALLENGE("To an address whose key is to be used and only signs. A mail to the address in it, signed with the key, proves it.",
            List.of("address", "answer", "fingerprint"), List.of("expires")),
    KEY_CHANGE("To owners and a member: another key than the active one was proved, and waits.", List.of("address", "fingerprint"), List.of("old", "until", "approve")),
    KEY_CHANGED("To a member, and owners when it is not a first one: a key counts now.", List.of("address", "fingerprint"), List.of("old", "beside")),
    KEY_IN_USE("To whoever proved a key that counts for another person on the list.", List.of("address", "fingerprint"), List.of()),
    KEY_REVOKED("To a member and owners: a key counts no more.", List.of("address", "fingerprint"), List.of()),
    KEY_EXPIRES("To a member, and owners: a key will end soon.", List.of("address", "fingerprint", "days"), List.of()),
    LIST_KEY_EXPIRES("To owners: the list's own key will end soon.", List.of("fingerprint", "days"), List.of("rotate", "csr", "import")),
    LIST_KEY_WAITS("To owners: a key of the list waits for its certificate.", List.of("days", "csr", "import"), List.of()),
    LIST_KEY("To whoever wrote to -sendkey: the public keys of a list, attached.", List.of("fingerprints"), List.of()),
    LIST_KEY_CHANGED("To the people of a list: its keys as they are now, attached.", List.of("fingerprints"), List.of("old"));

    /// May stand in every text.
    public static final List<String> EVERYWHERE = List.of("list", "description", "owner", "help", "request", "site");

    private final String help;
    private final List<String> required;
    private final List<String> placeholders;

    TextId(String help, List<String> required, List<String> optional) {
        this.help = help;
        this.required = required;
        this.placeholders = Stream.concat(required.stream(), optional.stream()).toList();
    }

    /// As files and commands write it: `confirm-join`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Who gets it and why, in one line.
    public String help() {
        return help;
    }

    /// Those of this text alone, required ones first.
    public List<String> placeholders() {
        return placeholders;
    }

    public List<String> required() {
        return required;
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
