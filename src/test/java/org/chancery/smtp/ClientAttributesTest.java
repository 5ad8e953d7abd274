package org.chancery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.mail.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of src/test/data/xclient.
class ClientAttributesTest {

    static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/data/xclient"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".txt")).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    static Parsed<ClientAttributes> parse(String command) {
        int blank = command.indexOf(' ');
        String verb = blank < 0 ? command : command.substring(0, blank);
        return ClientAttributes.parse(
                blank < 0 ? "" : command.substring(blank + 1),
                verb.equalsIgnoreCase("XCLIENT") ? ClientAttributes.XCLIENT : ClientAttributes.XFORWARD);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void each_line_says_what_it_should(String line) {
        int arrow = line.indexOf(" => ");
        String found = switch (parse(line.substring(0, arrow))) {
            case Parsed.Malformed<ClientAttributes> _ -> "malformed";
            case Parsed.Value<ClientAttributes>(ClientAttributes attributes) -> text(attributes.forwarded());
        };
        assertThat(found).isEqualTo(line.substring(arrow + 4));
    }

    private static String text(SmtpSession.Forwarded told) {
        return told.address().map(InetAddress::getHostAddress).orElse("-") + " " + (told.helo().isEmpty() ? "-" : told.helo()) + " "
                + told.login().orElse("-");
    }

    @Test
    void the_corpus_is_there() throws IOException {
        assertThat(lines()).hasSizeGreaterThan(25);
    }
}
