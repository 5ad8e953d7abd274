package org.chancery.subscription;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.ListId;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// Who may not join, and is refused as a poster: one address, a domain with everything below it, or a pattern over the address.
/// `list` empty: on the whole site. Patterns are RE2 (linear time), found anywhere in the lower-case address.
///
/// Example: `spam@example.net`, `@example.net`, `/^bot[0-9]+@/`.
public record Ban(Optional<ListId> list, Target target) {
    private static final int MAX_PATTERN = 200; // as one line of a setting

    public sealed interface Target {
        boolean matches(Address address);

        /// As it is typed and stored.
        String text();
    }

    public record One(Address address) implements Target {
        @Override
        public boolean matches(Address other) {
            return address.equals(other);
        }

        @Override
        public String text() {
            return address.key();
        }
    }

    public record Everybody(Domain domain) implements Target {
        @Override
        public boolean matches(Address other) {
            String name = other.domain().ascii();
            return name.equals(domain.ascii()) || name.endsWith("." + domain.ascii());
        }

        @Override
        public String text() {
            return "@" + domain.ascii();
        }
    }

    public record Like(Pattern pattern) implements Target {
        @Override
        public boolean matches(Address other) {
            return pattern.matcher(other.key()).find();
        }

        @Override
        public String text() {
            return "/" + pattern.pattern() + "/";
        }
    }

    /// Reads a target as a person types it.
    public static Parsed<Target> parse(String text) {
        if (text.length() > 1 && text.startsWith("/") && text.endsWith("/")) {
            return pattern(text.substring(1, text.length() - 1));
        }
        if (text.startsWith("@")) {
            return Domain.parse(text.substring(1).toLowerCase(Locale.ROOT)).map(Everybody::new);
        }
        return Address.parse(text).map(One::new);
    }

    private static Parsed<Target> pattern(String text) {
        if (text.isEmpty() || text.length() > MAX_PATTERN) {
            return Parsed.malformed(1, "a pattern has 1 to " + MAX_PATTERN + " characters");
        }
        try {
            return Parsed.of(new Like(Pattern.compile(text, Pattern.CASE_INSENSITIVE)));
        } catch (PatternSyntaxException e) {
            return Parsed.malformed(1, "not a pattern: " + e.getDescription());
        }
    }
}
