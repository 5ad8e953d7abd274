package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/// What one key said about another that takes its place ([KeyCare#certifying]; RFC 9580 section 5.2.1, types 0x10 to 0x13). It says that one
/// follows the other and nothing about whether either still holds; a certification that does not verify says nothing.
///
/// Example: `CrossCertification.isBy(certificate, before)`.
public final class CrossCertification {
    private CrossCertification() {}

    /// Does the primary key of `by` certify some user id of `certificate`?
    public static boolean isBy(OpenPgpCertificate certificate, OpenPgpCertificate by) {
        PGPPublicKey named = certificate.ring().getPublicKey();
        PGPPublicKey certifier = by.ring().getPublicKey();
        for (Iterator<byte[]> ids = named.getRawUserIDs(); ids.hasNext(); ) {
            byte[] id = ids.next();
            Iterator<PGPSignature> signatures = named.getSignaturesForID(id);
            while (signatures != null && signatures.hasNext()) {
                PGPSignature signature = signatures.next();
                if (signature.isCertification() && signature.hasKeyIdentifier(certifier.getKeyIdentifier()) && holds(signature, id, named, certifier)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// On a copy, as [SelfSignatures] do it.
    private static boolean holds(PGPSignature shared, byte[] id, PGPPublicKey named, PGPPublicKey certifier) {
        try {
            PGPSignature signature = new PGPSignature(new BCPGInputStream(new ByteArrayInputStream(shared.getEncoded(true))));
            signature.init(new BcPGPContentVerifierBuilderProvider(), certifier);
            return signature.verifyCertification(id, named);
        } catch (PGPException | IOException | RuntimeException unreadable) {
            return false;
        }
    }
}
