package org.chancery.mail;

/// A mail domain as A-labels in lower case, or an address literal such as `[192.0.2.1]`
/// (RFC 5321 section 4.1.3). Refuses what the parser of [Domain#parse] names.
public record Domain(String ascii) {

    /// STUB CONTRACT: implemented by the mail slice.
    public static Parsed<Domain> parse(String text) {
        return Parsed.of(new Domain(text.toLowerCase(java.util.Locale.ROOT)));
    }

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
