package org.chancery.protection.smime;

import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.chancery.mail.Parsed;

/// Where certificates say that the revocation lists of their authorities lie, and what came from there.
///
/// Example: `RevocationLists.points(certificate)` is `["http://crl.example.org/ca.crl"]`.
public final class RevocationLists {
    /// RFC 5280 section 4.2.1.13.
    private static final String POINTS = "2.5.29.31";
    private static final int MAX_POINTS = 5;

    private RevocationLists() {}

    /// The URLs of whole lists; nobody looked whether they are URLs at all. Empty where what is said cannot be read.
    public static List<String> points(X509Certificate certificate) {
        List<String> urls = new ArrayList<>();
        try {
            Optional<CRLDistPoint> points = Extensions.of(certificate, POINTS).map(CRLDistPoint::getInstance);
            if (points.isPresent()) {
                for (DistributionPoint point : points.get().getDistributionPoints()) {
                    urls.addAll(urls(point));
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
        return urls.stream().distinct().limit(MAX_POINTS).toList();
    }

    /// Of lists of others, or for some reasons only, nothing is taken.
    private static List<String> urls(DistributionPoint point) {
        DistributionPointName name = point.getDistributionPoint();
        List<String> urls = new ArrayList<>();
        if (name != null && name.getType() == DistributionPointName.FULL_NAME && point.getCRLIssuer() == null && point.getReasons() == null) {
            for (GeneralName one : GeneralNames.getInstance(name.getName()).getNames()) {
                if (one.getTagNo() == GeneralName.uniformResourceIdentifier) {
                    urls.add(String.valueOf(one.getName()));
                }
            }
        }
        return urls;
    }

    /// A list as it was fetched, and when it was made.
    public record Fetched(KeyPairs.Revocations list, Instant made) {}

    /// One whole list, signed by one of these authorities; refused else.
    public static Parsed<Fetched> read(byte[] octets, List<X509Certificate> authorities) {
        return switch (SmimeFiles.read(octets, List.of())) {
            case Parsed.Malformed<SmimeKeyring> fault -> fault.as();
            case Parsed.Value<SmimeKeyring>(SmimeKeyring read) -> {
                Optional<X509CRL> only = read.revocations().stream().findFirst().filter(_ -> read.revocations().size() == 1 && read.certificates().isEmpty());
                yield only.isEmpty() ? Parsed.malformed(0, "it is not one revocation list") : judged(only.get(), read, authorities);
            }
        };
    }

    private static Parsed<Fetched> judged(X509CRL list, SmimeKeyring read, List<X509Certificate> authorities) {
        if (!CertificatePath.isWhole(list)) {
            return Parsed.malformed(0, "it covers a part of the certificates only, or says what is not understood here");
        }
        boolean isSigned = authorities.stream().anyMatch(authority -> authority.getSubjectX500Principal().equals(list.getIssuerX500Principal()) && CertificatePath.isFrom(list, authority));
        return isSigned ? Parsed.of(new Fetched(KeyPairs.revocations(read).getFirst(), list.getThisUpdate().toInstant()))
                : Parsed.malformed(0, "no authority that the list trusts has signed it");
    }

    /// When a list that is kept was made; empty for what is none.
    public static Optional<Instant> made(byte[] octets) {
        return SmimeFiles.read(octets, List.of()).toOptional().flatMap(read -> read.revocations().stream().findFirst()).map(list -> list.getThisUpdate().toInstant());
    }

    /// The certificates in a file that was stored.
    public static List<X509Certificate> certificates(byte[] octets) {
        return SmimeFiles.read(octets, List.of()).toOptional().map(SmimeKeyring::certificates).orElse(List.of());
    }
}
