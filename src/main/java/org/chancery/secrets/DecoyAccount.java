package org.chancery.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The verifier of an account that does not exist: always the same salt for the same name, and no password fits.
/// RFC 5802 section 9 asks for it: the salt must not tell who has an account.
///
/// Example: `DecoyAccount.verifier(key, "nobody@example.org")`.
public final class DecoyAccount {
    private DecoyAccount() {}

    public static ScramVerifier verifier(Secret key, String login) {
        String name = login.toLowerCase(Locale.ROOT);
        byte[] salt = Arrays.copyOf(hmac(key, "salt " + name), ScramVerifier.SALT_OCTETS);
        return new ScramVerifier(salt, ScramVerifier.ITERATIONS, hmac(key, "stored " + name), hmac(key, "server " + name));
    }

    private static byte[] hmac(Secret key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
