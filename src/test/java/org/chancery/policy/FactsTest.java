package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.chancery.authentication.FactSource;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;
import org.junit.jupiter.api.Test;

/// The register, and facts in storage.
class FactsTest {

    @Test
    void every_fact_of_the_register_has_a_source_and_its_own_words() {
        assertThat(FactName.values()).allSatisfy(n -> assertThat(n.source()).isNotNull());
        assertThat(Arrays.stream(FactName.values()).map(FactName::words)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(FactName.values()).map(FactName::source)).contains(FactSource.values());
    }

    @Test
    void a_proof_level_has_the_source_of_its_entry_in_the_register() {
        for (ProofLevel level : ProofLevel.ALL) {
            assertThat(FactName.of(level).source()).isEqualTo(level.source());
        }
    }

    @Test
    void header_claims_are_registered_as_what_the_sender_says() {
        assertThat(FactName.VIA_ANOTHER_LIST.source()).isEqualTo(FactSource.SENDER_SAID);
        assertThat(FactName.HEADER_PATTERNS.source()).isEqualTo(FactSource.SENDER_SAID);
        assertThat(FactName.AUTOMATIC_MAIL.source()).isEqualTo(FactSource.SENDER_SAID);
    }

    @Test
    void neutral_facts_are_an_empty_map() {
        assertThat(Facts.builder().build().toMap()).isEmpty();
        assertThat(Facts.fromMap(Map.of())).isEqualTo(Facts.builder().build());
    }

    @Test
    void every_fact_survives_storage() {
        var facts = Facts.builder()
                .role(Standing.Role.AUTHORISED_SENDER)
                .role(Standing.Role.PARENT_LIST)
                .group("a, b = \"c\"")
                .proof(ProofLevel.SENDER_KEY)
                .proof(ProofLevel.DOMAIN)
                .confirmed(Facts.Answer.ELSEWHERE)
                .agreed(Facts.Answer.FROM_MAILBOX)
                .dmarc(Result.TEMPERROR)
                .spf(Result.SOFTFAIL)
                .swk(Facts.SubstituteKey.INVALID)
                .signature(Facts.Signature.KNOWN_KEY)
                .encryption(Facts.Encryption.OTHERS)
                .clientCertificate("agency-relay")
                .blocklisted(3)
                .spam(Facts.Spam.LIKELY)
                .sizeOctets(5_000_000_000L)
                .contentType("Text/HTML")
                .crossPosted(0)
                .recipients(7)
                .headerPattern("x:y")
                .listState(Facts.ListState.PAUSED)
                .unknown(FactName.content());
        for (FactName name : FactName.values()) {
            facts.has(name);
        }
        var stored = facts.build().toMap();
        assertThat(Facts.fromMap(stored)).isEqualTo(facts.build());
        assertThat(stored).containsEntry("signature", "known-key").containsEntry("type:text/html", "yes");
    }

    @Test
    void a_stored_fact_that_is_not_known_is_not_ignored() {
        assertThatThrownBy(() -> Facts.fromMap(Map.of("moon", "full")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("moon");
        assertThatThrownBy(() -> Facts.fromMap(Map.of("dmarc", "maybe"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_answer_and_a_known_key_bring_their_proof_along() {
        assertThat(Facts.builder().confirmed(Facts.Answer.FROM_MAILBOX).build().holds(ProofLevel.MAILBOX)).isTrue();
        assertThat(Facts.builder().confirmed(Facts.Answer.ELSEWHERE).build().holds(ProofLevel.MAILBOX)).isFalse();
        assertThat(Facts.builder().signature(Facts.Signature.KNOWN_KEY).build().holds(ProofLevel.KEY)).isTrue();
        assertThat(Facts.builder().signature(Facts.Signature.ANY_KEY).build().holds(ProofLevel.KEY)).isFalse();
    }
}
