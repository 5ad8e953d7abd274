package org.chancery.notice;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences of one room in all languages, from the files `LANGUAGE.properties` (UTF-8) that lie beside one of its classes. A sentence that is missing is
/// a `NullPointerException` that names it.
///
/// Example: `new Phrasebook(Phrase.class).in(Language.DE, "too-long", "most", "100")`.
public final class Phrasebook {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]{1,20})\\}");
    private final Map<Language, Properties> texts = new EnumMap<>(Language.class);

    public Phrasebook(Class<?> beside) {
        for (Language language : Language.values()) {
            texts.put(language, load(beside, language.tag() + ".properties"));
        }
    }

    /// `names and values in turn` are filled in; a value is never read again.
    public String in(Language language, String key, String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return PLACEHOLDER.matcher(template(language, key))
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }

    public String template(Language language, String key) {
        return Objects.requireNonNull(Objects.requireNonNull(texts.get(language)).getProperty(key), () -> key + " in " + language);
    }

    private static Properties load(Class<?> beside, String name) {
        try (Reader in = new InputStreamReader(Objects.requireNonNull(beside.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
