package org.chancery.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each address of `src/test/data/address`: its key, or why it is none.
class AddressCorpusTest {
    static List<Path> addresses() {
        return Corpus.files("address", ".txt");
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void the_address_is_read_as_expected_or_refused_with_the_reason(Path file) {
        Map<String, String> expected = Corpus.fields(file);
        String text = expected.getOrDefault("address", "");
        switch (Address.parse(text)) {
            case Parsed.Value<Address>(Address address) -> {
                assertThat(address.key()).isEqualTo(expected.get("key"));
                assertThat(address.localPart()).isEqualTo(text.substring(0, text.lastIndexOf('@')));
                assertThat(address.limitKey()).isEqualTo(expected.getOrDefault("limit", address.limitKey()));
                assertThat(Address.of(address.toString())).isEqualTo(address);
            }
            case Parsed.Malformed<Address>(int at, String why) -> {
                assertThat(expected).containsKey("malformed");
                assertThat(why).contains(expected.get("malformed"));
                assertThat(at).isBetween(0, text.length());
            }
        }
    }

    @Test
    void the_local_part_is_sent_as_given_and_compared_without_case() {
        Address given = Address.of("Ann.O'Nym@Example.ORG");
        assertThat(given).hasToString("Ann.O'Nym@example.org").isEqualTo(Address.of("ann.o'nym@example.org"));
        assertThat(given).hasSameHashCodeAs(Address.of("ANN.O'NYM@example.org"));
    }

    @Test
    void a_domain_that_is_not_canonical_cannot_be_made() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Domain("Example.org"))
                .isInstanceOf(IllegalArgumentException.class);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Domain("a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
