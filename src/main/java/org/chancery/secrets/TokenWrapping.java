package org.chancery.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.secrets.OpenToken.Refused;

/// A key wrapped under a key that never leaves a token of hardware: the token does the AES-256-GCM. Its label in front is sealed with it. The key in the token is made
/// with the first wrapping where there is none of that label. `place` is named in refusals.
///
/// Example: `chancery-key $pkcs11$chancery$SEALED`.
record TokenWrapping(Token token, Secret pin, Path place, SecureRandom random) implements Wrapping {
    private static final Pattern FORM = Pattern.compile("(chancery-key \\$pkcs11\\$([A-Za-z0-9._-]{1,64}))\\$([A-Za-z0-9+/]{40,400})\\n");
    private static final int NONCE = 12;

    @Override
    public byte[] wrap(Secret key) throws IOException {
        return with(open -> {
            open.makeKey(token.label());
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            String head = BEGIN + "$pkcs11$" + token.label();
            byte[] sealed = open.encrypt(token.label(), nonce, head, key.reveal());
            if (!key.equals(Secret.of(open.decrypt(token.label(), nonce, head, sealed)))) {
                throw new Refused("does not open again what it sealed: it must be able to do AES-GCM with a nonce of ours");
            }
            byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE, sealed.length);
            return (head + "$" + Base64.getEncoder().withoutPadding().encodeToString(both) + "\n").getBytes(StandardCharsets.US_ASCII);
        });
    }

    @Override
    public Secret open(byte[] file) throws IOException {
        Matcher form = FORM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw new IOException(place + " is not wrapped under a token: take keys.pkcs11_module out of the configuration, or put the bare key in its place");
        }
        byte[] both = Base64.getDecoder().decode(form.group(3));
        return with(open -> Secret.of(open.decrypt(
                form.group(2), Arrays.copyOf(both, NONCE), form.group(1), Arrays.copyOfRange(both, NONCE, both.length))));
    }

    private interface Use<T> {
        T of(OpenToken open) throws GeneralSecurityException;
    }

    private <T> T with(Use<T> use) throws IOException {
        if (!Files.isReadable(token.module())) {
            throw new IOException("there is no PKCS #11 library " + token.module() + " that can be read: keys.pkcs11_module names the one of the token's maker");
        }
        try (OpenToken open = OpenToken.of(token, pin)) {
            return use.of(open);
        } catch (Refused e) {
            throw new IOException("the token behind " + token.module() + " " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the token behind " + token.module() + " does not open " + place + ", or the file was changed", e);
        }
    }
}
