package org.chancery.authentication.spf;

import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// The identity of a check, split at its last `@`. Without a local part it is the postmaster's (RFC 7208 section 4.3).
record Sender(String localPart, String domain) {

    static Sender of(String mailFrom, String helo) {
        int at = mailFrom.lastIndexOf('@');
        String local = at > 0 ? mailFrom.substring(0, at) : "postmaster";
        String domain = mailFrom.isEmpty() ? helo : mailFrom.substring(at + 1);
        return new Sender(local, inAscii(domain));
    }

    /// RFC 8616 section 4: the domain is looked up, and stands in macros, as A-labels.
    private static String inAscii(String domain) {
        boolean isAscii = domain.chars().allMatch(c -> c < 0x80);
        return !isAscii && Domain.parse(domain) instanceof Parsed.Value<Domain>(Domain canonical) ? canonical.ascii() : domain;
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
