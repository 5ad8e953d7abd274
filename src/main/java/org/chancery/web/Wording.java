package org.chancery.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The sentences of the pages that members, authors and moderators see, in each language we write: resource
/// `LANGUAGE.properties`, values in braces.
///
/// Example: `Wording.LEAVES.in("de", "address", "ann@example.net", "list", "talk@example.org")`.
enum Wording {
    JOIN_TITLE,
    JOIN_INTRO,
    JOIN_ADDRESS,
    JOIN_NAME,
    JOIN_JOIN,
    JOIN_LEAVE,
    SENT_TITLE,
    SENT,
    FORM_OLD,
    NO_ADDRESS,
    NO_LINK,
    PAGE_OLD,
    DONE,
    NOTHING_LEFT,
    CONFIRM_TITLE,
    ACTS_ONLY,
    ALSO,
    WAITS,
    AGREE,
    DECLINE,
    BECOMES,
    LEAVES,
    SET,
    GIVES_UP,
    PREFERS,
    TAKES_OVER,
    GONE_LIST,
    TAKEN,
    TAKEN_WAITS,
    DECLINED,
    CLOSED,
    POST_TITLE,
    FROM,
    SUBJECT,
    RECEIVED,
    BECAUSE,
    RULE,
    APPROVALS,
    CONTENT,
    NO_CONTENT,
    ACCEPT,
    ALWAYS,
    DISCARD,
    REJECT,
    REASON,
    DECIDE_AS,
    FORWARD_TITLE,
    FORWARD_TO,
    FORWARD_NOTE,
    FORWARD,
    WITHDRAW,
    WITHDRAW_INTRO,
    NOTHING_TO_DO,
    WAITS_NO_LONGER,
    DECIDED,
    COUNTED,
    OWN_POST,
    UNCHANGED,
    STATE_HELD,
    STATE_RELEASED,
    STATE_ACCEPTED,
    STATE_REJECTED,
    STATE_DISCARDED,
    STATE_EXPIRED,
    LEAVE_TITLE,
    LEAVE_INTRO,
    LEAVE_BUTTON,
    LEAVE_WARNING,
    LEFT,
    LEAVE_NO_LINK,
    TITLE_NOT_FOUND,
    TITLE_WRONG_NAME,
    TITLE_NOT_NOW,
    TITLE_NOT_UNDERSTOOD,
    TITLE_BROKEN,
    NOT_FOUND,
    WRONG_METHOD,
    TOO_LARGE,
    WRONG_NAME,
    NOT_NOW,
    NOT_UNDERSTOOD,
    BROKEN,
    KEY_TITLE,
    KEY_MAY,
    KEY_INVITED,
    KEY_MAKE,
    KEY_NO,
    KEY_NEVER,
    KEY_KEEP,
    KEY_FULL,
    LISTS_ALL,
    LISTS_NONE,
    LISTS_WRITE,
    LIST_POST,
    LIST_JOIN,
    LIST_POLICY,
    LIST_HELP,
    LIST_KEY,
    LIST_OWNERS,
    LIST_CLOSED,
    PREVIOUS,
    NEXT,
    KEY_ADDRESS,
    OWN_ASK_TITLE,
    OWN_ASK_INTRO,
    OWN_ASK_BUTTON,
    OWN_SENT,
    OWN_TITLE,
    OWN_WARNING,
    OWN_LISTS,
    OWN_NO_LISTS,
    OWN_PAUSED,
    OWN_KEYS,
    OWN_END_KEY,
    OWN_NO_KEY,
    OWN_ENDED,
    OWN_PASSWORD,
    OWN_PASSWORD_RULE,
    OWN_PASSWORD_FIELD,
    OWN_PASSWORD_AGAIN,
    OWN_PASSWORD_SET,
    OWN_PASSWORD_END,
    OWN_PASSWORD_DONE,
    OWN_PASSWORD_DIFFER,
    OWN_PASSWORD_FORM,
    OWN_PASSWORD_GUESSABLE,
    OWN_PASSWORD_LOGIN,
    OWN_ADDRESSES,
    OWN_PRIMARY,
    OWN_PREFER,
    OWN_REMOVE,
    OWN_NEW_ADDRESS,
    OWN_ASK_ADDRESS,
    OWN_ASKED,
    OWN_NOT_NOW,
    OWN_CHANGED,
    OWN_UNCHANGED,
    UNDO_TITLE,
    UNDO_INTRO,
    UNDO_BUTTON,
    UNDONE;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]{1,20})\\}");
    private static final Map<String, Properties> TEXTS = Tongue.TAGS.stream().collect(Collectors.toMap(Function.identity(), Wording::load));

    /// With `names and values in turn` filled in; a value is never read again.
    String in(String language, String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return PLACEHOLDER.matcher(template(language))
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    String template(String language) {
        String key = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Objects.requireNonNull(Objects.requireNonNull(TEXTS.get(language), language).getProperty(key), () -> key + " in " + language);
    }

    private static Properties load(String language) {
        String name = language + ".properties";
        try (Reader in = new InputStreamReader(Objects.requireNonNull(Wording.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
