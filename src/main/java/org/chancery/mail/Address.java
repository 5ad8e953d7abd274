package org.chancery.mail;

import java.util.Locale;

/// A mailbox address (RFC 5321 section 4.1.2, RFC 6531): parsed once, the local part kept
/// exactly as given, compared without regard to case.
public final class Address {
    private final String localPart;
    private final Domain domain;

    private Address(String localPart, Domain domain) {
        this.localPart = localPart;
        this.domain = domain;
    }

    /// STUB CONTRACT: implemented by the mail slice.
    public static Parsed<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0) {
            return Parsed.malformed(0, "an address has the form local@domain");
        }
        return Domain.parse(text.substring(at + 1)).map(d -> new Address(text.substring(0, at), d));
    }

    public static Address of(String text) {
        return parse(text).orThrow();
    }

    /// The same mailbox under another local part; for addresses we make ourselves, e.g. `list-owner`.
    public static Address of(String localPart, Domain domain) {
        return parse(localPart + "@" + domain).orThrow();
    }

    /// Exactly as given, with its quotes if it had any.
    public String localPart() {
        return localPart;
    }

    public Domain domain() {
        return domain;
    }

    /// What is compared and stored as unique key: lower case, the domain as A-labels.
    public String key() {
        return (localPart + "@" + domain.ascii()).toLowerCase(Locale.ROOT);
    }

    /// Does sending to it need SMTPUTF8 (RFC 6531)?
    public boolean needsSmtpUtf8() {
        return !localPart.chars().allMatch(c -> c < 128);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && key().equals(that.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
