package org.chancery.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.authentication.arc.ArcSealer;
import org.chancery.authentication.arc.TrustedSealers;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Answer;
import org.chancery.dns.Question;
import org.chancery.dns.Resolver;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.junit.jupiter.api.Test;

/// All checks of one message together: side by side, and what a chain is worth.
class AuthenticatorTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final KeyPair PAIR = pair();
    private static final String AUTHOR = "example.com";
    private static final Zone ZONE = Zone.read("""
            {"k1._domainkey.example.com": {"TXT": ["%1$s"]}, "_dmarc.example.com": {"TXT": ["v=DMARC1; p=reject"]},
             "k1._domainkey.forward.example": {"TXT": ["%1$s"]}, "k1._domainkey.other.example": {"TXT": ["%1$s"]},
             "forward.example": {"TXT": ["v=spf1 ip4:192.0.2.1 -all"]},
             "1.2.0.192.in-addr.arpa": {"PTR": ["mx.forward.example"]}, "mx.forward.example": {"A": ["192.0.2.1"]}}
            """.formatted("v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(PAIR.getPublic().getEncoded(), 12, 44)))).orThrow();
    private static final String SAW_IT = "forward.example; dmarc=pass header.from=example.com";
    private static final Origin EDGE =
            new Origin.Edge(InetAddress.ofLiteral("192.0.2.1"), "mx.forward.example", Optional.of(Address.of("bounces", Domain.of("forward.example"))));

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey key(String domain) {
        return new SigningKey(Algorithm.ED25519_SHA256, Domain.of(domain), "k1", PAIR.getPrivate());
    }

    private static Message signed() {
        Message post = Message.parse("From: Ann <ann@example.com>\r\nSubject: dinner\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII)).orThrow();
        return post.edit().prepend(new DkimSigner(post, List.of(), AT).sign(key(AUTHOR), List.of())).build();
    }

    private static Message sealed(Message message, String sealer, String results, Result chain) {
        MessageEdit edit = message.edit();
        new ArcSealer(key(sealer), List.of("from", "subject")).seal(message, results, chain, AT).orElseThrow()
                .fromTheTop().reversed().forEach(edit::prepend);
        return edit.build();
    }

    /// As a list does: the author's signature breaks.
    private static Message changed(Message message) {
        return message.edit().replaceFirst("Subject", HeaderField.unstructured("Subject", "[talk] dinner")).build();
    }

    private static Message forwarded(String sealer, String results) {
        return sealed(changed(signed()), sealer, results, Result.NONE);
    }

    private static Proofs proofs(Message message, String... trusted) {
        TrustedSealers sealers = new TrustedSealers(Set.copyOf(Arrays.stream(trusted).map(Domain::of).toList()));
        return new Proofs(new Authenticator(new ZoneResolver(ZONE), "lists.example.org", InstantSource.fixed(AT), BlocklistSettings.NONE, sealers).of(EDGE, message));
    }

    @Test
    void a_broken_signature_of_a_strict_domain_is_a_fail_whoever_sealed_it() {
        Proofs proofs = proofs(forwarded("forward.example", SAW_IT));
        assertThat(proofs.author()).isEqualTo(Proofs.Author.FAILED);
        assertThat(proofs.dmarcResult()).isEqualTo(Result.FAIL);
    }

    @Test
    void a_sealer_that_the_site_trusts_proves_the_domain_that_it_saw_proved() {
        Proofs proofs = proofs(forwarded("forward.example", SAW_IT), "forward.example");
        assertThat(proofs.author()).isEqualTo(Proofs.Author.PROVED);
        assertThat(proofs.dmarcResult()).isEqualTo(Result.NONE);
        assertThat(proofs.dmarc().orElseThrow().result()).as("what we tell others is what DMARC says").isEqualTo(Result.FAIL);
        assertThat(proofs(forwarded("forward.example", "forward.example; dkim=pass header.d=example.com"), "forward.example").author()).isEqualTo(Proofs.Author.PROVED);
        assertThat(proofs(forwarded("forward.example", "forward.example; spf=pass smtp.mailfrom=ann@example.com"), "forward.example").author()).isEqualTo(Proofs.Author.PROVED);
    }

    @Test
    void a_trusted_sealer_proves_no_domain_but_that_one() {
        for (String results : List.of("forward.example; dmarc=fail header.from=example.com", "forward.example; dmarc=pass header.from=example.net",
                "forward.example; dkim=pass header.d=forward.example", "forward.example; none", "forward.example", ";;;")) {
            assertThat(proofs(forwarded("forward.example", results), "forward.example").author()).as(results).isEqualTo(Proofs.Author.FAILED);
        }
    }

    @Test
    void a_stranger_between_two_trusted_sealers_takes_the_word_of_the_first() {
        Message first = forwarded("forward.example", SAW_IT);
        Message stranger = sealed(changed(first), "other.example", "other.example; none", Result.PASS);
        assertThat(proofs(stranger, "forward.example").author()).isEqualTo(Proofs.Author.FAILED);
        Message second = sealed(stranger, "forward.example", "forward.example; dmarc=fail header.from=example.com", Result.PASS);
        assertThat(proofs(second, "forward.example").author()).isEqualTo(Proofs.Author.FAILED);
        assertThat(proofs(second, "forward.example", "other.example").author()).isEqualTo(Proofs.Author.PROVED);
    }

    @Test
    void a_seal_that_leaves_from_open_vouches_for_nobody() {
        Message message = changed(signed());
        MessageEdit edit = message.edit();
        new ArcSealer(key("forward.example"), List.of("subject")).seal(message, SAW_IT, Result.NONE, AT).orElseThrow().fromTheTop().reversed().forEach(edit::prepend);
        assertThat(proofs(edit.build(), "forward.example").author()).isEqualTo(Proofs.Author.FAILED);
    }

    @Test
    void a_chain_that_broke_after_its_last_seal_proves_nothing() {
        Message later = forwarded("forward.example", SAW_IT).edit().replaceFirst("Subject", HeaderField.unstructured("Subject", "cheap pills")).build();
        assertThat(proofs(later, "forward.example").author()).isEqualTo(Proofs.Author.FAILED);
    }

    @Test
    void where_the_key_of_a_trusted_sealer_cannot_be_asked_for_nobody_is_disowned_yet() {
        Zone silent = ZONE.with(Zone.read("{\"k1._domainkey.forward.example\": {\"timeout\": true}}").orThrow());
        Authenticator authenticator = new Authenticator(new ZoneResolver(silent), "lists.example.org", InstantSource.fixed(AT), BlocklistSettings.NONE,
                new TrustedSealers(Set.of(Domain.of("forward.example"))));
        Proofs proofs = new Proofs(authenticator.of(EDGE, forwarded("forward.example", SAW_IT)));
        assertThat(proofs.author()).isEqualTo(Proofs.Author.UNKNOWN);
    }

    @Test
    void the_names_of_the_peer_are_evidence() {
        assertThat(proofs(signed()).evidence()).contains(
                new Evidence.ReverseName(Result.PASS, InetAddress.ofLiteral("192.0.2.1"), Optional.of(Domain.of("mx.forward.example"))));
    }

    /// Answers the first questions only when so many stand side by side.
    private static final class Together implements Resolver {
        private final Resolver zone = new ZoneResolver(ZONE);
        private final CountDownLatch others;
        private final AtomicBoolean alone = new AtomicBoolean();

        Together(int questions) {
            this.others = new CountDownLatch(questions);
        }

        @Override
        public <T> Answer<T> ask(Question<T> question) {
            others.countDown();
            try {
                alone.compareAndSet(false, !others.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return zone.ask(question);
        }
    }

    @Test
    void spf_dkim_the_chain_and_the_names_of_the_peer_are_asked_about_side_by_side() {
        Together resolver = new Together(4);
        List<Evidence> evidence = new Authenticator(resolver, "lists.example.org", InstantSource.fixed(AT), BlocklistSettings.NONE, TrustedSealers.NONE)
                .of(EDGE, forwarded("forward.example", SAW_IT));
        assertThat(resolver.alone).isFalse();
        assertThat(evidence).filteredOn(Evidence.Arc.class::isInstance).extracting(Evidence::result).containsExactly(Result.PASS);
    }
}
