package org.chancery.notice;

import java.util.Locale;
import java.util.Optional;

/// The languages every text ships in.
public enum Language {
    EN,
    DE,
    FR,
    ES,
    JA;

    /// BCP 47 primary tag: `en`.
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a tag such as `de` or `de-AT`; empty for a language we do not write.
    public static Optional<Language> ofTag(String tag) {
        String primary = tag.split("[-_]", 2)[0].toUpperCase(Locale.ROOT);
        for (Language language : values()) {
            if (language.name().equals(primary)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }
}
