package org.chancery.notice;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Short values that are words of ours, such as what was asked for: `join` is `Beitritt` in German. A resource
/// `LANGUAGE/phrases.txt` has one a line, `ENGLISH = WORDS`; what stands in none is said as it came.
final class Phrases {
    private static final Map<Language, Map<String, String>> ALL = read();

    private Phrases() {}

    /// `value` in the language, line by line: as a whole, what introduces the next line, or what stands between commas.
    static String said(Language language, String value) {
        Map<String, String> phrases = of(language);
        return value.lines().map(line -> line(phrases, line)).collect(Collectors.joining("\n"));
    }

    private static String line(Map<String, String> phrases, String line) {
        String whole = phrases.get(line.strip());
        if (whole != null) {
            return whole;
        }
        if (line.endsWith(":") && phrases.containsKey(line.substring(0, line.length() - 1))) {
            return phrases.get(line.substring(0, line.length() - 1)) + ":";
        }
        return Arrays.stream(line.split(", ")).map(part -> phrases.getOrDefault(part.strip(), part)).collect(Collectors.joining(", "));
    }

    static Map<String, String> of(Language language) {
        return ALL.getOrDefault(language, Map.of());
    }

    private static Map<Language, Map<String, String>> read() {
        Map<Language, Map<String, String>> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, Texts.resource(language.tag() + "/phrases.txt").map(Phrases::phrases).orElse(Map.of()));
        }
        return all;
    }

    private static Map<String, String> phrases(String file) {
        Map<String, String> phrases = new HashMap<>();
        file.lines().filter(line -> line.contains(" = ")).forEach(line -> {
            int at = line.indexOf(" = ");
            phrases.put(line.substring(0, at).strip(), line.substring(at + 3).strip());
        });
        return Map.copyOf(phrases);
    }
}
