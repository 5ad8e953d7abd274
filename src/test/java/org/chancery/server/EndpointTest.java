package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.chancery.mail.Parsed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:25", "[::1]:25", "mail.example.org:587", "localhost:0", "0.0.0.0:65535"})
    void what_is_written_is_what_is_shown(String text) {
        assertThat(Endpoint.parse(text).orThrow()).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1       | with a port
            [::1]           | with a port
            localhost       | with a port
            127.0.0.1:      | a port from 0 to 65535
            127.0.0.1:65536 | a port from 0 to 65535
            127.0.0.1:٣     | a port from 0 to 65535
            ::1:25          | brackets
            [::g]:25        | IPv6
            [1.2.3.4]:25    | IPv6
            1.2.3:25        | IPv4
            256.1.1.1:25    | IPv4
            :25             | host name
            a b:25          | host name
            """)
    void anything_else_is_refused_with_what_was_expected(String text, String why) {
        assertThat(Endpoint.parse(text)).isInstanceOfSatisfying(Parsed.Malformed.class, fault -> assertThat(
                        fault.why().toString())
                .contains(why));
    }
}
