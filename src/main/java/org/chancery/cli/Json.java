package org.chancery.cli;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as scripts read it: one line per value, everything beyond ASCII escaped, so that no terminal acts on it.
/// A class of its own, because loading the library costs more than most commands.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
