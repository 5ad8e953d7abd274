package org.chancery.keyword;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.notice.Language;
import org.chancery.notice.Phrasebook;

/// The sentences that answer commands in encrypted mail, in each language we write: resource `LANGUAGE.properties`, values in braces.
///
/// Example: `Phrase.JOINED.in(Language.DE, "address", "new@example.net")`.
enum Phrase {
    HELP,
    NOTHING_DONE,
    OTHER_LIST,
    NOTHING_BELOW,
    KEY_ALONG,
    ASKING,
    NONE,
    MORE,
    JOINED,
    NO_DELIVERY,
    OWNER_NOW,
    LEFT,
    MODERATED,
    YOU_LEFT,
    NO_MEMBERSHIP,
    NO_KEY_ALONG,
    NO_DIRECTORIES,
    NO_MEMBER,
    TOO_MANY_KEYS,
    CHALLENGED,
    RENEWED,
    KNOWN,
    REVOKED,
    NO_KEY_OF,
    NO_SUCH_KEY,
    KEY_NOT_IN_USE,
    NO_KEY_IN_USE,
    KEY_ATTACHED,
    PREFERRED,
    ENDED,
    APPROVED,
    TAKEN_BACK,
    IN_FORCE,
    UNPROVED,
    AWAITED,
    COOLING,
    OTHER_WAITS,
    NOT_HANDED_IN,
    KEYS_BUSY,
    SEVERAL_PLACES,
    TOO_MANY_FILES,
    NOTHING_TO_SIGN,
    SIGNED_TEXT,
    SIGNS_NO_TEXT,
    SIGNED_FILES,
    LOG_ATTACHED,
    LOG_ONCE,
    NOTHING_LOGGED,
    RESEND_LIST,
    RESEND_SEALED,
    RESEND_NO_KEY,
    RESEND_CLEAR,
    LINE,
    NO_TEXT,
    LIST_MISSING,
    TOO_MANY_COMMANDS,
    NO_COMMAND,
    TOO_MANY_RECIPIENTS,
    KEY_BESIDE_RESEND,
    TOO_LONG,
    IS_EMPTY,
    SET_TAKES,
    SUBSCRIBE_TAKES,
    FINGERPRINT_DIGITS,
    ADDRESS_OR_FINGERPRINT,
    NO_SUCH_COMMAND,
    TOO_MUCH,
    ONE_ADDRESS,
    NO_ADDRESS,
    SOME_ADDRESSES;

    /// What [BlockReader] says of one line.
    private static final Pattern OF_LINE = Pattern.compile("Line (\\d{1,9}) was not understood: (.{1,300})\\.");
    private static final Phrasebook BOOK = new Phrasebook(Phrase.class);

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// With `names and values in turn` filled in; a value is never read again.
    String in(Language language, String... namesAndValues) {
        return BOOK.in(language, key(), namesAndValues);
    }

    String template(Language language) {
        return BOOK.template(language, key());
    }

    /// What a reader of commands says in English, in another language; as it came where it is no sentence of ours.
    static String said(Language language, String english) {
        Matcher line = OF_LINE.matcher(english);
        if (line.matches()) {
            return LINE.in(language, "line", line.group(1), "why", said(language, line.group(2)));
        }
        return ofEnglish(english).map(phrase -> phrase.template(language)).orElse(english);
    }

    static Optional<Phrase> ofEnglish(String sentence) {
        return Arrays.stream(values()).filter(phrase -> phrase.template(Language.EN).equals(sentence)).findFirst();
    }
}
