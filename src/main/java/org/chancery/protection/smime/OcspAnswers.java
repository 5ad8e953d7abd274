package org.chancery.protection.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.chancery.mail.Parsed;

/// What an authority says of one certificate (OCSP, RFC 6960): whom to ask, the question, and the answer. Who may have signed an answer is judged by the
/// JDK: the issuer, or whom it named for that.
///
/// Example: `OcspAnswers.read(octets, certificate, issuer, now)`.
public final class OcspAnswers {
    /// RFC 5280 section 4.2.2.1.
    private static final String ACCESS = "1.3.6.1.5.5.7.1.1";
    private static final int MAX_RESPONDERS = 3;
    /// An answer that does not say how long it holds (RFC 6960 section 2.4: newer ones are always to be had).
    private static final Duration WITHOUT_END = Duration.ofDays(1);

    private OcspAnswers() {}

    /// A verified answer. `next`: until when it holds.
    public record Answer(Revoked revoked, Instant made, Instant next) {
        public boolean isRevoked() {
            return revoked != Revoked.NOT;
        }
    }

    /// The URLs to ask about this certificate; nobody looked whether they are URLs at all. Empty where what is said cannot be read.
    public static List<String> responders(X509Certificate certificate) {
        List<String> urls = new ArrayList<>();
        try {
            Optional<AuthorityInformationAccess> access = Extensions.of(certificate, ACCESS).map(AuthorityInformationAccess::getInstance);
            if (access.isPresent()) {
                for (AccessDescription one : access.get().getAccessDescriptions()) {
                    if (one.getAccessMethod().equals(AccessDescription.id_ad_ocsp) && one.getAccessLocation().getTagNo() == GeneralName.uniformResourceIdentifier) {
                        urls.add(String.valueOf(one.getAccessLocation().getName()));
                    }
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
        return urls.stream().distinct().limit(MAX_RESPONDERS).toList();
    }

    /// Of `authorities`, the one that signed the certificate.
    public static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> authorities) {
        return authorities.stream().filter(one -> one.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()) && hasSigned(one, certificate)).findFirst();
    }

    static boolean hasSigned(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    /// The question in DER: always the same for one certificate, so that caches can answer it (RFC 5019 section 2.1).
    public static byte[] question(X509Certificate certificate, X509Certificate issuer) {
        try {
            return new OCSPReqBuilder().addRequest(id(certificate.getSerialNumber(), issuer)).build().getEncoded();
        } catch (IOException | OCSPException e) {
            throw new IllegalStateException("a question to an authority can always be written", e);
        }
    }

    private static CertificateID id(BigInteger serial, X509Certificate issuer) {
        try {
            return new CertificateID(new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1), new JcaX509CertificateHolder(issuer), serial); // a name, no seal
        } catch (OperatorCreationException | OCSPException | GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 names certificates in every JDK", e);
        }
    }

    /// An answer about this certificate that holds at `now`; refused when it is about another, is not signed by who may, or says "unknown".
    public static Parsed<Answer> read(byte[] der, X509Certificate certificate, X509Certificate issuer, Instant now) {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(Set.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(certificate, der)); // given, so nothing is asked
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
            parameters.setDate(Date.from(now));
            parameters.addCertPathChecker(checker);
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
            return kept(der, certificate);
        } catch (CertPathValidatorException refused) {
            return refused.getReason() == BasicReason.REVOKED ? kept(der, certificate) : Parsed.malformed(0, String.valueOf(refused.getMessage()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("PKIX is in every JDK", impossible);
        }
    }

    /// Of an answer that was verified when it came.
    public static Parsed<Answer> kept(byte[] der, X509Certificate certificate) {
        return switch (responses(der)) {
            case Parsed.Malformed<List<SingleResp>> fault -> fault.as();
            case Parsed.Value<List<SingleResp>>(List<SingleResp> all) -> all.stream().filter(one -> one.getCertID().getSerialNumber().equals(certificate.getSerialNumber())).findFirst()
                    .map(OcspAnswers::answer).orElseGet(() -> Parsed.malformed(0, "it is about another certificate"));
        };
    }

    /// The same by serial number, for who has no certificate at hand. Empty where nothing can be read.
    static Map<BigInteger, Answer> kept(byte[] der) {
        Map<BigInteger, Answer> answers = new HashMap<>();
        responses(der).toOptional().orElse(List.of()).forEach(one -> answer(one).toOptional().ifPresent(answer -> answers.putIfAbsent(one.getCertID().getSerialNumber(), answer)));
        return answers;
    }

    private static Parsed<List<SingleResp>> responses(byte[] der) {
        try {
            return new OCSPResp(der).getResponseObject() instanceof BasicOCSPResp answer
                    ? Parsed.of(List.of(answer.getResponses())) : Parsed.malformed(0, "it is no answer about a certificate");
        } catch (IOException | OCSPException | RuntimeException unreadable) {
            return Parsed.malformed(0, "it cannot be read");
        }
    }

    private static Parsed<Answer> answer(SingleResp one) {
        Instant made = one.getThisUpdate().toInstant();
        Instant next = one.getNextUpdate() == null ? made.plus(WITHOUT_END) : one.getNextUpdate().toInstant();
        if (one.getCertStatus() instanceof RevokedStatus revoked) {
            return Parsed.of(new Answer(revoked.hasRevocationReason() ? Revoked.of(revoked.getRevocationReason()) : Revoked.FOR_ALL_TIMES, made, next));
        }
        return one.getCertStatus() == CertificateStatus.GOOD ? Parsed.of(new Answer(Revoked.NOT, made, next))
                : Parsed.malformed(0, "the authority does not know the certificate");
    }
}
