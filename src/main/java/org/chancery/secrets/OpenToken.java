package org.chancery.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/// A token with its user logged in, over the PKCS #11 provider of Java. Closing logs out: nothing of ours stays open in it.
///
/// A PIN is tried once only. Tokens lock themselves after a few wrong ones.
final class OpenToken implements AutoCloseable {
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    /// Why the token is of no use; the words follow "the token behind MODULE".
    static final class Refused extends GeneralSecurityException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }

        Refused(String why, Throwable cause) {
            super(why, cause);
        }
    }

    private final AuthProvider provider;
    private final KeyStore keys;

    private OpenToken(AuthProvider provider, KeyStore keys) {
        this.provider = provider;
        this.keys = keys;
    }

    static OpenToken of(Token token, Secret pin) throws GeneralSecurityException {
        char[] text = pin.revealText().toCharArray();
        try {
            Provider java = Security.getProvider("SunPKCS11");
            if (java == null || !(java.configure(configuration(token)) instanceof AuthProvider provider)) {
                throw new Refused("cannot be used: this Java has no SunPKCS11 (module jdk.crypto.cryptoki)");
            }
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, text);
            return new OpenToken(provider, keys);
        } catch (IOException e) {
            throw new Refused(rejects(e) ? "does not take the PIN" : "cannot be used: " + deepest(e), e);
        } catch (ProviderException | InvalidParameterException e) {
            throw new Refused("cannot be used: " + deepest(e), e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /// For the provider: "--" says that this is the text itself and no file's name. A key that it makes cannot be read out.
    private static String configuration(Token token) {
        return """
                --name = Chancery
                library = "%s"
                %s
                attributes(generate, CKO_SECRET_KEY, *) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_ENCRYPT = true
                  CKA_DECRYPT = true
                }
                """.formatted(token.module().toAbsolutePath(), token.slot().isPresent() ? "slot = " + token.slot().getAsInt() : "slotListIndex = 0");
    }

    private static boolean rejects(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException) {
                return true;
            }
        }
        return false;
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /// Unless there is one of that label.
    void makeKey(String label) throws GeneralSecurityException {
        if (key(label) == null) {
            KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
            generator.init(KEY_BITS);
            keys.setKeyEntry(label, generator.generateKey(), null, null);
        }
    }

    private @Nullable Key key(String label) throws GeneralSecurityException {
        return keys.getKey(label, null);
    }

    byte[] encrypt(String label, byte[] nonce, String name, byte[] octets) throws GeneralSecurityException {
        return crypt(Cipher.ENCRYPT_MODE, label, nonce, name, octets);
    }

    byte[] decrypt(String label, byte[] nonce, String name, byte[] octets) throws GeneralSecurityException {
        return crypt(Cipher.DECRYPT_MODE, label, nonce, name, octets);
    }

    private byte[] crypt(int mode, String label, byte[] nonce, String name, byte[] octets) throws GeneralSecurityException {
        Key key = key(label);
        if (key == null) {
            throw new Refused("has no secret key with the label " + label + ": is it the right token, in the right slot?");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(octets);
        } catch (ProviderException e) {
            throw new Refused("fails at its work: " + deepest(e), e);
        }
    }

    @Override
    public void close() throws LoginException {
        provider.logout();
    }
}
