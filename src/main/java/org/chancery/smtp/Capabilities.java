package org.chancery.smtp;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/// What a server said after EHLO (RFC 5321 section 4.1.1.1). `size` is empty when SIZE was not offered or has no
/// limit; `authMechanisms` in upper case.
///
/// Example: `Capabilities.parse(reply).pipelining()`.
public record Capabilities(
        boolean pipelining,
        boolean eightBitMime,
        boolean smtpUtf8,
        boolean startTls,
        boolean chunking,
        boolean dsn,
        boolean enhancedStatusCodes,
        boolean sizeOffered,
        OptionalLong size,
        Set<String> authMechanisms) {
    /// A server that knows HELO only.
    public static final Capabilities NONE = parse(new SmtpReply(250, "", List.of("")));

    private static final int MAX_SIZE_DIGITS = 18; // fits a long; more is no limit at all

    public Capabilities {
        authMechanisms = Set.copyOf(authMechanisms);
    }

    /// The first line of the reply is the greeting, each further one a keyword with parameters. Unknown keywords and
    /// parameters that make no sense are passed over: nobody must be refused for bragging.
    public static Capabilities parse(SmtpReply reply) {
        Set<String> keywords = new HashSet<>();
        Set<String> mechanisms = new HashSet<>();
        OptionalLong size = OptionalLong.empty();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            String[] words = line.toUpperCase(Locale.ROOT).strip().split("[ =]+", -1);
            keywords.add(words[0]);
            if (words[0].equals("AUTH")) {
                mechanisms.addAll(List.of(words).subList(1, words.length));
            } else if (words[0].equals("SIZE") && words.length > 1) {
                size = size(words[1]);
            }
        }
        return new Capabilities(
                keywords.contains("PIPELINING"),
                keywords.contains("8BITMIME"),
                keywords.contains("SMTPUTF8"),
                keywords.contains("STARTTLS"),
                keywords.contains("CHUNKING"),
                keywords.contains("DSN"),
                keywords.contains("ENHANCEDSTATUSCODES"),
                keywords.contains("SIZE"),
                size,
                mechanisms);
    }

    /// RFC 1870 section 4: 0 means no fixed limit.
    private static OptionalLong size(String digits) {
        if (!Ascii.isNumber(digits, MAX_SIZE_DIGITS)) {
            return OptionalLong.empty();
        }
        long size = Long.parseLong(digits);
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
