package org.chancery.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {
    /// RFC 7677 section 3.
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    private static final byte[] AUTH_MESSAGE = ("n=user,r=rOprNGfwEbeRWgbNEkqO,"
                    + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                    + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
            .getBytes(UTF_8);

    private final ScramVerifier verifier = ScramVerifier.fromPassword(Secret.of("pencil"), SALT);

    @Test
    void proof_and_signature_are_those_of_rfc_7677() {
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(ScramVerifier.clientProof(Secret.of("pencil"), SALT, 4096, AUTH_MESSAGE)).isEqualTo(proof);
        assertThat(verifier.matchesProof(proof, AUTH_MESSAGE)).isTrue();
        assertThat(verifier.serverSignature(AUTH_MESSAGE))
                .isEqualTo(Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    }

    @Test
    void a_changed_proof_is_refused() {
        byte[] proof = ScramVerifier.clientProof(Secret.of("pencil"), SALT, 4096, AUTH_MESSAGE);
        proof[7] ^= 1;
        assertThat(verifier.matchesProof(proof, AUTH_MESSAGE)).isFalse();
        assertThat(verifier.matchesProof(new byte[0], AUTH_MESSAGE)).isFalse();
    }

    @Test
    void a_plain_password_matches_exactly_one_of_several() {
        ScramVerifier other = ScramVerifier.fromPassword(Secret.of("crayon"), SALT);
        assertThat(ScramVerifier.anyMatchesPlain(List.of(other, verifier), Secret.of("pencil"))).isTrue();
        assertThat(ScramVerifier.anyMatchesPlain(List.of(other, verifier), Secret.of("Pencil"))).isFalse();
        assertThat(verifier.matchesPlain(Secret.of(""))).isFalse();
    }

    @Test
    void a_verifier_that_is_cut_or_weakened_cannot_be_made() {
        assertThatThrownBy(() -> new ScramVerifier(SALT, 1, new byte[32], new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScramVerifier(SALT, 4096, new byte[31], new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void generated_passwords_have_26_characters_in_five_groups() {
        java.security.SecureRandom random = new java.security.SecureRandom();
        for (int i = 0; i < 100; i++) {
            assertThat(GeneratedPassword.create(random).revealText())
                    .matches("[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{5}-[a-z2-7]{6}");
        }
    }
}
