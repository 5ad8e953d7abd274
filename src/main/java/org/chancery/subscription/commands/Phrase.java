package org.chancery.subscription.commands;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.notice.Language;

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

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]{1,20})\\}");
    private static final Map<Language, Properties> TEXTS = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            TEXTS.put(language, load(language.tag() + ".properties"));
        }
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// With `names and values in turn` filled in; a value is never read again.
    String in(Language language, String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return PLACEHOLDER.matcher(template(language))
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    String template(Language language) {
        return Objects.requireNonNull(Objects.requireNonNull(TEXTS.get(language)).getProperty(key()), () -> key() + " in " + language);
    }

    private static Properties load(String name) {
        try (Reader in = new InputStreamReader(Objects.requireNonNull(Phrase.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
