package org.chancery.secrets;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Whose client certificates count: those that one of the given authorities has signed (PKIX, RFC 5280 section 6), and those
/// that are given themselves (pinned). Revocation is not looked up; take a certificate back by changing the authority.
///
/// Example: `ClientAuthority.fromPem(Path.of("clients.pem"), clock).holder(chain)` is `agency-relay`.
public final class ClientAuthority {
    /// RFC 5280 section 4.2.1.12.
    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";

    private static final String FOR_ANYTHING = "2.5.29.37.0";

    /// A policy names it, and it goes into logs; RFC 5280 appendix A bounds a common name by 64 too.
    private static final int MAX_NAME = 64;

    private final List<X509Certificate> trusted;
    private final InstantSource clock;

    public ClientAuthority(List<X509Certificate> trusted, InstantSource clock) {
        this.trusted = List.copyOf(trusted);
        this.clock = clock;
    }

    /// From a PEM file with at least one certificate. What is wrong with it is said by the `IOException`.
    public static ClientAuthority fromPem(Path file, InstantSource clock) throws IOException {
        return new ClientAuthority(TlsContexts.chain(file), clock);
    }

    /// What a client is told in the handshake about who may have signed its certificate.
    List<X509Certificate> trusted() {
        return trusted;
    }

    /// The name of the holder of `chain` (its own certificate first): the common name of the subject, else its first DNS name or
    /// mail address. Empty when the chain leads to nobody known, is out of date, is not for clients, or has no plain name.
    public Optional<String> holder(List<X509Certificate> chain) {
        return chain.isEmpty() || !isForClients(chain.getFirst()) || !isValid(chain)
                ? Optional.empty()
                : name(chain.getFirst()).filter(ClientAuthority::isPlain);
    }

    private boolean isValid(List<X509Certificate> chain) {
        X509Certificate own = chain.getFirst();
        try {
            own.checkValidity(Date.from(clock.instant()));
            if (!trusted.contains(own)) {
                CertPathBuilder.getInstance("PKIX").build(parameters(chain));
            }
            return true;
        } catch (GeneralSecurityException notOfThisAuthority) {
            return false;
        }
    }

    private PKIXBuilderParameters parameters(List<X509Certificate> chain) throws GeneralSecurityException {
        var own = new X509CertSelector();
        own.setCertificate(chain.getFirst());
        Set<TrustAnchor> anchors =
                trusted.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
        var parameters = new PKIXBuilderParameters(anchors, own);
        parameters.setDate(Date.from(clock.instant()));
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        return parameters;
    }

    private static boolean isForClients(X509Certificate own) {
        try {
            List<String> uses = own.getExtendedKeyUsage();
            return uses == null || uses.contains(FOR_CLIENTS) || uses.contains(FOR_ANYTHING);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static Optional<String> name(X509Certificate own) {
        return commonName(own).or(() -> alternativeName(own));
    }

    private static Optional<String> commonName(X509Certificate own) {
        try {
            // The most specific name stands last in this list.
            return new LdapName(own.getSubjectX500Principal().getName())
                    .getRdns().reversed().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .findFirst();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }

    /// Of the general names (RFC 5280 section 4.2.1.6) kinds 1 and 2.
    private static Optional<String> alternativeName(X509Certificate own) {
        try {
            Collection<List<?>> names = own.getSubjectAlternativeNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(1) || name.getFirst().equals(2))
                            .map(name -> name.get(1).toString())
                            .findFirst();
        } catch (CertificateParsingException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(String name) {
        return !name.isBlank() && name.length() <= MAX_NAME && name.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
