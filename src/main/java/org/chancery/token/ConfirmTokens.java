package org.chancery.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// Makes and checks the tokens of mails that ask for an answer: 64 random bits that name a stored row, and a MAC of 104 bits
/// (RFC 2104) over everything the answer would do, 13 and 21 characters of base32. The token itself is stored nowhere, so that a
/// stolen database confirms nothing; each domain has a key of its own (HKDF, RFC 5869). That a token is used once, and not after
/// its time, is checked by whoever holds the row.
///
/// A key that is not 32 octets, or all zero, is refused with `IllegalArgumentException`: such tokens anybody could make.
///
/// Example: `talk-confirm+rv3rta5c4q3lqbo7kb7v4zkdpd75lbnwbo@lists.example.org`.
public final class ConfirmTokens {
    /// Characters of a token.
    public static final int LENGTH = 34;

    private static final int ID_LENGTH = 13;
    private static final int MAC_OCTETS = 13;
    private static final int KEY_OCTETS = 32;
    private static final String FORM = "chancery/confirm/v1";
    /// What is bound for posts alone: digests of the post. Requests have none.
    private static final String NO_DIGEST = "";
    private final byte[] key;
    private final List<byte[]> keys;

    /// `key`: 32 octets derived for these tokens alone.
    public ConfirmTokens(byte[] key) {
        this(key, List.of());
    }

    /// While a key is being changed: tokens are made with `key`, and those made with one of `former` hold on for the rest of their time.
    public ConfirmTokens(byte[] key, List<byte[]> former) {
        this.key = usable(key);
        this.keys = Stream.concat(Stream.of(key), former.stream()).map(ConfirmTokens::usable).toList();
    }

    private static byte[] usable(byte[] key) {
        byte any = 0;
        for (byte octet : key) {
            any |= octet;
        }
        if (key.length != KEY_OCTETS || any == 0) {
            throw new IllegalArgumentException("the key of confirmations is not usable");
        }
        return key.clone();
    }

    /// What a token stands for. `action` is one word (`confirm`, `moderate`), `address` whose answer it is, `objects` names what
    /// is acted upon, such as the list and the change; their order does not matter.
    public record Subject(long id, String action, Domain host, Address address, List<String> objects, Instant expires) {
        public Subject {
            objects = objects.stream().sorted().toList();
        }
    }

    public String create(Subject subject) {
        return id(subject.id()) + Base32.encode(mac(key, subject));
    }

    /// The part of a token that names the row: what stands in `challenge-bounces+ID@`.
    public static String id(long id) {
        return Base32.encode(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /// The row that a whole token names, or the id alone; empty for any other text.
    public static Optional<Long> readId(String text) {
        if (text.length() != LENGTH && text.length() != ID_LENGTH) {
            return Optional.empty();
        }
        return Base32.decode(text.substring(0, ID_LENGTH)).map(octets -> ByteBuffer.wrap(octets).getLong());
    }

    /// Was `token` made here for exactly this?
    public boolean holds(String token, Subject subject) {
        return token.length() == LENGTH && readId(token).equals(Optional.of(subject.id()))
                && Base32.decode(token.substring(ID_LENGTH)).filter(given -> isMac(given, subject)).isPresent();
    }

    /// Every key is tried, whichever fits.
    private boolean isMac(byte[] given, Subject subject) {
        boolean fits = false;
        for (byte[] one : keys) {
            fits |= MessageDigest.isEqual(mac(one, subject), given);
        }
        return fits;
    }

    private static byte[] mac(byte[] key, Subject subject) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keyOf(key, subject.host()), "HmacSHA256"));
            put(mac, FORM);
            put(mac, subject.action());
            put(mac, subject.host().ascii());
            put(mac, Long.toUnsignedString(subject.id()));
            put(mac, NO_DIGEST);
            put(mac, NO_DIGEST);
            put(mac, subject.address().key());
            put(mac, Integer.toString(subject.objects().size()));
            subject.objects().forEach(object -> put(mac, object));
            put(mac, Long.toString(subject.expires().toEpochMilli()));
            return Arrays.copyOf(mac.doFinal(), MAC_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HmacSHA256 or HKDF-SHA256", e);
        }
    }

    /// Each field behind its length, so that no two subjects read alike.
    private static void put(Mac mac, String field) {
        byte[] octets = field.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
        mac.update(octets);
    }

    private static byte[] keyOf(byte[] key, Domain host) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.ofExtract()
                .addIKM(key).thenExpand(("confirm " + host.ascii()).getBytes(StandardCharsets.US_ASCII), KEY_OCTETS));
    }

    /// The address that takes the answer: `LIST-confirm+TOKEN@`, and without `LIST-` where that would pass 64 octets.
    public static Address replyTo(Address list, String token) {
        String tail = "confirm+" + token;
        String whole = list.localPart() + "-" + tail;
        return Address.of(whole.getBytes(StandardCharsets.UTF_8).length <= Address.MAX_LOCAL_PART_MADE ? whole : tail, list.domain());
    }

    /// The envelope sender of the mail that asks: takes reports that it could not be delivered, and nothing else.
    public static Address returnPath(Domain host, long id) {
        return Address.of("challenge-bounces+" + id(id), host);
    }
}
