package org.chancery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The numbered files of `src/test/data/csv`.
class CsvReaderTest {
    static final Path CORPUS = Path.of("src/test/data/csv");

    static Stream<Path> files() throws IOException {
        return Files.list(CORPUS).filter(file -> file.toString().endsWith(".csv")).sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_record_is_read_or_refused_alone(Path file) throws IOException {
        Path expected = Path.of(file.toString().replace(".csv", ".expected"));
        assertThat(read(Files.readString(file))).isEqualTo(Files.readString(expected));
    }

    static String read(String text) throws IOException {
        StringBuilder records = new StringBuilder();
        CsvReader reader = new CsvReader(new StringReader(text));
        for (Optional<Parsed<List<String>>> record = reader.next(); record.isPresent(); record = reader.next()) {
            records.append(switch (record.get()) {
                case Parsed.Value<List<String>>(List<String> fields) -> fields.stream()
                        .map(field -> "[" + field.replace("\n", "\\n").replace("\r", "\\r") + "]").collect(Collectors.joining());
                case Parsed.Malformed<List<String>>(int _, String why) -> reader.line() + ": " + why;
            }).append("\n");
        }
        return records.toString();
    }
}
