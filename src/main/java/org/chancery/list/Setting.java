package org.chancery.list;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;

/// Every setting of a list, in one table: key, kind, default and help. The command line, the exported TOML,
/// the documentation and later the web all read it here.
public enum Setting {
    DESCRIPTION(Kind.LINE, "", "One line that says what the list is for; shown in List-Id and in help."),
    SUBJECT_PREFIX(Kind.LINE, "", "Put before each subject once, for example [talk], or [talk {number}] to count posts. Empty: subjects stay as they are."),
    SUBJECT_PREFIX_IN(Kind.LINE, "", "Put before the subject of posts that were not proved to be from members, moderators, owners or authorised senders of the list, for example [outside]."),
    SUBJECT_PREFIX_OUT(Kind.LINE, "", "Put before the subject of what was resent to outsiders, in the copies of members (resend_copies), for example [sent]."),
    FOOTER(Kind.TEXT, "", "Text put under each post; {list}, {page} and {leave} are filled in. Under what its author signed only in copies that the list encrypts or signs."),
    HEADER(Kind.TEXT, "", "Text put above each post, filled in and left out as the footer is."),
    DIGEST_HEADER(Kind.TEXT, "", "Text put before the contents of each digest, behind the masthead; {volume} and {issue} are filled in, too."),
    DIGEST_FOOTER(Kind.TEXT, "", "Text put before the last line of each digest, filled in as digest_header is."),
    REPLY_TO(Kind.choice("none", "list", "author", "address", "both"), "none",
            "Reply-To of copies: none leaves the post as it is, list points to the list, author to the author, both to both, address to reply_to_address."),
    LIST_HEADERS(Kind.FLAG, "true", "Add the List-* header fields of RFC 2369 and RFC 2919."),
    ONE_CLICK(Kind.FLAG, "true", "One-click unsubscribe (RFC 8058) in each copy; works when the site has a https URL."),
    ARCHIVED_AT(Kind.LINE, "", "Archived-At (RFC 5064) of an archive you keep elsewhere, with {message-id} in it; empty: no such field."),
    MAX_SIZE(Kind.NUMBER, "0", "Posts over this many KB are held for moderators; 0: no limit but the site's."),
    MAX_HOPS(Kind.NUMBER, "30", "Posts with more Received fields than this are held as a loop; 0: only the site's limit of 100 refuses."),
    ADVERTISED(Kind.FLAG, "true", "Shown to everybody in the list of lists."),
    LANGUAGE(Kind.choice("en", "de", "fr", "es", "ja"), "en", "Language of the mails the list writes to people who chose none."),
    INFO(Kind.TEXT, "", "Longer description, sent in answer to the command info and with the welcome."),

    // ---- joining and leaving
    JOIN_POLICY(Kind.choice("open", "confirm", "moderate", "confirm-then-moderate"), "confirm",
            "Who may join: open (at once), confirm (the address answers a mail), moderate (moderators decide), or confirm-then-moderate."),
    LEAVE_POLICY(Kind.choice("open", "confirm", "moderate", "confirm-then-moderate"), "confirm",
            "Who may leave by mail or form, in the words of join_policy; one-click unsubscribe always works."),
    WELCOME(Kind.FLAG, "true", "Send new members a welcome."),
    GOODBYE(Kind.FLAG, "true", "Send those who left a good-bye."),
    OWNER_NOTICES(Kind.FLAG, "false", "Tell the owners who joined and who left."),
    DEFAULT_DIGEST(Kind.choice("none", "mime", "plain"), "none", "How new members receive posts: none (each post), or as a digest."),
    ROSTER(Kind.choice("nobody", "owners", "moderators", "members", "public"), "moderators",
            "Who may ask for the members by mail: nobody, owners, moderators and owners, members too, or public. Members see only those that do not hide."),

