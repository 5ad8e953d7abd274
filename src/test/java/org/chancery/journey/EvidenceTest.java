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
import org.chancery.authentication.Result;
import org.chancery.authentication.arc.ArcSealer;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
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
        site = Site.start("trust.sealers=sealer.example");
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

    @Test
    void a_list_that_the_site_trusts_vouches_for_an_author_whose_signature_it_broke_and_another_list_does_not() throws Exception {
        SigningKey trusted = key("sealer.example");
        String reply = site.post("bounces@sealer.example", LIST, sealed(trusted, "Trusted"));
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        assertThat(site.onList(reply).post().judged().facts()).containsEntry("proved", "domain").doesNotContainEntry("dmarc", "fail");
        assertThat(site.life(reply).receipt().session().get("authentication-results")).contains("dmarc=fail header.from=elsewhere.example", "arc=pass");

        SigningKey stranger = key("stranger.example");
        assertThat(site.post("bounces@stranger.example", LIST, sealed(stranger, "Not trusted"))).startsWith("550 5.7.");
    }

    private static byte[] sealed(SigningKey key, String subject) {
        Message message = Message.parse(Site.message(FORGED, LIST, subject)).orThrow();
        MessageEdit edit = message.edit();
        new ArcSealer(key, List.of("from", "subject")).seal(message, key.domain() + "; dmarc=pass header.from=elsewhere.example", Result.NONE, Instant.now())
                .orElseThrow().fromTheTop().reversed().forEach(edit::prepend);
        return edit.build().toByteArray();
    }

    @Test
    void the_names_of_the_host_that_handed_a_post_in_are_told_with_it() throws Exception {
        site.dns().serve(Zone.read(Site.zone()).orThrow().with(Zone.read("""
                {"23.0.0.127.in-addr.arpa": {"PTR": ["mx.open.example"]}, "mx.open.example": {"A": ["127.0.0.23"]},
                 "open.example": {"TXT": ["v=spf1 ip4:127.0.0.23 -all"]}}""").orThrow()));
        try (Talk talk = Talk.from("127.0.0.23", site.address("smtp"))) {
            String reply = talk.post("olga@open.example", List.of(LIST), Site.message("olga@open.example", LIST, "Named"));
            assertThat(site.life(reply).receipt().session().get("authentication-results")).contains("iprev=pass policy.iprev=127.0.0.23");
        }
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
