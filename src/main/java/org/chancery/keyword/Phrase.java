package org.chancery.keyword;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.notice.Language;

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
    NO_KEY_IN_USE,
    KEY_ATTACHED,
    PREFERRED,
    ENDED,
    APPROVED,
    TAKEN_BACK,
    TOO_MANY_FILES,
    NOTHING_TO_SIGN,
    SIGNED_TEXT,
    SIGNS_NO_TEXT,
    SIGNED_FILES,
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
    FINGERPRINT_PROVES_NOTHING,
    NO_VERSION,
    NO_LOG,
    NO_SUCH_COMMAND,
    TOO_MUCH,
    ONE_ADDRESS,
    NO_ADDRESS,
    SOME_ADDRESSES;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]{1,20})\\}");
    /// What [BlockReader] says of one line.
    private static final Pattern OF_LINE = Pattern.compile("Line (\\d{1,9}) was not understood: (.{1,300})\\.");
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
