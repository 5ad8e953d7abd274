package org.chancery.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointsTest {

    @Test
    void the_counted_pass_of_the_named_point_fails_and_no_other() {
        Failpoints.Armed armed = Failpoints.Armed.parse("receipt.before-commit:2:error");
        armed.pass("receipt.after-commit");
        armed.pass("receipt.before-commit");
        assertThatThrownBy(() -> armed.pass("receipt.before-commit"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("failpoint receipt.before-commit");
        assertThatCode(() -> armed.pass("receipt.before-commit")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"receipt.before-commit", "nowhere:1:kill", "receipt.before-commit:0:kill", "receipt.before-commit:1:explode"})
    void what_names_no_failpoint_is_refused(String text) {
        assertThatThrownBy(() -> Failpoints.Armed.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }

    @Test
    void nothing_is_armed_in_a_process_that_did_not_ask() {
        assertThat(Failpoints.ARMED).isFalse();
        Failpoints.all().forEach(Failpoints::hit);
    }

    /// A commit whose label is not known here would have no failpoint.
    @Test
    void each_commit_of_the_store_has_its_failpoint() throws IOException {
        Pattern label = Pattern.compile("\\.write(?:Repeatable(?:Later)?|Together)?\\(\\s*\"([a-z]+)\"");
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/chancery/store"))) {
            for (Path file : files.toList()) {
                Matcher matcher = label.matcher(Files.readString(file));
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
            }
        }
        Set<String> known = new TreeSet<>();
        for (String name : Failpoints.all()) {
            if (name.endsWith("-commit")) {
                known.add(name.substring(0, name.indexOf('.')));
            }
        }
        assertThat(used).isEqualTo(known);
    }
}
