package org.chancery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the file: reading ends, and every record is taken or refused.
class CsvReaderFuzzTest {
    static Stream<Arguments> seeds() throws IOException {
        List<Arguments> seeds = new ArrayList<>();
        for (Path file : CsvReaderTest.files().toList()) {
            seeds.add(Arguments.of((Object) Files.readAllBytes(file)));
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void reading_any_file_ends(byte[] file) throws IOException {
        String text = new String(file, StandardCharsets.UTF_8);
        assertThat(CsvReaderTest.read(text).lines().count()).isLessThanOrEqualTo(text.length() + 1L);
    }
}
