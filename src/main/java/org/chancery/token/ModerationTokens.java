package org.chancery.token;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import org.chancery.mail.Address;

/// Makes and checks the tokens by which people act on held posts: 64 random bits that name the row, and 104 bits of
/// MAC over everything the token is good for; together 34 characters of base32 (authorisation.md section 1.4).
/// The token itself is kept nowhere, so that a stolen store acts on nothing.
///
/// Example: `talk-confirm+rv3rta5c4q3lqbo7kb7v4zkdpd75lbnwbo@example.org`.
public final class ModerationTokens {
    /// Characters of a token.
    public static final int LENGTH = 34;

    private static final String SCHEME = "chancery/confirm/v1";
    private static final int ID_LENGTH = 13;
    private static final int ID_OCTETS = 8;
    private static final int MAC_OCTETS = 13; // 104 bits
    private static final int MAX_LOCAL_PART = 64; // RFC 5321 section 4.5.3.1.1
    private final TokenMac mac;

    /// `key`: 32 octets derived for tokens.
    public ModerationTokens(byte[] key) {
        this.mac = new TokenMac(key, "confirm", MAC_OCTETS);
    }

    /// What one token is good for: one `action` on one post (`subject` is its receipt) of one list, by one address, until `expires`.
    public record Purpose(String action, Address list, String subject, Address bearer, Instant expires) {}

    /// `id`: 64 random bits, given to nothing else.
    public String create(long id, Purpose purpose) {
        return Base32.encode(ByteBuffer.allocate(ID_OCTETS).putLong(id).array()) + Base32.encode(mac.of(signed(id, purpose)));
    }

    /// The id in what has the form of a token, in either case of letters; it proves nothing yet.
    public static OptionalLong id(String token) {
        if (token.length() != LENGTH) {
            return OptionalLong.empty();
        }
        return Base32.decode(token.substring(0, ID_LENGTH)).filter(octets -> octets.length == ID_OCTETS)
                .map(octets -> OptionalLong.of(ByteBuffer.wrap(octets).getLong()))
                .orElseGet(OptionalLong::empty);
    }

    /// Was this token made for that purpose? Whether it has expired is for the caller to ask. Constant in time.
    public boolean holds(String token, Purpose purpose) {
        byte[] wanted = create(id(token).orElse(0), purpose).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(wanted, token.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    /// Each field with its length before it, so that no two purposes are one row of octets.
    private static byte[] signed(long id, Purpose purpose) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String field : Arrays.asList(SCHEME, purpose.action(), purpose.list().domain().ascii(), Long.toHexString(id), purpose.list().key(),
                purpose.subject(), purpose.bearer().key(), Long.toString(purpose.expires().toEpochMilli()))) {
            byte[] octets = field.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
            out.writeBytes(octets);
        }
        return out.toByteArray();
    }

    /// The address that carries a token: `LIST-confirm+TOKEN@`, and without `LIST-` where that would pass 64 octets.
    public static Address address(Address list, String token) {
        String tail = "confirm+" + token;
        String whole = list.localPart() + "-" + tail;
        return Address.of(whole.getBytes(StandardCharsets.UTF_8).length <= MAX_LOCAL_PART ? whole : tail, list.domain());
    }
}
