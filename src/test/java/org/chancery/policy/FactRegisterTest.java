package org.chancery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.chancery.authentication.FactSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Row Z13 (authorisation.md section 4.2): would a spammer lie here, and would we believe it? Each fact says who vouches for it.
class FactRegisterTest {
    /// What an accept may rest on; all else may only lower.
    private static final Set<FactSource> WITNESSES = Set.of(
            FactSource.PATH_CHECKED, FactSource.MAILBOX_PROVED, FactSource.ACCOUNT_PROVED, FactSource.KEY_PROVED, FactSource.LOCAL);

    @ParameterizedTest
    @EnumSource(FactName.class)
    void az13_each_fact_has_a_source_and_words_of_its_own(FactName fact) {
        assertThat(fact.source()).isNotNull();
        assertThat(fact.words()).isNotBlank();
        assertThat(FactName.values()).filteredOn(other -> other.words().equals(fact.words())).containsExactly(fact);
    }

    @ParameterizedTest
    @EnumSource(value = FactName.class, names = "PROOF_.*", mode = EnumSource.Mode.MATCH_ANY)
    void no_proof_but_none_rests_on_what_the_sender_or_a_third_party_says(FactName fact) {
        assertThat(fact == FactName.PROOF_NONE || WITNESSES.contains(fact.source())).isTrue();
    }
}
