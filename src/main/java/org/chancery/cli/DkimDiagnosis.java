package org.chancery.cli;

import java.time.InstantSource;
import java.util.List;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.Canonicalization;
import org.chancery.authentication.dkim.DkimSignatureResult;
import org.chancery.authentication.dkim.DkimVerifier;
import org.chancery.authentication.dkim.Rules;
import org.chancery.authentication.dkim.SignedMessage;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose dkim`: what becomes of each DKIM signature of a message (RFC 6376, words of RFC 8601 section 2.7.1).
///
/// Example of an answer:
/// `{"signatures":[{"result":"fail","domain":"example.org","selector":"s1","algorithm":"rsa-sha256","reason":"body hash did not verify"}],"bodyHash":"…"}`.
/// `bodyHash` is the one we compute for the first signature that can be read; without any, that of the simple form with SHA-256.
final class DkimDiagnosis {
    private DkimDiagnosis() {}

    /// `rules`: those of today, or of old archives.
    static Diagnosis verb(DiagnosisZone zone, Rules rules, InstantSource clock) {
        return question -> {
            Message message = MessageQuestion.read(question);
            return answer(message, new DkimVerifier(zone.resolver(question), clock, rules).verify(message));
        };
    }

    private static ObjectNode answer(Message message, List<DkimSignatureResult> results) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode signatures = answer.putArray("signatures");
        results.forEach(result -> describe(result, signatures.addObject()));
        answer.put("bodyHash", results.stream().map(DkimSignatureResult::bodyHash).filter(hash -> !hash.isEmpty()).findFirst()
                .orElseGet(() -> new SignedMessage(message).bodyHash(Canonicalization.SIMPLE, Algorithm.RSA_SHA256).text()));
        return answer;
    }

    private static void describe(DkimSignatureResult result, ObjectNode node) {
        node.put("result", result.result().word());
        node.put("domain", result.domain().map(Domain::ascii).orElse(""));
        node.put("selector", result.selector());
        node.put("algorithm", result.algorithm());
        if (!result.reason().isEmpty()) {
            node.put("reason", result.reason());
        }
        if (!result.identity().isEmpty()) {
            node.put("identity", result.identity());
        }
        if (!result.bodyHash().isEmpty()) {
            node.put("bodyHash", result.bodyHash());
        }
        if (result.isTesting()) {
            node.put("testing", true);
        }
    }
}
