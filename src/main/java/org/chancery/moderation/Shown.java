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
import org.chancery.notice.Harmless;

/// Words of others as they may stand in a mail of ours, and no longer than a person reads.
final class Shown {
    private static final int MAX_LINE = 200;
    private static final int MAX_FACTS = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String subject(Message message) {
        return Harmless.subject(message.headers().first("Subject").map(Header::text).orElse(""));
    }

    /// One line, cut where it is long.
    static String line(String text) {
        String line = Harmless.line(text);
        return line.codePointCount(0, line.length()) <= MAX_LINE ? line : line.substring(0, line.offsetByCodePoints(0, MAX_LINE - 1)) + "…";
    }

    /// Several lines of a person we know.
    static String text(String text, int most) {
        String lines = Harmless.lines(text).strip();
        return lines.codePointCount(0, lines.length()) <= most ? lines : lines.substring(0, lines.offsetByCodePoints(0, most)) + "…";
    }

    /// Facts as lines below each other, in the order of their names.
    static String facts(Map<String, String> facts) {
        boolean cameEncrypted = cameEncrypted(facts);
        return new TreeMap<>(facts).entrySet().stream().filter(fact -> !(cameEncrypted && isOfContent(fact.getKey()))).limit(MAX_FACTS)
                .map(fact -> line(fact.getKey() + ": " + fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /// By the fact that stood at reception.
    static boolean cameEncrypted(Map<String, String> facts) {
        return facts.containsKey("encryption");
    }

    /// What was found inside is not told in clear of a post that came encrypted.
    private static boolean isOfContent(String fact) {
        return fact.startsWith("type:") || fact.startsWith("header-matches:") || fact.equals("size-octets");
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
