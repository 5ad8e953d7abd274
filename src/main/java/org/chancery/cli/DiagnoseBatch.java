package org.chancery.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose VERB --batch`: JSON lines in, one JSON line out for each, in order, with the `id` of the question.
/// What cannot be judged gives `{"id":…,"error":"…"}`; nothing that stands in a line ends the run. Empty lines are
/// skipped.
public final class DiagnoseBatch {
    /// A message of 25 MB in base64 and some room.
    static final int MAX_LINE = 40 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_LINE)
                            .build())
                    .build())
            .build();

    private final Diagnosis diagnosis;

    public DiagnoseBatch(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    /// Reads until the end of `in`. Flushes after each answer, so that a suite may ask one at a time.
    public void run(InputStream in, OutputStream out) throws IOException {
        var lines = new LineReader(in);
        while (lines.next()) {
            if (!lines.isEmpty()) {
                out.write(JSON.writeValueAsBytes(answer(lines)));
                out.write('\n');
                out.flush();
            }
        }
    }

    /// The answer to one question, with its `id` first.
    public ObjectNode answer(ObjectNode question) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("id", question.get("id"));
        try {
            answer.setAll(diagnosis.answer(question));
        } catch (Diagnosis.Unanswerable unanswerable) {
            answer.put("error", unanswerable.getMessage());
        }
        return answer;
    }

    private ObjectNode answer(LineReader lines) {
        if (lines.isTooLong()) {
            return error("the line has more than " + MAX_LINE / (1024 * 1024) + " MB");
        }
        try {
            JsonNode question = JSON.readTree(lines.bytes());
            return question instanceof ObjectNode object ? answer(object) : error("the line is not a JSON object");
        } catch (JacksonException notJson) {
            return error("the line is not JSON");
        }
    }

    private static ObjectNode error(String why) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putNull("id");
        answer.put("error", why);
        return answer;
    }
}
