package org.chancery.moderation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// Words of strangers as they may stand in a mail of ours: one line, no controls, no direction marks, no working link, and
/// short (authorisation.md section 1.3).
final class Shown {
    private static final int MAX_SUBJECT = 60;
    private static final int MAX_LINE = 200;
    private static final int MAX_FACTS = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String subject(Message message) {
        return line(message.headers().first("Subject").map(Header::text).orElse(""), MAX_SUBJECT);
    }

    static String line(String text) {
        return line(text, MAX_LINE);
    }

    private static String line(String text, int most) {
        String harmless = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip().replaceAll("(?i)http(?=s?:)", "hxxp");
        return harmless.codePointCount(0, harmless.length()) <= most
                ? harmless
                : harmless.substring(0, harmless.offsetByCodePoints(0, most - 1)) + "…";
    }

    /// Several lines of a person we know, as they are but for controls and length.
    static String text(String text, int most) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}&&[^\n\t]]", "");
        return clean.length() <= most ? clean : clean.substring(0, most) + "…";
    }

    /// Facts as lines below each other, in the order of their names.
    static String facts(Map<String, String> facts) {
        return new TreeMap<>(facts).entrySet().stream().limit(MAX_FACTS)
                .map(fact -> line(fact.getKey() + ": " + fact.getValue()))
                .collect(Collectors.joining("\n    "));
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
