package org.chancery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;
import org.chancery.secrets.DecoyAccount;
import org.chancery.secrets.Secret;

class ScramExchangeFuzzTest {
    private static final ScramExchange EXCHANGE = new ScramExchange(
            new ScramExchange.ClientFirst("n,,", "n=a,r=b", "a", "b"),
            List.of(DecoyAccount.verifier(Secret.of("key"), "a")),
            "servernonce");

    @FuzzTest(maxDuration = "60s")
    void any_message_is_understood_or_malformed(byte[] message) {
        switch (ScramExchange.clientFirst(message)) {
            case Parsed.Value<ScramExchange.ClientFirst>(ScramExchange.ClientFirst first) ->
                assertThat(first.gs2Header()).matches("[ny],.*,");
            case Parsed.Malformed<ScramExchange.ClientFirst>(int _, String why) -> assertThat(why).isNotEmpty();
        }
        switch (EXCHANGE.serverFinal(message)) {
            case Parsed.Value<Optional<String>>(Optional<String> proof) -> assertThat(proof).isEmpty();
            case Parsed.Malformed<Optional<String>>(int _, String why) -> assertThat(why).isNotEmpty();
        }
    }
}
