package org.chancery.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.chancery.authentication.Result;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// What we sign verifies, and nothing can be added to it.
class DkimSignerTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final Domain DOMAIN = Domain.of("lists.example.org");
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EDWARDS = pair("Ed25519");
    private static final List<SigningKey> KEYS = List.of(
            new SigningKey(Algorithm.RSA_SHA256, DOMAIN, "r1", RSA.getPrivate()),
            new SigningKey(Algorithm.ED25519_SHA256, DOMAIN, "e1", EDWARDS.getPrivate()));
    private static final Zone ZONE = Zone.read("{\"r1._domainkey.lists.example.org\":{\"TXT\":[\"v=DKIM1; p=" + text(RSA.getPublic().getEncoded())
                    + "\"]},\"e1._domainkey.lists.example.org\":{\"TXT\":[\"v=DKIM1; k=ed25519; p="
                    + text(Arrays.copyOfRange(EDWARDS.getPublic().getEncoded(), 12, 44)) + "\"]}}").orThrow();
    private static final String POST = "Received: by one.example.org\r\nFrom: Ann <ann@example.org>\r\nTo: talk@lists.example.org\r\n"
            + "Subject: =?utf-8?q?caf=C3=A9?=\r\n  folded\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n"
            + "List-Id: <talk.lists.example.org>\r\n\r\nHello \r\nall\r\n\r\n";

    private static KeyPair pair(String type) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String signed(String message, String personal, List<HeaderField> fields) {
        var signer = new DkimSigner(Message.parse(message.getBytes(StandardCharsets.UTF_8)).orThrow(), fields.stream().map(HeaderField::name).toList(), AT);
        StringBuilder top = new StringBuilder();
        KEYS.forEach(key -> top.append(new String(signer.sign(key, fields).bytes(), StandardCharsets.US_ASCII)));
        return top + personal + message;
    }

    private static List<Result> verified(String message) {
        return new DkimVerifier(new ZoneResolver(ZONE), DkimCorpusTest.NOW)
                .verify(Message.parse(message.getBytes(StandardCharsets.UTF_8)).orThrow()).stream().map(DkimSignatureResult::result).toList();
    }

    @Test
    void both_signatures_hold() {
        assertThat(verified(signed(POST, "", List.of()))).containsExactly(Result.PASS, Result.PASS);
    }

    @Test
    void a_copy_with_fields_of_its_own_has_signatures_of_its_own() {
        List<HeaderField> own = List.of(
                HeaderField.structured("List-Unsubscribe", "<https://lists.example.org/leave/abc>"),
                HeaderField.structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        StringBuilder personal = new StringBuilder();
        own.forEach(field -> personal.append(new String(field.bytes(), StandardCharsets.US_ASCII)));
        String copy = signed(POST, personal.toString(), own);
        assertThat(verified(copy)).containsExactly(Result.PASS, Result.PASS);
        assertThat(verified(copy.replace("/leave/abc", "/leave/abd"))).containsExactly(Result.FAIL, Result.FAIL);
        assertThat(verified(copy.replace("=One-Click", "=No"))).containsExactly(Result.FAIL, Result.FAIL);
    }

    @Test
    void a_second_from_subject_or_list_unsubscribe_breaks_the_signature() {
        String copy = signed(POST, "", List.of());
        for (String added : List.of("From: eve@example.net\r\n", "Subject: buy\r\n", "List-Unsubscribe: <https://example.net/>\r\n")) {
            assertThat(verified(added + copy)).as(added).containsExactly(Result.FAIL, Result.FAIL);
        }
        assertThat(verified("Received: by two.example.org\r\n" + copy)).containsExactly(Result.PASS, Result.PASS);
    }

    @Test
    void there_is_no_length_and_no_trace_field_in_the_signature() {
        String copy = signed(POST, "", List.of());
        assertThat(copy).doesNotContain(" l=").contains("c=relaxed/relaxed");
        assertThat(copy.substring(copy.indexOf("h="), copy.indexOf("bh=")).toLowerCase(java.util.Locale.ROOT)).doesNotContain("received", "arc-");
    }
}
