package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Opener;
import org.chancery.protection.SignatureState;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;

/// What proves an OpenPGP key that nothing can be encrypted to: a mail in PGP/MIME (RFC 3156 section 5) that it signed, with the token of the challenge in
/// what is signed. Without the token anything that its owner ever sent somebody would prove the key, under another From.
///
/// Example: `new SignedProof(pending, memory).holds(token, message, receivedAt)`.
record SignedProof(MemberKey pending, AcceptedSignatures accepted) {

    boolean holds(String token, Message message, Instant receivedAt) {
        return message.root().type().is("multipart", "signed") && !message.root().parts().isEmpty()
                && isSaid(token, message.root().parts().getFirst()) && isSigned(message, receivedAt);
    }

    private boolean isSigned(Message message, Instant receivedAt) {
        Optional<OpenPgpKeyring> key = OpenPgpKeyring.read(pending.certificate(), List.of()).toOptional()
                .map(read -> read.bound(Map.of(pending.fingerprint(), List.of(pending.address().toString()))));
        Optional<CryptoReport> report = key.map(bound -> new Opener(List.of(new OpenPgpScheme(bound))).open(message, receivedAt, accepted).report());
        return report.filter(found -> found.signature() == SignatureState.GOOD && found.signer().filter(pending.fingerprint()::equals).isPresent()).isPresent();
    }

    private static boolean isSaid(String token, Part part) {
        return part.parts().isEmpty() ? new String(part.decodedOctets(), StandardCharsets.ISO_8859_1).contains(token) : part.parts().stream().anyMatch(below -> isSaid(token, below));
    }
}
