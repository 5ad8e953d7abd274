package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Proofs;
import org.chancery.authentication.Result;
import org.chancery.mail.Address;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;

/// Reduces evidence to what policies ask (authorisation.md section 4.3). Only a message with one author can prove anything
/// about its author; whatever else is proved about several is nobody's.
final class EvidenceFacts {
    private final List<Evidence> evidence;
    private final Proofs proofs;
    private final boolean oneAuthor;

    EvidenceFacts(Incoming incoming) {
        this.evidence = incoming.evidence();
        this.proofs = incoming.proofs();
        this.oneAuthor = incoming.author().isPresent();
    }

    void addTo(FactsBuilder facts) {
        facts.spf(proofs.spf().map(Evidence.Spf::result).orElse(Result.NONE));
        facts.dmarc(proofs.dmarc().map(Evidence.Dmarc::result).orElse(Result.NONE));
        if (oneAuthor) {
            addAuthor(facts);
        }
        evidence.forEach(found -> add(facts, found));
    }

    private void addAuthor(FactsBuilder facts) {
        if (proofs.isLoggedInAsAuthor()) {
            facts.proof(ProofLevel.ACCOUNT);
            return;
        }
        switch (proofs.author()) {
            case PROVED -> facts.proof(ProofLevel.DOMAIN);
            case UNKNOWN -> facts.unknown(Set.of(FactName.PROOF_DOMAIN));
            case UNPROVED, FAILED -> {}
        }
    }

    private static void add(FactsBuilder facts, Evidence found) {
        switch (found) {
            case Evidence.ClientCertificate(Result result, String name) when result == Result.PASS -> facts.clientCertificate(name);
            case Evidence.DnsListed listed -> facts.blocklisted(listed.weight());
            case Evidence.SignedBy(Result result, var _, String _, Optional<Address> signer) when result == Result.PASS -> facts.signedBy(
                    signer.isPresent() ? Facts.Signature.KNOWN_KEY : Facts.Signature.ANY_KEY);
            case Evidence.ClientCertificate _, Evidence.Spf _, Evidence.Dkim _, Evidence.Dmarc _, Evidence.Arc _, Evidence.SmtpAuth _, Evidence.SignedBy _,
                    Evidence.SubstituteKeyPass _, Evidence.SenderPassword _, Evidence.AnsweredChallenge _, Evidence.PosterTag _, Evidence.ReverseName _,
                    Evidence.Reported _ -> {}
        }
    }
}
