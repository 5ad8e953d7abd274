package org.chancery.mail;

import java.util.Locale;
import java.util.random.RandomGenerator;

/// Message identifiers of the mail we write ourselves (RFC 5322 section 3.6.4).
public final class MessageId {
    private MessageId() {}

    /// `<` 128 random bits as 32 hexadecimal digits `@` domain `>`. An address literal stays one.
    ///
    /// Example: `<0f8c2b1e9a7d4c3b8e6f5a4d3c2b1a09@lists.example.org>`.
    public static String create(Domain domain, RandomGenerator random) {
        return String.format(Locale.ROOT, "<%016x%016x@%s>", random.nextLong(), random.nextLong(), domain);
    }
}
