package org.chancery.mail;

/// A mail domain in its one canonical spelling: A-labels in lower case, or an address literal
/// (RFC 5321 sections 4.1.2 and 4.1.3, RFC 5890).
///
/// A-labels are taken as they are. U-labels are composed (NFC) and go through IDNA with the rules of STD 3;
/// sharp s, final sigma and the joiners are refused in U-form, because IDNA2003 and IDNA2008 read them as
/// different domains. Refused as well: empty labels (so also a final dot), characters other than letters,
/// digits and hyphen, labels over 63 and names over 253 characters, bare IP addresses, invisible or
/// direction-changing characters, and labels that mix alphabets. The constructor throws
/// `IllegalArgumentException` for anything that [#parse] would not have given.
///
/// Example: `Domain.of("Exämple.org").ascii()` is `xn--exmple-cua.org`.
public record Domain(String ascii) {

    public Domain {
        if (!(DomainSyntax.read(ascii) instanceof Parsed.Value<String>(String canonical)) || !canonical.equals(ascii)) {
            throw new IllegalArgumentException("not a domain in canonical form");
        }
    }

    public static Parsed<Domain> parse(String text) {
        return DomainSyntax.read(text).map(Domain::new);
    }

    /// Throws `IllegalArgumentException` with the reason when it is malformed.
    public static Domain of(String text) {
        return parse(text).orThrow();
    }

    public boolean isLiteral() {
        return ascii.startsWith("[");
    }

    @Override
    public String toString() {
        return ascii;
    }
}
