package org.chancery.cli;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.mail.Part;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose mime`: the tree of parts of a message as we read it (RFC 2045, RFC 2046).
///
/// Example of an answer:
/// `{"type":"text/plain","charset":"us-ascii","start":0,"bodyStart":14,"end":20,"decodedSize":6,"defects":[],"parts":[]}`.
/// Offsets count octets of the message. `charset` is as declared, in lower case, us-ascii for text that declares
/// none, else null.
public final class MimeDiagnosis {
    private MimeDiagnosis() {}

    /// The verb for a batch. `roundTrip` adds whether the message can be put together again from the tree.
    public static Diagnosis verb(boolean roundTrip) {
        return question -> {
            byte[] bytes = MessageInput.read(question);
            return switch (Message.parse(bytes)) {
                case Parsed.Value<Message>(Message message) -> diagnose(message, roundTrip);
                case Parsed.Malformed<Message>(int at, String why) ->
                    throw new Diagnosis.Unanswerable(why + " (at octet " + at + ")");
            };
        };
    }

    public static ObjectNode diagnose(Message message, boolean roundTrip) {
        ObjectNode tree = node(message.root());
        if (roundTrip) {
            byte[] original = message.toByteArray();
            byte[] written = written(message.root(), original);
            tree.put("roundTrip", Arrays.equals(original, written));
            tree.put("sha256", sha256(written));
        }
        return tree;
    }

    private static ObjectNode node(Part part) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", part.type().toString());
        node.put("charset", part.charsetName().orElse(null));
        node.put("start", part.start());
        node.put("bodyStart", part.bodyStart());
        node.put("end", part.end());
        node.put("decodedSize", part.decodedSize());
        ArrayNode defects = node.putArray("defects");
        part.defects().forEach(defects::add);
        ArrayNode parts = node.putArray("parts");
        part.parts().forEach(child -> parts.add(node(child)));
        return node;
    }

    /// Put together from the ranges of the tree, as the transforms of the server do: header fields, then children, and
    /// in between what belongs to neither. A range that is wrong or overlaps shows as a difference.
    private static byte[] written(Part root, byte[] original) {
        var out = new ByteArrayOutputStream(original.length);
        int at = write(root, original, 0, out);
        out.write(original, at, original.length - at);
        return out.toByteArray();
    }

    private static int write(Part part, byte[] original, int from, ByteArrayOutputStream out) {
        int at = copy(original, from, part.start(), out);
        for (Header header : part.headers().all()) {
            at = copy(original, at, header.start(), out);
            out.writeBytes(header.bytes());
            at = header.end();
        }
        at = copy(original, at, part.bodyStart(), out);
        for (Part child : part.parts()) {
            at = write(child, original, at, out);
        }
        return copy(original, at, part.end(), out);
    }

    /// A range that begins before the last one ended writes nothing, so the result differs.
    private static int copy(byte[] original, int from, int to, ByteArrayOutputStream out) {
        out.write(original, from, Math.max(0, to - from));
        return to;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
