package org.chancery.posting.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.mail.Message;
import org.chancery.posting.signing.CopySignatures.Findings;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Message POST = Message.parse("From: a@example.org\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)).orThrow();

    private static String results(String stored) {
        return Findings.of("mx.example.org", Optional.of(stored), POST).orElseThrow().results();
    }

    @Test
    void what_was_found_is_repeated_with_the_worth_of_the_chain() {
        String stored = "mx.example.org; spf=pass smtp.mailfrom=example.org; arc=pass";
        assertThat(results(stored)).isEqualTo(stored);
        assertThat(Findings.of("mx.example.org", Optional.of(stored), POST).orElseThrow().chain()).isEqualTo(Result.PASS);
    }

    @Test
    void results_that_cannot_stand_in_a_field_are_none_and_the_post_still_goes_out() {
        for (String bad : new String[] {"spf=pass\r\nBcc: eve@example.net", "spf=\u00e9", "x".repeat(600), "spf=pass ".repeat(2_000), ""}) {
            assertThat(results(bad)).isEqualTo("mx.example.org; none");
        }
    }
}