    // ---- who may post: checks that stand above the policy
    EMERGENCY(Kind.FLAG, "false", "Hold every post for moderators."),
    QUARANTINE_POSTS(Kind.NUMBER, "0", "The first posts of a new member that are held; 0: none."),
    MEMBER_ACTION(Kind.choice("defer", "hold", "reject", "discard"), "defer", "Posts of members: defer to the policy, or hold, reject, discard them."),
    NONMEMBER_ACTION(Kind.choice("defer", "hold", "reject", "discard"), "defer",
            "Posts of those who are not members: defer to the policy, or hold, reject, discard them."),
    MAX_RECIPIENTS(Kind.NUMBER, "0", "Posts with more addresses in To and Cc are held; 0: no limit."),
    REQUIRE_DESTINATION(Kind.FLAG, "false", "Hold posts that name the list neither in To nor in Cc."),
    ADMINISTRIVIA(Kind.FLAG, "true", "Hold commands such as unsubscribe that were sent to the list by mistake."),
    NO_SUBJECT(Kind.choice("accept", "hold", "reject"), "accept", "What becomes of posts without a subject."),
    HEADER_PATTERNS(Kind.HEADER_PATTERNS, "", "One rule a line: FIELD: PATTERN -> hold, reject or discard. Patterns are RE2, without regard to case."),
    ACCEPTABLE_ALIASES(Kind.ADDRESSES, "", "Other addresses, one a line, under which this list is named in To and Cc."),
    PARENTS(Kind.ADDRESSES, "", "Lists of which this one is a member, one a line: their posts come from a parent list."),

    // ---- what becomes of a post
    FROM_FIELD(Kind.choice("keep", "list", "wrap"), "list",
            "From of copies: keep the author's, put the list's address in with the author's name, or wrap the post whole in a mail of the list."),
    FROM_WHEN(Kind.choice("policy", "domains", "always", "never"), "policy",
            "When from_field is done: if the author's domain asks receivers to refuse or to suspect what fails DMARC, for the from_domains, always, or never."),
    FROM_DOMAINS(Kind.LINE, "gmail.com googlemail.com yahoo.com ymail.com aol.com outlook.com hotmail.com live.com msn.com icloud.com me.com gmx.de gmx.net web.de mail.ru",
            "The authors' domains of from_when domains, blanks between them."),
    FROM_NAME(Kind.choice("name-via-list", "name", "address-via-list", "name-address-via-list"), "name-via-list",
            "The name beside the list's address in From when from_field is list or wrap."),
    REPLY_TO_ADDRESS(Kind.LINE, "", "The address of reply_to address."),
    REPLY_TO_STRIP(Kind.FLAG, "false", "Remove the author's own Reply-To first."),
    ANONYMOUS(Kind.FLAG, "false", "Remove everything that tells who wrote a post."),
    FILTER(Kind.FLAG, "false", "Filter the content of posts by the filter settings."),
    FILTER_DENY_TYPES(Kind.LINE, "", "Content types that are removed, blanks between them: image application/zip."),
    FILTER_PASS_TYPES(Kind.LINE, "", "Content types that may stay; empty: all that are not denied."),
    FILTER_DENY_EXTENSIONS(Kind.LINE, "", "File name extensions that are removed: exe bat."),
    FILTER_COLLAPSE(Kind.FLAG, "true", "Of alternatives of one text, keep the first that is left."),
    FILTER_HTML_TO_TEXT(Kind.FLAG, "true", "Turn HTML that is left alone into plain text."),
    FILTER_ACTION(Kind.choice("reject", "discard", "hold"), "reject", "What becomes of a post of which the filter leaves nothing."),
    TOPICS(Kind.TOPICS, "", "One topic a line, NAME: PATTERN over subject and keywords; members follow or mute topics."),

