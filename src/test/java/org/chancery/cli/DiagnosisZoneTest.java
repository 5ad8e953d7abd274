package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chancery.administration.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DiagnosisZoneTest {
    @TempDir
    Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("zone.json"), json);
    }

    private static ObjectNode question(String json) {
        return (ObjectNode) JsonMapper.builder().build().readTree(json);
    }

    @Test
    void names_in_the_line_stand_over_those_of_the_file() throws Exception {
        DiagnosisZone zone = DiagnosisZone.of(file("{\"a.\":{\"TXT\":[\"file\"]},\"b.\":{\"TXT\":[\"file\"]}}"));
        var both = zone.resolver(question("{\"dns\":{\"b\":{\"TXT\":[\"line\"]}}}"));
        assertThat(both.txt("a").valuesOrNone()).containsExactly("file");
        assertThat(both.txt("b").valuesOrNone()).containsExactly("line");
        assertThat(zone.resolver(question("{}")).txt("b").valuesOrNone()).containsExactly("file");
    }

    @Test
    void an_octet_of_a_record_is_one_character() throws Exception {
        var zone = DiagnosisZone.none().resolver(question("{\"dns\":{\"a.\":{\"TXT\":[\"\\u00ef\\u0000\"]}}}"));
        assertThat(zone.txt("a").valuesOrNone()).containsExactly("\u00ef\0");
    }

    @Test
    void what_is_no_zone_is_refused_with_the_place() throws Exception {
        assertThatThrownBy(() -> DiagnosisZone.none().resolver(question("{\"dns\":{\"a.\":{\"A\":[\"x\"]}}}")))
                .isInstanceOf(Diagnosis.Unanswerable.class).hasMessageContaining("\"a.\" A[0]");
        Path broken = file("{");
        assertThatThrownBy(() -> DiagnosisZone.of(broken)).isInstanceOf(Refused.class).hasMessageContaining("no zone");
        assertThatThrownBy(() -> DiagnosisZone.of(folder.resolve("none"))).isInstanceOf(Refused.class).hasMessageContaining("cannot be read");
    }
}
