package org.chancery.web.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.chancery.mail.Parsed;
import org.chancery.secrets.Secret;

/// The value of an `Authorization` field of the scheme Basic (RFC 7617 section 2): base64 of `login:password` in UTF-8, the password with
/// colons if it has some. Refused: other schemes, more than 2,000 characters, a login without a character, control characters.
///
/// Example: `BasicCredentials.parse("Basic YW5uOnNlY3JldA==")` is `ann` with her password.
record BasicCredentials(String login, Secret password) {
    private static final String SCHEME = "Basic ";
    private static final int MAX = 2_000;

    static Parsed<BasicCredentials> parse(String field) {
        if (field.length() > MAX || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Parsed.malformed(0, "no Basic credentials");
        }
        try {
            byte[] octets = Base64.getDecoder().decode(field.substring(SCHEME.length()).strip());
            return split(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (IllegalArgumentException | CharacterCodingException noText) {
            return Parsed.malformed(SCHEME.length(), "no base64 of UTF-8");
        }
    }

    private static Parsed<BasicCredentials> split(String text) {
        int colon = text.indexOf(':');
        boolean isClean = text.chars().noneMatch(Character::isISOControl);
        return colon > 0 && isClean ? Parsed.of(new BasicCredentials(text.substring(0, colon), Secret.of(text.substring(colon + 1)))) : Parsed.malformed(SCHEME.length(), "no login and password");
    }
}
