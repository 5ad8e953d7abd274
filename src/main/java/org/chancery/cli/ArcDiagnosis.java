package org.chancery.cli;

import org.chancery.authentication.arc.ArcChain;
import org.chancery.authentication.arc.ArcValidator;
import org.chancery.mail.Domain;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose arc`: is the chain of a message whole, and where does it break (RFC 8617 section 5.2)?
///
/// Example of an answer:
/// `{"cv":"pass","instances":[{"instance":1,"domain":"example.org","selector":"s1","cv":"none","seal":"pass","message":"pass"}]}`.
/// `cv` is none, pass or fail, or temperror when the DNS did not answer. `message` is `none` where it was not looked at.
final class ArcDiagnosis {
    private ArcDiagnosis() {}

    static Diagnosis verb(DiagnosisZone zone) {
        return question -> answer(new ArcValidator(zone.resolver(question)).validate(MessageQuestion.read(question)));
    }

    private static ObjectNode answer(ArcChain chain) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("cv", chain.result().word());
        ArrayNode instances = answer.putArray("instances");
        for (ArcChain.Instance instance : chain.instances()) {
            ObjectNode node = instances.addObject();
            node.put("instance", instance.number());
            node.put("domain", instance.domain().map(Domain::ascii).orElse(""));
            node.put("selector", instance.selector());
            node.put("cv", instance.chainValidation());
            node.put("seal", instance.sealed().word());
            node.put("message", instance.signed().word());
        }
        if (!chain.reason().isEmpty()) {
            answer.put("reason", chain.reason());
        }
        return answer;
    }
}
