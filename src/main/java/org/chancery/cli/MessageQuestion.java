package org.chancery.cli;

import java.io.ByteArrayOutputStream;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import tools.jackson.databind.node.ObjectNode;

/// The message of a question about signatures. A file that never was on the wire, and so has no CR at all, is read with the line
/// ends it would have there: otherwise no signature in an archive could be judged.
final class MessageQuestion {
    private MessageQuestion() {}

    static Message read(ObjectNode question) throws Diagnosis.Unanswerable {
        return switch (Message.parse(asOnTheWire(MessageInput.read(question)))) {
            case Parsed.Value<Message>(Message message) -> message;
            case Parsed.Malformed<Message>(int at, String why) -> throw new Diagnosis.Unanswerable(why + " (at octet " + at + ")");
        };
    }

    private static byte[] asOnTheWire(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 16);
        for (byte octet : octets) {
            if (octet == '\r') {
                return octets;
            }
            if (octet == '\n') {
                out.write('\r');
            }
            out.write(octet);
        }
        return out.toByteArray();
    }
}
