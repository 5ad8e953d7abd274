package org.chancery.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Charsets by the names that mail gives them (RFC 2045 section 2.2, RFC 2978).
final class CharsetNames {
    private CharsetNames() {}

    /// Empty for names that nobody knows, and for UTF-7: its text hides markup from filters.
    static Optional<Charset> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "utf-8", "utf8" -> Optional.of(StandardCharsets.UTF_8);
            case "us-ascii", "ascii" -> Optional.of(StandardCharsets.US_ASCII);
            case "iso-8859-1" -> Optional.of(StandardCharsets.ISO_8859_1);
            default -> Optional.ofNullable(Known.BY_NAME.get(lower));
        };
    }

    /// `Charset.forName` asks every provider again for each unknown name; a header full of them would cost seconds.
    private static final class Known {
        static final Map<String, Charset> BY_NAME = byName();

        private static Map<String, Charset> byName() {
            Map<String, Charset> names = new HashMap<>();
            for (Charset charset : Charset.availableCharsets().values()) {
                if (!charset.name().contains("UTF-7")) {
                    charset.aliases().forEach(alias -> names.put(alias.toLowerCase(Locale.ROOT), charset));
                    names.put(charset.name().toLowerCase(Locale.ROOT), charset);
                }
            }
            return Map.copyOf(names);
        }
    }
}
