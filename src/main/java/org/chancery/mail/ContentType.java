package org.chancery.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A media type with its parameters (RFC 2045 section 5.1, RFC 2231). `type`, `subtype` and the parameter names
/// are in lower case; parameter values are put together from their continuations and decoded.
///
/// Refused: a value without the form type/subtype. Read leniently, because such mail is common: parameters
/// without quotes that need them, comments, missing ends of quotes, a missing last semicolon.
///
/// Example: `ContentType.parse("text/plain; charset=utf-8")`.
public record ContentType(String type, String subtype, Map<String, String> parameters) {
    /// RFC 2045 section 5.2: what a part without a readable Content-Type is.
    public static final ContentType TEXT_PLAIN = new ContentType("text", "plain", Map.of());
    /// RFC 2046 section 5.1.5: the same inside multipart/digest.
    public static final ContentType MESSAGE_RFC822 = new ContentType("message", "rfc822", Map.of());

    public ContentType {
        parameters = Map.copyOf(parameters);
    }

    public static Parsed<ContentType> parse(String value) {
        ParameterReader reader = new ParameterReader(value);
        String full = reader.leading();
        int slash = full.indexOf('/');
        String type = full.substring(0, Math.max(slash, 0)).strip();
        String subtype = full.substring(slash + 1).strip();
        if (!isToken(type)) {
            return Parsed.malformed(0, "a media type has the form type/subtype");
        }
        if (!isToken(subtype)) {
            return Parsed.malformed(slash + 1, "a media type has the form type/subtype");
        }
        return Parsed.of(new ContentType(
                type.toLowerCase(Locale.ROOT), subtype.toLowerCase(Locale.ROOT), reader.parameters()));
    }

    /// Name without regard to case.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    public boolean is(String type, String subtype) {
        return this.type.equals(type) && this.subtype.equals(subtype);
    }

    public boolean isMultipart() {
        return type.equals("multipart");
    }

    public boolean isText() {
        return type.equals("text");
    }

    /// Does the body hold a whole message (RFC 2046 section 5.2.1, RFC 6532 section 3.7)?
    public boolean isMessage() {
        return type.equals("message")
                && (subtype.equals("rfc822") || subtype.equals("global") || subtype.equals("news"));
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0);
    }

    /// `type/subtype`, without parameters.
    @Override
    public String toString() {
        return type + "/" + subtype;
    }
}
