package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a signature of the author proves, whatever way the post came, over real SMTP and a real zone server.
class EvidenceTest {
    private static final String LIST = "talk@" + Site.DOMAIN;
    /// Their domain sends from elsewhere, and wants what fails refused.
    private static final String FORGED = "eva@elsewhere.example";
    private static final String MEMBER = "anna@example.net";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        site.list(LIST, "discussion", "", MEMBER, FORGED, "signs@signed.example");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }


    @Test
    void a_signed_post_proves_its_domain_whatever_way_it_came_and_a_changed_one_proves_nothing() throws Exception {
        SigningKey key = key("signed.example");
        Message message = Message.parse(Site.message("signs@signed.example", LIST, "Signed")).orThrow();
        byte[] signed = message.edit().prepend(new DkimSigner(message, List.of(), Instant.now()).sign(key, List.of())).build().toByteArray();
        String reply = site.post("bounces@relay.example", LIST, signed);
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        assertThat(site.onList(reply).post().judged().facts()).containsEntry("dmarc", "pass");

        byte[] changed = new String(signed, ISO_8859_1).replace("Hello.", "Hallo!").replace("Message-ID: <", "Message-ID: <x").getBytes(ISO_8859_1);
        assertThat(site.post("bounces@relay.example", LIST, changed)).startsWith("550 5.7.");
    }

    @Test
    void a_strangers_valid_signature_proves_nothing_about_a_member() throws Exception {
        SigningKey key = key("spam.example");
        Message message = Message.parse(Site.message(FORGED, LIST, "Signed by another")).orThrow();
        byte[] signed = message.edit().prepend(new DkimSigner(message, List.of(), Instant.now()).sign(key, List.of())).build().toByteArray();
        assertThat(site.post("x@spam.example", LIST, signed)).startsWith("550 5.7.");
    }

    private static SigningKey key(String domain) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String bare = Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        site.dns().serve(Zone.read(Site.zone()).orThrow().with(Zone.read("""
                {"k1._domainkey.%s.": {"TXT": ["v=DKIM1; k=ed25519; p=%s"]}, "_dmarc.%s.": {"TXT": ["v=DMARC1; p=reject"]}}
                """.formatted(domain, bare, domain)).orThrow()));
        return new SigningKey(Algorithm.ED25519_SHA256, Domain.of(domain), "k1", pair.getPrivate());
    }
}
