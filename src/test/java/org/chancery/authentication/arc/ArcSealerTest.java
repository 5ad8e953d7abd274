package org.chancery.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.mail.Domain;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.junit.jupiter.api.Test;

/// What we seal validates; what may not be sealed is left alone.
class ArcSealerTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final KeyPair PAIR = pair();
    private static final SigningKey KEY = new SigningKey(Algorithm.ED25519_SHA256, Domain.of("lists.example.org"), "e1", PAIR.getPrivate());
    private static final ArcSealer SEALER = new ArcSealer(KEY, List.of("from", "subject", "list-id", "dkim-signature"));
    private static final Zone ZONE = Zone.read("{\"e1._domainkey.lists.example.org\":{\"TXT\":[\"v=DKIM1; k=ed25519; p="
            + Base64.getEncoder().encodeToString(Arrays.copyOfRange(PAIR.getPublic().getEncoded(), 12, 44)) + "\"]}}").orThrow();
    private static final String POST = "From: Ann <ann@example.org>\r\nSubject: dinner\r\nList-Id: <talk.example.org>\r\n\r\nHello\r\n";

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String text) {
        return Message.parse(text.getBytes(StandardCharsets.US_ASCII)).orThrow();
    }

    private static Message corpus(String name) throws IOException {
        return Message.parse(Files.readAllBytes(ArcCorpusTest.CORPUS.resolve(name))).orThrow();
    }

    private static Message sealed(Message message, Result chain) {
        SealedFields fields = SEALER.seal(message, "lists.example.org; spf=pass smtp.mailfrom=example.org", chain, AT).orElseThrow();
        MessageEdit edit = message.edit();
        for (HeaderField field : fields.fromTheTop().reversed()) {
            edit.prepend(field);
        }
        return edit.build();
    }

    private static ArcChain validated(Message message) {
        return new ArcValidator(new ZoneResolver(ZONE)).validate(message);
    }

    @Test
    void the_first_set_says_none_and_validates() {
        Message one = sealed(message(POST), Result.NONE);
        ArcChain chain = validated(one);
        assertThat(chain.result()).isEqualTo(Result.PASS);
        assertThat(chain.instances()).extracting(ArcChain.Instance::chainValidation).containsExactly("none");
        assertThat(chain.sealer()).contains(Domain.of("lists.example.org"));
        assertThat(one.headers().all().getFirst().name()).isEqualTo("ARC-Seal");
    }

    @Test
    void a_changed_message_is_sealed_on_top_of_a_chain_that_had_passed() {
        Message changed = sealed(message(POST), Result.NONE).edit().replaceFirst("Subject", HeaderField.unstructured("Subject", "[talk] dinner")).build();
        assertThat(validated(changed).result()).isEqualTo(Result.FAIL);
        ArcChain chain = validated(sealed(changed, Result.PASS));
        assertThat(chain.result()).isEqualTo(Result.PASS);
        assertThat(chain.oldestPass()).isEqualTo(2);
    }

    @Test
    void a_chain_that_failed_is_sealed_once_as_failed_and_never_again() {
        Message broken = sealed(message(POST), Result.NONE);
        Message failed = sealed(broken, Result.FAIL);
        assertThat(failed.headers().all("ARC-Seal").getFirst().value()).contains("cv=fail", "i=2");
        assertThat(validated(failed).reason()).isEqualTo("i=2: the chain was given up there");
        assertThat(SEALER.seal(failed, "lists.example.org; none", Result.FAIL, AT)).isEmpty();
        assertThat(SEALER.seal(failed, "lists.example.org; none", Result.PASS, AT)).isEmpty();
    }

    @Test
    void a_seal_that_gives_up_covers_its_own_set_alone() {
        Message broken = sealed(message(POST), Result.NONE);
        Message elsewhere = message(POST.replace("Hello", "Hello")).edit().prepend(HeaderField.structured("ARC-Seal", "a=ed25519-sha256; b=AAAA; cv=none; d=example.net; i=1; s=x")).build();
        assertThat(SEALER.seal(broken, "lists.example.org; none", Result.FAIL, AT).map(fields -> fields.seal().value()))
                .isEqualTo(SEALER.seal(elsewhere, "lists.example.org; none", Result.FAIL, AT).map(fields -> fields.seal().value()));
    }

    @Test
    void nothing_is_added_after_fifty_sets() throws IOException {
        assertThat(SEALER.seal(corpus("54-fifty-sets.eml"), "lists.example.org; none", Result.PASS, AT)).isEmpty();
    }

    @Test
    void the_tags_stand_in_the_order_of_their_names() {
        SealedFields fields = SEALER.seal(message(POST), "lists.example.org; none", Result.NONE, AT).orElseThrow();
        assertThat(fields.messageSignature().value()).matches(
                "a=ed25519-sha256; b=[^ ;]+; bh=[^ ;]+; c=relaxed/relaxed; d=lists.example.org; h=from:subject:list-id:dkim-signature; i=1; s=e1; t=1795348800");
        assertThat(fields.seal().value()).matches("a=ed25519-sha256; b=[^ ;]+; cv=none; d=lists.example.org; i=1; s=e1; t=1795348800");
        assertThat(fields.results().value()).isEqualTo("i=1; lists.example.org; none");
    }

    @Test
    void the_results_of_one_server_are_put_together_and_those_of_others_left_out() {
        Message post = message("Authentication-Results: mx.example.org 1; spf=pass\r\nAuthentication-Results: evil.example; arc=pass\r\n"
                + "Authentication-Results: MX.example.org; arc=pass header.oldest-pass=0;\r\n  dkim=pass\r\n" + POST);
        Optional<OwnResults> results = OwnResults.of(post, "mx.example.org");
        assertThat(results.orElseThrow().text()).isEqualTo("mx.example.org; spf=pass; arc=pass header.oldest-pass=0; dkim=pass");
        assertThat(results.orElseThrow().chain()).contains(Result.PASS);
        assertThat(OwnResults.of(post, "other.example.org")).isEmpty();
    }

    @Test
    void comments_and_quotes_around_the_results_are_no_part_of_their_form() {
        Message post = message("Authentication-Results: (seen by) mx.example.org (a; b); dkim=fail (key; gone) header.i=\"a;b\"@example.net; spf=pass\r\n"
                + "Authentication-Results: mx.example.org is ours; dmarc=pass\r\n" + POST);
        assertThat(OwnResults.of(post, "mx.example.org").orElseThrow().text())
                .isEqualTo("mx.example.org; dkim=fail (key; gone) header.i=\"a;b\"@example.net; spf=pass");
    }
}
