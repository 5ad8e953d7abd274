package org.chancery.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What is kept of a password that a person chose: Argon2id (RFC 9106), written in the form of the PHC string format, so that
/// the parameters travel with the value. One check takes [#CURRENT]'s memory and about a tenth of a second.
///
/// Example: `PasswordHash.of(Secret.of("correct horse battery"), random).matches(Secret.of("correct horse battery"))`.
public record PasswordHash(Parameters parameters, String salt, String hash) {
    /// 19 MiB, two passes, one lane: the least that OWASP names for Argon2id.
    public static final Parameters CURRENT = new Parameters(19 * 1024, 2, 1);

    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,128})");

    /// `memory` in KiB.
    public record Parameters(int memory, int passes, int lanes) {
        public Parameters {
            if (memory < 8 * lanes || memory > 1024 * 1024 || passes < 1 || lanes < 1) {
                throw new IllegalArgumentException("not parameters of Argon2");
            }
        }
    }

    public static PasswordHash of(Secret password, RandomGenerator random) {
        return of(password, random, CURRENT);
    }

    public static PasswordHash of(Secret password, RandomGenerator random, Parameters parameters) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new PasswordHash(parameters, encoded(salt), encoded(derived(password, salt, parameters, HASH_OCTETS)));
    }

    /// Empty for anything but our own form.
    public static Optional<PasswordHash> parse(byte[] stored) {
        Matcher form = FORM.matcher(new String(stored, StandardCharsets.US_ASCII));
        if (!form.matches()) {
            return Optional.empty();
        }
        Parameters parameters = new Parameters(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
        return Optional.of(new PasswordHash(parameters, form.group(4), form.group(5)));
    }

    public boolean matches(Secret password) {
        byte[] expected = Base64.getDecoder().decode(hash);
        return MessageDigest.isEqual(expected, derived(password, Base64.getDecoder().decode(salt), parameters, expected.length));
    }

    /// Made with the parameters of today?
    public boolean isCurrent() {
        return parameters.equals(CURRENT);
    }

    /// For the store.
    public byte[] stored() {
        return ("$argon2id$v=19$m=" + parameters.memory() + ",t=" + parameters.passes() + ",p=" + parameters.lanes() + "$" + salt + "$" + hash)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "PasswordHash[***]";
    }

    private static String encoded(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    static byte[] derived(Secret password, byte[] salt, Parameters parameters, int octets) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memory()).withIterations(parameters.passes()).withParallelism(parameters.lanes()).withSalt(salt).build());
        byte[] derived = new byte[octets];
        generator.generateBytes(password.reveal(), derived);
        return derived;
    }
}
