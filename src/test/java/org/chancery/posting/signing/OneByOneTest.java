package org.chancery.posting.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.chancery.authentication.Result;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSignatureResult;
import org.chancery.authentication.dkim.DkimVerifier;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// Copies that share some of their slices: each has a signature that holds, over its own octets.
class OneByOneTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");
    private static final Domain DOMAIN = Domain.of("lists.example.org");
    private static final KeyPair PAIR = pair();
    private static final SigningKey KEY = new SigningKey(Algorithm.RSA_SHA256, DOMAIN, "r1", PAIR.getPrivate());
    private static final ZoneResolver RESOLVER = new ZoneResolver(Zone.read("{\"r1._domainkey.lists.example.org\":{\"TXT\":[\"v=DKIM1; p="
            + Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded()) + "\"]}}").orThrow());
    private static final byte[] HEADER = octets("From: Ann <ann@example.org>\r\nSubject: [...]\r\nContent-Type: application/octet-stream\r\n\r\nVersion: 1\r\n\r\n");
    private static final byte[] END = octets("QmFzZTY0QmFzZTY0\r\n".repeat(200));

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static HeaderField leave(String member) {
        return HeaderField.structured("List-Unsubscribe", "<https://lists.example.org/" + member + ">");
    }

    private static byte[] message(byte[] top, List<byte[]> slices) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(top);
        slices.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static List<Result> verified(byte[] message) {
        return new DkimVerifier(RESOLVER, () -> AT).verify(Message.parse(message).orThrow()).stream().map(DkimSignatureResult::result).toList();
    }

    @Test
    void every_copy_has_a_signature_over_its_own_octets() {
        OneByOne signatures = new OneByOne(List.of(KEY), List.of("List-Unsubscribe"), AT);
        for (String member : List.of("a", "b", "c")) {
            List<byte[]> slices = List.of(HEADER, octets("own  octets of " + member + "\r\n"), END);
            byte[] top = signatures.onTop(slices, List.of(leave(member)));
            assertThat(verified(message(top, slices))).containsExactly(Result.PASS);
            List<byte[]> others = List.of(HEADER, octets("own octets of another\r\n"), END);
            assertThat(verified(message(top, others))).containsExactly(Result.FAIL);
        }
    }

    @Test
    void a_header_that_goes_over_several_slices_is_signed_like_any_other() {
        OneByOne signatures = new OneByOne(List.of(KEY), List.of(), AT);
        List<byte[]> slices = List.of(octets("From: Ann <ann@example.org>\r\n"), octets("Subject: x\r\n\r\nHello\r\n"), END);
        assertThat(verified(message(signatures.onTop(slices, List.of()), slices))).containsExactly(Result.PASS);
    }

    @Test
    void without_keys_only_the_fields_stand_on_top() {
        assertThat(new OneByOne(List.of(), List.of(), AT).onTop(List.of(HEADER, END), List.of(leave("a")))).isEqualTo(leave("a").bytes());
    }
}
