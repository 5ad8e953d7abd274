package org.chancery.cli;

import java.net.InetAddress;
import java.time.InstantSource;
import org.chancery.authentication.spf.SpfOutcome;
import org.chancery.authentication.spf.SpfVerifier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose spf`: may that address send for that domain, and why (RFC 7208)?
///
/// Example of a question: `{"id":1,"ip":"192.0.2.1","helo":"mx.example.org","mailFrom":"ann@example.org"}`, and of the answer:
/// `{"result":"pass","lookups":1,"voidLookups":0,"trace":["example.org: v=spf1 mx -all",…]}`. `explanation` is there when the
/// domain has one for its refusal. `receiver` may name the host that macros show as ours.
final class SpfDiagnosis {
    /// RFC 7208 section 7.3, for a receiver whose name is not known.
    private static final String UNKNOWN_RECEIVER = "unknown";

    private SpfDiagnosis() {}

    static Diagnosis verb(DiagnosisZone zone, InstantSource clock) {
        return line -> {
            ObjectNode question = QuestionInput.of(line);
            String receiver = QuestionInput.text(question, "receiver", UNKNOWN_RECEIVER);
            String helo = QuestionInput.text(question, "helo", "");
            String mailFrom = QuestionInput.text(question, "mailFrom", "");
            var verifier = new SpfVerifier(zone.resolver(question), receiver, clock);
            return diagnose(verifier.check(peer(question), helo, mailFrom));
        };
    }

    private static InetAddress peer(ObjectNode question) throws Diagnosis.Unanswerable {
        try {
            return InetAddress.ofLiteral(QuestionInput.text(question, "ip", ""));
        } catch (IllegalArgumentException notAnAddress) {
            throw new Diagnosis.Unanswerable("\"ip\" is no IP address");
        }
    }

    private static ObjectNode diagnose(SpfOutcome outcome) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("result", outcome.result().word());
        if (!outcome.explanation().isEmpty()) {
            answer.put("explanation", outcome.explanation());
        }
        answer.put("lookups", outcome.lookups());
        answer.put("voidLookups", outcome.voidLookups());
        ArrayNode trace = answer.putArray("trace");
        outcome.trace().forEach(trace::add);
        return answer;
    }
}
