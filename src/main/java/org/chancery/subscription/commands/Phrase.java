package org.chancery.subscription.commands;

import java.util.Locale;
import org.chancery.notice.Language;
import org.chancery.notice.Phrasebook;

/// The sentences that answer commands, in each language we write: resource `LANGUAGE.properties`, values in braces.
enum Phrase {
    HELP,
    SET_HELP,
    UNKNOWN,
    FAULTY,
    CUT,
    ASKED,
    PREFERRED_ASKED,
    CLOSED,
    INFO,
    LISTS,
    LISTS_NONE,
    WHO,
    WHO_ALL,
    WHO_MORE,
    WHO_REFUSED,
    WHICH,
    WHICH_NONE,
    WHICH_REFUSED,
    CONFIRM_DONE,
    CONFIRM_WAITS,
    CONFIRM_DECLINED,
    CONFIRM_UNKNOWN,
    CONFIRM_NOT_ASKED,
    ARCHIVE,
    KEY_HELP,
    KEY_CHALLENGED,
    KEY_RENEWED,
    KEY_KNOWN,
    KEY_REVOKED,
    KEY_REFUSED,
    KEY_NOTHING,
    KEY_LISTED,
    KEY_NONE,
    KEY_SENT,
    KEY_PREFERRED,
    KEY_UNPROVED;

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
}
