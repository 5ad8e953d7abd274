package org.chancery.authentication.dkim;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;

/// A public key as a domain publishes it in the DNS (RFC 6376 section 3.6.1).
///
/// `key` is empty when the domain revoked it (`p=` without a value). `hashes` is empty when any is allowed. `granularity`
/// (`g=` of RFC 4871 and 4870) counts for old archives alone; `n=` and unknown tags mean nothing. Refused: a `v=` that is not `DKIM1` or not first, a `k=` we do not know, a `p=` that is missing
/// or holds no such key.
///
/// Example: `KeyRecord.parse("v=DKIM1; k=rsa; p=MIGfMA0G…")`.
public record KeyRecord(
        String keyType, Optional<PublicKey> key, List<String> hashes, boolean isForMail, boolean isTesting, boolean isStrict, Optional<String> granularity) {
    public KeyRecord {
        hashes = List.copyOf(hashes);
    }

    public static Parsed<KeyRecord> parse(String record) {
        return switch (TagList.parse(record)) {
            case Parsed.Malformed<TagList> fault -> fault.as();
            case Parsed.Value<TagList>(TagList tags) -> read(tags);
        };
    }

    private static Parsed<KeyRecord> read(TagList tags) {
        if (tags.has("v") && (!tags.firstName().equals("v") || !tags.value("v").orElse("").equals("DKIM1"))) {
            return Parsed.malformed(0, "v= is not DKIM1 or not the first tag");
        }
        Optional<String> octets = tags.compact("p");
        if (octets.isEmpty()) {
            return Parsed.malformed(0, "there is no p=");
        }
        String type = tags.value("k").orElse("rsa");
        List<String> flags = TagList.atColons(tags.value("t").orElse(""));
        List<String> services = TagList.atColons(tags.value("s").orElse("*"));
        List<String> hashes = tags.value("h").map(TagList::atColons).orElse(List.of());
        boolean mail = services.contains("*") || services.contains("email");
        return key(type, octets.get())
                .map(key -> new KeyRecord(type, key, hashes, mail, flags.contains("y"), flags.contains("s"), tags.value("g")));
    }

    private static Parsed<Optional<PublicKey>> key(String type, String base64) {
        if (!type.equals("rsa") && !type.equals("ed25519")) {
            return Parsed.malformed(0, "an unknown key type in k=");
        }
        if (base64.isEmpty()) {
            return Parsed.of(Optional.empty());
        }
        Optional<PublicKey> key = decoded(base64)
                .flatMap(octets -> type.equals("rsa") ? PublicKeys.rsa(octets) : PublicKeys.ed25519(octets));
        return key.isEmpty() ? Parsed.malformed(0, "p= holds no key of type " + type) : Parsed.of(key);
    }

    static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// One `*` stands for any characters; letters are told by case (RFC 4871 section 3.6.1).
    static boolean matches(String pattern, String localPart) {
        int star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(localPart)
                : localPart.length() >= pattern.length() - 1 && localPart.startsWith(pattern.substring(0, star)) && localPart.endsWith(pattern.substring(star + 1));
    }

    /// Of an RSA key; a key of another type is as long as it has to be.
    int bits() {
        return key.map(one -> one instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : Integer.MAX_VALUE).orElse(0);
    }
}
