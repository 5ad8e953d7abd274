package org.chancery.cli;

import java.nio.charset.StandardCharsets;
import org.chancery.delivery.bounce.BounceReader;
import org.chancery.delivery.bounce.BounceReading;
import org.chancery.delivery.bounce.FailedRecipient;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose bounce`: what a message says about deliveries that failed (RFC 3464, and what servers write for people).
///
/// Example of an answer:
/// `{"isBounce":true,"recipients":[{"address":"ann@example.org","permanent":true,"status":"5.1.1","reason":"550 5.1.1 no","kind":"permanent"}]}`.
/// `kind` is permanent, temporary or policy: what the failure means for the address.
public final class BounceDiagnosis {
    private BounceDiagnosis() {}

    public static Diagnosis verb() {
        return question -> {
            byte[] bytes = MessageInput.read(question);
            return switch (Message.parse(withLines(bytes))) {
                case Parsed.Value<Message>(Message message) -> diagnose(BounceReader.read(message));
                case Parsed.Malformed<Message>(int at, String why) ->
                    throw new Diagnosis.Unanswerable(why + " (at octet " + at + ")");
            };
        };
    }

    /// Mail that was kept by a program whose lines end with CR alone is read, too. On the way in nothing like it is mail.
    private static byte[] withLines(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.indexOf('\n') < 0 ? text.replace("\r", "\r\n").getBytes(StandardCharsets.ISO_8859_1) : octets;
    }

    static ObjectNode diagnose(BounceReading reading) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("isBounce", reading.isBounce());
        ArrayNode recipients = answer.putArray("recipients");
        for (FailedRecipient failed : reading.recipients()) {
            ObjectNode node = recipients.addObject();
            node.put("address", failed.address());
            node.put("permanent", failed.permanent());
            node.put("status", failed.status());
            node.put("reason", failed.reason());
            node.put("kind", switch (failed.kind()) {
                case PERMANENT -> "permanent";
                case TEMPORARY -> "temporary";
                case POLICY -> "policy";
            });
        }
        return answer;
    }
}