    // ---- encrypted and signed posts
    GPG_POST_ENCRYPT(Kind.LEVEL, "no", "Posts encrypted with OpenPGP: no (refused), yes (opened), or force (all posts must be encrypted to the list)."),
    GPG_POST_SIGN(Kind.LEVEL, "no", "OpenPGP signatures of posts: no (noted), yes (posts without a good one are held), force (refused, see force_action)."),
    GPG_DISTRIB_ENCRYPT(Kind.LEVEL, "no",
            "Copies encrypted with OpenPGP: no, yes (to members with a key), force (members without a key get no content)."),
    GPG_DISTRIB_SIGN(Kind.choice("no", "yes", "preserve-only"), "no",
            "yes: the list signs what it sends with OpenPGP. no and preserve-only add no signature; that of the author stays in any case."),
    SMIME_POST_ENCRYPT(Kind.LEVEL, "no", "Posts encrypted with S/MIME, in the words of gpg_post_encrypt."),
    SMIME_POST_SIGN(Kind.LEVEL, "no", "S/MIME signatures of posts, in the words of gpg_post_sign."),
    SMIME_DISTRIB_ENCRYPT(Kind.LEVEL, "no", "Copies encrypted with S/MIME, in the words of gpg_distrib_encrypt."),
    SMIME_DISTRIB_SIGN(Kind.choice("no", "yes", "preserve-only"), "no", "Copies signed with S/MIME, in the words of gpg_distrib_sign."),
    REVOCATION(Kind.choice("off", "soft", "hard"), "off",
            "S/MIME certificates: off (revocation lists at hand count), soft and hard (each authority must have a current list, else a signature is not good; soft: a week longer)."),
    SINGLE_SCHEME(Kind.FLAG, "false", "Allow settings of one scheme only, either gpg_ or smime_."),
    ALLOW_PLAINTEXT_OUT(Kind.FLAG, "false", "Let posts that arrived encrypted go out in clear. Needed where posts may be encrypted and copies are not."),
    FORCE_ACTION(Kind.choice("reject", "discard"), "reject", "What post_sign force does with a post that is not well signed."),
    ENCRYPTED_UNOPENED(Kind.choice("reject", "pass"), "reject", "Encrypted posts in a scheme whose post_encrypt is no: reject them, or pass them on as they are."),
    INLINE_SIGNATURES(Kind.choice("none", "good"), "none", "What a good OpenPGP signature inside a text counts as: it covers neither charset nor attachments."),
    BROKEN_SIGNATURES(Kind.choice("refuse", "mark"), "refuse", "On lists that encrypt copies: refuse posts whose signature is broken, or only mark them."),
    HOLD_NOTICE(Kind.choice("headers", "sealed"), "headers",
            "What moderators are sent of a held post that arrived encrypted: its outer header, or also the post sealed to their own key."),
    PROVENANCE(Kind.words("from", "to", "cc", "date", "sig", "enc"), "",
            "Of a post, told in a text of its own at the beginning of copies that the list encrypts or signs: from to cc date sig enc, or some of them. For programs that do not show it."),
    OPENPGP_HEADER(Kind.choice("none", "key", "sign", "encrypt", "signencrypt", "unprotected"), "none",
            "Name the list's OpenPGP key in the header of copies: key alone, or with the wish that mail to the list be signed, encrypted, both, or neither."),
    HIDE_RECIPIENTS(Kind.FLAG, "false", "Leave out of encrypted copies for which key they are; the reader's program then tries all keys."),
    MEMBERS_RESEND(Kind.FLAG, "false", "Let members, too, send mail on to outsiders in the name of the list (resend), not only owners and moderators."),
    RESEND_COPIES(Kind.FLAG, "true", "Send what is resent to outsiders to the members, too, with a note to whom it went."),
    RESEND_PREFIX(Kind.LINE, "", "Put before the subject of what is resent, once, for example [office]; empty: subjects stay as they are."),
    RESEND_FOOTER(Kind.TEXT, "", "Text put under what is resent, as it is."),
    NO_KEY_DAYS(Kind.NUMBER, "14", "Days after which delivery to a member without a usable key is stopped, where content needs one; 0: never."),

    // ---- moderation
    MODERATOR_NOTICES(Kind.FLAG, "true", "Send moderators each held post; else only the daily reminder."),
    POSTER_NOTICES(Kind.FLAG, "true", "Tell authors that their post is held, with a link to withdraw it."),
    OWNER_COPIES(Kind.FLAG, "false", "For debugging: send owners each post that the list takes, as it came, with what was decided on it."),
    HELD_REMINDER(Kind.FLAG, "true", "Remind moderators once a day of what waits."),
    HELD_EXPIRY(Kind.NUMBER, "30", "Days after which a held post expires; 0: never."),

    // ---- bounces
    BOUNCES(Kind.FLAG, "true", "Count failed deliveries of members."),
    BOUNCE_THRESHOLD(Kind.NUMBER, "5", "Days with failed deliveries after which a member is probed."),
    BOUNCE_STALE(Kind.NUMBER, "7", "Days without a failed delivery after which the count begins anew."),
    BOUNCE_WARNINGS(Kind.NUMBER, "3", "Warnings before a member whose delivery was stopped is removed."),
    BOUNCE_WARNING_DAYS(Kind.NUMBER, "7", "Days between these warnings."),
    BOUNCE_UNRECOGNISED(Kind.choice("discard", "owners", "site"), "discard",
            "What becomes of mail to the return path of a copy that is no report we can read: discard, or send it to the owners or the site's administrators."),
    BOUNCE_OWNER_NOTICES(Kind.FLAG, "true", "Tell owners whose delivery was stopped and who was removed."),

