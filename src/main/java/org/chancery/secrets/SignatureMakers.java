package org.chancery.secrets;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who makes signatures on this machine. Each copy with its own link takes one of RSA and one of Ed25519, and that is most of what
/// its delivery costs; the JDK's Ed25519 alone takes two thirds of an RSA signature, that of Amazon Corretto's provider (AWS-LC) a fortieth.
/// Where the native library does not load, or `-Dchancery.signatures=java` says so, the JDK signs: the same signatures, slower.
///
/// Only for making them: what strangers send is verified by the JDK.
///
/// Example: `SignatureMakers.signature("Ed25519")`.
public final class SignatureMakers {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureMakers.class);
    private static final String NATIVE = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String SWITCH = "chancery.signatures";

    private SignatureMakers() {}

    /// Loaded with the first signature: a server that signs nothing does not pay for it.
    private static final class Chosen {
        static final Optional<Provider> PROVIDER = "java".equals(System.getProperty(SWITCH)) ? Optional.empty() : load();

        private static Optional<Provider> load() {
            try {
                Class<?> type = Class.forName(NATIVE);
                Provider provider = (Provider) type.getField("INSTANCE").get(null);
                Object fault = type.getMethod("getLoadingError").invoke(provider);
                if (fault == null && provider.getService("Signature", "Ed25519") != null) {
                    LOG.info("signatures.provider name={} version={}", provider.getName(), provider.getVersionStr());
                    return Optional.of(provider);
                }
                LOG.info("signatures.provider name=java reason=\"{}\"", fault);
            } catch (ReflectiveOperationException | LinkageError absent) {
                LOG.info("signatures.provider name=java reason=\"{}\"", absent.toString());
            }
            return Optional.empty();
        }
    }

    /// A fresh one. Throws `IllegalStateException` if not even the JDK knows it.
    public static Signature signature(String algorithm) {
        try {
            return Chosen.PROVIDER.filter(provider -> provider.getService("Signature", algorithm) != null).isPresent()
                    ? Signature.getInstance(algorithm, Chosen.PROVIDER.get())
                    : Signature.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    /// The name of who signs.
    public static String name() {
        return Chosen.PROVIDER.map(Provider::getName).orElse("java");
    }
}
