package org.chancery.keyring;

import java.util.Locale;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpCertificate;

/// The fingerprint of an OpenPGP certificate (RFC 9580 section 5.5.4) as people write it: 40 digits (version 4) or 64 (version 6), with
/// or without blanks, colons and `0x`. Key ids are refused: others can make keys with the same.
///
/// Example: `Fingerprint.parse("4A5B 6C7D …")`.
public record Fingerprint(String hex) {
    private static final int MAX_WRITTEN = 200;

    public static Parsed<Fingerprint> parse(String written) {
        String hex = written.length() > MAX_WRITTEN ? "" : written.replaceFirst("^0[xX]", "").replaceAll("[ :]", "").toUpperCase(Locale.ROOT);
        return hex.matches("[0-9A-F]{40}|[0-9A-F]{64}") ? Parsed.of(new Fingerprint(hex)) : Parsed.malformed(0, "a fingerprint has 40 or 64 digits, 0 to 9 and A to F");
    }

    boolean isOf(OpenPgpCertificate key) {
        return key.fingerprint().equalsIgnoreCase(hex);
    }
}
