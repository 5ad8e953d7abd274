package org.chancery.web.api;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON (RFC 8259) as it comes from strangers and goes to them.
final class Json {
    private static final int MAX_DEPTH = 8; // what is asked for is flat
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// One object; anything else is a [Problem].
    static JsonNode object(byte[] octets) {
        try {
            JsonNode read = MAPPER.readTree(octets);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (JacksonException malformed) {
            // In its own words, which may repeat a passphrase, it would not be told.
            throw new Problem(400, "The body is not JSON.");
        }
        throw new Problem(400, "The body must be one JSON object, such as {}.");
    }
}
