package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureMakersTest {
    @CsvSource({"RSA,SHA256withRSA", "Ed25519,Ed25519"})
    @ParameterizedTest
    void whoever_signs_the_jdk_made_the_key_and_verifies_it(String keys, String algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(keys).generateKeyPair();
        byte[] text = "from:ann@example.org".getBytes(StandardCharsets.US_ASCII);
        Signature maker = SignatureMakers.signature(algorithm);
        maker.initSign(pair.getPrivate());
        maker.update(text);
        Signature check = Signature.getInstance(algorithm);
        check.initVerify(pair.getPublic());
        check.update(text);
        assertThat(check.verify(maker.sign())).isTrue();
    }
}
