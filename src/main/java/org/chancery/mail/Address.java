package org.chancery.mail;

import java.nio.charset.StandardCharsets;

/// A mailbox address (RFC 5321 section 4.1.2, RFC 6531 section 3.3): parsed once, the local part kept
/// exactly as given, compared without regard to case.
///
/// Refused: controls, spaces and special characters outside quotes, source routes, misplaced dots, more than
/// 254 octets (RFC 5321 section 4.5.3.1.3 less the angle brackets), invisible or look-alike characters, words
/// that mix alphabets, and every domain that [Domain] refuses. A local part over 64 octets is read: RFC 5321
/// section 4.5.3.1 asks for no limit where none is needed, and return paths with tags exceed it. Nothing is
/// ever decoded: `=?utf-8?q?a=40b?=c@example.org` has the local part that one sees.
///
/// Example: `Address.of("\"Ann\"@Example.ORG").key()` is `ann@example.org`.
public final class Address {
    /// RFC 5321 section 4.5.3.1.3: a path has 256 octets, two of them the angle brackets.
    public static final int MAX_OCTETS = 254;
    /// RFC 5321 section 4.5.3.1.1: what every receiver must take, and so the most that we make ourselves.
    public static final int MAX_LOCAL_PART_MADE = 64;

    private final String localPart;
    private final Domain domain;
    private final String key;

    private final String text;
    /// Asked several times for each copy.
    private final boolean ascii;

    private Address(String localPart, Domain domain) {
        this.localPart = localPart;
        this.domain = domain;
        this.text = localPart + "@" + domain.ascii();
        String folded = LocalPart.folded(localPart);
        this.ascii = isAscii(localPart);
        this.key = folded.equals(localPart) ? text : folded + "@" + domain.ascii();
    }

    /// Reads `local@domain`, without angle brackets or display name.
    public static Parsed<Address> parse(String text) {
        if (octets(text) > MAX_OCTETS) {
            return Parsed.malformed(MAX_OCTETS, "an address has at most 254 octets");
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return Parsed.malformed(text.length(), "an address has the form local@domain");
        }
        return switch (LocalPart.read(text.substring(0, at))) {
            case Parsed.Malformed<String> fault -> fault.as();
            case Parsed.Value<String>(String localPart) -> withDomain(localPart, text.substring(at + 1));
        };
    }

    /// An upper bound suffices where it is below the limit: a character has at most three octets for each of its chars.
    private static int octets(String text) {
        return text.length() * 3 <= MAX_OCTETS ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Parsed<Address> withDomain(String localPart, String text) {
        return switch (Domain.parse(text)) {
            case Parsed.Malformed<Domain>(int at, String why) ->
                Parsed.malformed(localPart.length() + 1 + at, why);
            case Parsed.Value<Domain>(Domain domain) -> Parsed.of(new Address(localPart, domain));
        };
    }

    /// Throws `IllegalArgumentException` with the reason when it is malformed.
    public static Address of(String text) {
        return parse(text).orThrow();
    }

    /// The same mailbox under another local part; for addresses we make ourselves, e.g. `list-owner`.
    public static Address of(String localPart, Domain domain) {
        int octets = localPart.getBytes(StandardCharsets.UTF_8).length + 1 + domain.ascii().length();
        if (octets > MAX_OCTETS) {
            throw new IllegalArgumentException("an address has at most 254 octets");
        }
        return new Address(LocalPart.read(localPart).orThrow(), domain);
    }

    /// Exactly as given, with its quotes if it had any.
    public String localPart() {
        return localPart;
    }

    public Domain domain() {
        return domain;
    }

    /// What is compared and stored as unique key: lower case, composed (NFC), without needless quotes,
    /// the domain as A-labels.
    public String key() {
        return key;
    }

    /// What rate limits count under: the key without plus-tag and without dots, so that one person's
    /// thousand spellings share one allowance. Never used to find a member.
    public String limitKey() {
        String folded = LocalPart.folded(localPart);
        int tag = folded.indexOf('+');
        String untagged = tag > 0 ? folded.substring(0, tag) : folded;
        return untagged.replace(".", "") + "@" + domain.ascii();
    }

    /// Does sending to it need SMTPUTF8 (RFC 6531)?
    public boolean needsSmtpUtf8() {
        return !ascii;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
