package org.chancery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A question that is not about a message: it stands in the line itself, or as one JSON object in the file that `file` names.
final class QuestionInput {
    /// A question with a large zone.
    private static final long MAX_OCTETS = 16L << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private QuestionInput() {}

    /// The question, without the way to it.
    static ObjectNode of(ObjectNode question) throws Diagnosis.Unanswerable {
        JsonNode file = question.get("file");
        return file != null && file.isString() ? read(file.stringValue()) : question;
    }

    /// A string of the question; what is missing or null is `otherwise`.
    static String text(ObjectNode question, String key, String otherwise) throws Diagnosis.Unanswerable {
        JsonNode value = question.get(key);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw new Diagnosis.Unanswerable("\"" + key + "\" is not a string");
        }
        return value.stringValue();
    }

    private static ObjectNode read(String name) throws Diagnosis.Unanswerable {
        try {
            Path path = Path.of(name);
            if (Files.size(path) > MAX_OCTETS) {
                throw new Diagnosis.Unanswerable("the file has more than " + (MAX_OCTETS >> 20) + " MB");
            }
            if (JSON.readTree(Files.readAllBytes(path)) instanceof ObjectNode question) {
                return question;
            }
            throw new Diagnosis.Unanswerable("the file is not a JSON object");
        } catch (JacksonException notJson) {
            throw new Diagnosis.Unanswerable("the file is not JSON");
        } catch (IOException | InvalidPathException unreadable) {
            throw new Diagnosis.Unanswerable("the file cannot be read");
        }
    }
}
