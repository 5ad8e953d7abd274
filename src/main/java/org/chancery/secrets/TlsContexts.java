package org.chancery.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.openssl.PEMException;

/// TLS contexts from PEM files (RFC 7468), from the system's trust, and one that trusts everybody. Versions are set where
/// the handshake is made.
///
/// Example: `TlsContexts.fromPem(Path.of("fullchain.pem"), Path.of("privkey.pem"))`.
public final class TlsContexts {
    private static final char[] IN_MEMORY = {}; // the key store never leaves memory

    private TlsContexts() {}

    /// For a server. `certificate` holds the chain, its own certificate first; `key` an unencrypted PKCS #8, PKCS #1
    /// or SEC 1 private key. What is wrong with the files is said by the `IOException`.
    public static SSLContext fromPem(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey privateKey = privateKey(key);
        try {
            return server(privateKey, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + " do not make a TLS identity: " + e.getMessage(), e);
        }
    }

    /// The same for a server that asks its clients for a certificate. The handshake itself takes any and none:
    /// whether one counts is a fact for [ClientAuthority#holder], and no reason to refuse mail.
    public static SSLContext fromPem(Path certificate, Path key, ClientAuthority clients) throws IOException {
        List<X509Certificate> chain = chain(certificate);
        PrivateKey privateKey = privateKey(key);
        try {
            return server(privateKey, chain, clients);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + " do not make a TLS identity: " + e.getMessage(), e);
        }
    }

    static List<X509Certificate> chain(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is not a PEM certificate: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            return PrivateKeyPem.read(reader).orElseThrow(() -> new IOException(file + " holds no unencrypted private key"));
        } catch (PEMException e) {
            throw new IOException(file + " is not a PEM private key: " + e.getMessage(), e);
        }
    }

    static SSLContext server(PrivateKey key, List<X509Certificate> chain, ClientAuthority clients)
            throws GeneralSecurityException, IOException {
        return server(key, chain, new TrustManager[] {new TrustEverybody(clients.trusted())});
    }

    static SSLContext server(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException, IOException {
        return server(key, chain, new TrustManager[0]);
    }

    private static SSLContext server(PrivateKey key, List<X509Certificate> chain, TrustManager[] clients)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry("tls", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients.length == 0 ? null : clients, null);
        return context;
    }

    /// For a client that trusts these certificates and no others.
    public static SSLContext trusting(List<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root" + i, roots.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a TLS context", e);
        }
    }

    /// For a client that verifies with what the system trusts.
    public static SSLContext systemTrust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a TLS context", e);
        }
    }

    /// For opportunistic TLS only (RFC 7435): takes whoever answers. Better than clear text against who only listens,
    /// no better against who stands between; the alternative there would have been no TLS at all.
    public static SSLContext unverified() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustEverybody(List.of())}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a TLS context", e);
        }
    }

    private static final class TrustEverybody extends X509ExtendedTrustManager {
        private final List<X509Certificate> named;

        /// `named` is what a client is told about whose certificates are wanted.
        TrustEverybody(List<X509Certificate> named) {
            this.named = List.copyOf(named);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return named.toArray(X509Certificate[]::new);
        }
    }
}
