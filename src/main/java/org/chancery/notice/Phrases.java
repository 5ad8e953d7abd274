package org.chancery.notice;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// Short values that are words of ours, such as what was asked for: `join` is `Beitritt` in German. A resource
/// `LANGUAGE/phrases.txt` has one a line, `ENGLISH = WORDS`; what stands in none is said as it came.
final class Phrases {
    private static final Map<Language, Map<String, String>> ALL = read();

    private Phrases() {}

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