    // ---- digests
    DIGESTS(Kind.FLAG, "true", "Offer digests."),
    DIGEST_SIZE(Kind.NUMBER, "30", "Send a digest when its posts reach this many KB; 0: never for its size."),
    DIGEST_PERIOD(Kind.choice("none", "daily", "weekly", "monthly"), "daily", "Send a digest at least this often when there are posts."),
    DIGEST_VOLUME(Kind.choice("yearly", "quarterly", "monthly", "weekly", "daily"), "monthly", "When a new volume begins."),

    // ---- archive
    ARCHIVE(Kind.choice("none", "owners"), "none", "Keep posts: none, or for owners and administrators, who read them with \"chancery archive\". X-No-Archive: yes is heeded."),
    ARCHIVE_ENCRYPTED(Kind.choice("none", "sealed", "plain"), "sealed",
            "What of it came encrypted, or goes out encrypted: not kept (none), sealed with the archive key of the list, or in clear (plain, see allow_plaintext_archive)."),
    ALLOW_PLAINTEXT_ARCHIVE(Kind.FLAG, "false", "Let archive_encrypted be plain: the disk and every backup of it then hold such posts in clear."),

    // ---- automatic answers
    AUTO_POST(Kind.TEXT, "", "Answered to posts, once per author and auto_grace days; empty: no answer."),
    AUTO_REQUEST(Kind.TEXT, "", "Answered to mail to -request, besides its results; empty: no answer."),
    AUTO_OWNER(Kind.TEXT, "", "Answered to mail to -owner; empty: no answer."),
    AUTO_GRACE(Kind.NUMBER, "90", "Days until the same address is answered again; at least 1.");

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
        Kind TEXT = new Text(_ -> Optional.empty());

        /// Addresses, one a line.
        Kind ADDRESSES = new Text(text -> faultOf(AddressLines.parse(text)));

        /// Lines of [HeaderPattern].
        Kind HEADER_PATTERNS = new Text(text -> faultOf(HeaderPattern.parse(text)));

        /// Lines of [Topic].
        Kind TOPICS = new Text(text -> faultOf(Topic.parse(text)));

        /// `true` or `false`.
        Kind FLAG = new Flag();

        /// A whole number from 0.
        Kind NUMBER = new WholeNumber();

        /// `no`, `yes` or `force`.
        Kind LEVEL = choice("no", "yes", "force");

        static Kind choice(String... words) {
            return new Choice(List.of(words));
        }

        /// None, some or all of these words, blanks between them.
        static Kind words(String... words) {
            return new Words(List.of(words));
        }

        /// `value` as it is stored.
        default String canonical(String value) {
            return value;
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

        private static Optional<String> faultOf(Parsed<?> parsed) {
            return switch (parsed) {
                case Parsed.Value<?> _ -> Optional.empty();
                case Parsed.Malformed<?>(int _, String why) -> Optional.of(why);
            };
        }

        /// `grammar` gives the fault of a text that is not in it.
        record Text(Function<String, Optional<String>> grammar) implements Kind {
            static final int MAX_LENGTH = 10_000;

            @Override
            public Optional<String> fault(String value) {
                return value.length() > MAX_LENGTH || value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                        ? Optional.of("expected text of at most " + MAX_LENGTH + " characters without controls")
                        : grammar.apply(value);
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

        record Words(List<String> words) implements Kind {
            static List<String> split(String value) {
                return Stream.of(value.toLowerCase(Locale.ROOT).split("\\s+")).filter(word -> !word.isEmpty()).distinct().toList();
            }

            @Override
            public String canonical(String value) {
                return String.join(" ", split(value));
            }

            @Override
            public Optional<String> fault(String value) {
                return split(value).stream().filter(word -> !words.contains(word)).findFirst()
                        .map(unknown -> "expected words of " + String.join(", ", words) + " with blanks between them; " + unknown.replaceAll("\\p{Cntrl}", "?") + " is none");
            }
        }

        record Choice(List<String> words) implements Kind {
            @Override
            public Optional<String> fault(String value) {
                return words.contains(canonical(value)) ? Optional.empty() : Optional.of("expected one of " + String.join(", ", words));
            }

            /// `Force` is `force`.
            @Override
            public String canonical(String value) {
                return value.toLowerCase(Locale.ROOT);
            }
        }
    }
}
