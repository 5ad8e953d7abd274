package org.chancery.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.secrets.PasswordHash.Parameters;

/// A key wrapped under a passphrase: Argon2id (RFC 9106) makes a key of the passphrase, AES-256-GCM ([SealedBox]) seals under
/// it, and the parameters in front are sealed with it, so that nobody can make them cheaper. `place` is named in refusals.
///
/// Example: `chancery-key $argon2id$v=19$m=65536,t=3,p=1$SALT$SEALED`.
record PassphraseWrapping(Secret passphrase, Path place, SecureRandom random) implements Wrapping {
    /// The second choice of RFC 9106 section 4, on one lane: 64 MiB, three passes, a third of a second.
    private static final Parameters CURRENT = new Parameters(64 * 1024, 3, 1);
    private static final Pattern FORM = Pattern.compile(
            "(chancery-key \\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})\\$([A-Za-z0-9+/]{22}))\\$([A-Za-z0-9+/]{40,400})\\n");
    private static final int SALT = 16;
    private static final int KEY = 32;

    @Override
    public byte[] wrap(Secret key) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        String head = BEGIN + "$argon2id$v=19$m=" + CURRENT.memory() + ",t=" + CURRENT.passes() + ",p=" + CURRENT.lanes() + "$" + text(salt);
        byte[] sealed = box(salt, CURRENT).seal(head, key);
        return (head + "$" + text(sealed) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private SealedBox box(byte[] salt, Parameters parameters) {
        return new SealedBox(Secret.of(PasswordHash.derived(passphrase, salt, parameters, KEY)), random);
    }

    private static String text(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    @Override
    public Secret open(byte[] file) throws IOException {
        return opened(file).orElseThrow(() -> new IOException("the passphrase does not open " + place + ", or the file was changed"));
    }

    private Optional<Secret> opened(byte[] file) {
        Matcher form = FORM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            Parameters parameters = new Parameters(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)), Integer.parseInt(form.group(4)));
            byte[] salt = Base64.getDecoder().decode(form.group(5));
            return box(salt, parameters).open(form.group(1), Base64.getDecoder().decode(form.group(6)));
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }
}
