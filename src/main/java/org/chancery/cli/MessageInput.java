package org.chancery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where the message of a question is: `message` holds the exact bytes in base64, or `file` names a file.
public final class MessageInput {
    /// What the server takes by default, with room for suites that probe the limit.
    static final long MAX_OCTETS = 32L * 1024 * 1024;

    private MessageInput() {}

    public static byte[] read(ObjectNode question) throws Diagnosis.Unanswerable {
        JsonNode message = question.get("message");
        JsonNode file = question.get("file");
        if (message != null && message.isString()) {
            return decoded(message.stringValue());
        }
        if (file != null && file.isString()) {
            return contents(file.stringValue());
        }
        throw new Diagnosis.Unanswerable("neither \"message\" nor \"file\" is given");
    }

    private static byte[] decoded(String base64) throws Diagnosis.Unanswerable {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new Diagnosis.Unanswerable("\"message\" is not base64");
        }
    }

    private static byte[] contents(String name) throws Diagnosis.Unanswerable {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > MAX_OCTETS) {
                throw new Diagnosis.Unanswerable("the file has more than " + MAX_OCTETS / (1024 * 1024) + " MB");
            }
            return Files.readAllBytes(path);
        } catch (IOException | InvalidPathException unreadable) {
            throw new Diagnosis.Unanswerable("the file cannot be read");
        }
    }
}
