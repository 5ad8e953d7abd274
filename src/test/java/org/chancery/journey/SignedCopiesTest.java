package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chancery.authentication.Result;
import org.chancery.authentication.arc.ArcChain;
import org.chancery.authentication.arc.ArcValidator;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.Canonicalization;
import org.chancery.authentication.dkim.DkimSignatureResult;
import org.chancery.authentication.dkim.DkimVerifier;
import org.chancery.authentication.dkim.SignedMessage;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each copy carries signatures of the list that hold, by our own verifier and by one of others.
class SignedCopiesTest {
    private static final String LIST_DOMAIN = Site.DOMAIN;
    private static final KeyPair AUTHORS = pair();
    private static Site site;
    private static Map<String, String> records;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start("web.url=https://lists.example.org");
        records = new TreeMap<>();
        site.administration().domains().createKeys(Site.CALLER, LIST_DOMAIN).forEach(key -> records.put(key.name(), key.record()));
        byte[] encoded = AUTHORS.getPublic().getEncoded();
        records.put("a._domainkey.example.net",
                "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ZoneResolver dns() {
        List<String> names = new ArrayList<>();
        records.forEach((name, record) -> names.add("\"" + name + "\":{\"TXT\":[\"" + record + "\"]}"));
        return new ZoneResolver(Zone.read("{" + String.join(",", names) + "}").orThrow());
    }

    private static List<DkimSignatureResult> signatures(Message copy) {
        return new DkimVerifier(dns(), InstantSource.system()).verify(copy);
    }

    private static ArcChain chain(Message copy) {
        return new ArcValidator(dns()).validate(copy);
    }

    private static List<String> fields(Message copy, String name) {
        return copy.headers().all(name).stream().map(Header::value).toList();
    }

    /// A post with a signature of its author's domain over From, To, Subject, Date, Message-ID and the body.
    private static byte[] signedByAuthor(String to) {
        byte[] post = Site.message("ann@example.net", to, "Dinner");
        Message message = Message.parse(post).orThrow();
        SignedMessage signed = new SignedMessage(message);
        List<String> names = List.of("from", "to", "subject", "date", "message-id");
        String unsigned = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.net; s=a; h=" + String.join(":", names) + "; bh="
                + signed.bodyHash(Canonicalization.RELAXED, Algorithm.ED25519_SHA256).text() + "; b=";
        var input = new ByteArrayOutputStream();
        input.writeBytes(signed.fields(names, Canonicalization.RELAXED));
        byte[] own = Canonicalization.RELAXED.header(("DKIM-Signature: " + unsigned).getBytes(UTF_8));
        input.write(own, 0, own.length - 2);
        String value = new SigningKey(Algorithm.ED25519_SHA256, Domain.of("example.net"), "a", AUTHORS.getPrivate()).sign(input.toByteArray());
        return ("DKIM-Signature: " + unsigned + value + "\r\n" + new String(post, ISO_8859_1)).getBytes(ISO_8859_1);
    }

    private static List<Message> delivered(String name, Map<String, String> settings, byte[] post) throws IOException {
        MailingList list = site.openList(name, name + "1@example.com", name + "2@example.com");
        site.set(list, settings);
        Site.receipt(site.post("ann@example.net", name + "@" + LIST_DOMAIN, post));
        return List.of(site.copy(name + "1@example.com"), site.copy(name + "2@example.com"));
    }

    @Test
    void with_one_click_each_copy_has_two_signatures_of_its_own_and_shares_body_hash_and_seal() throws IOException {
        List<Message> copies = delivered("own", Map.of(), Site.message("ann@example.net", "own@" + LIST_DOMAIN, "Hi"));

        for (Message copy : copies) {
            assertThat(signatures(copy)).extracting(DkimSignatureResult::result).containsExactly(Result.PASS, Result.PASS);
            assertThat(signatures(copy)).extracting(DkimSignatureResult::algorithm).containsExactly("rsa-sha256", "ed25519-sha256");
            assertThat(signatures(copy)).allSatisfy(one -> assertThat(one.domain()).contains(Domain.of(LIST_DOMAIN)));
            assertThat(fields(copy, "DKIM-Signature")).allSatisfy(value ->
                    assertThat(value.toLowerCase(Locale.ROOT)).contains("list-unsubscribe: list-unsubscribe: list-unsubscribe-post").doesNotContain(" l="));
            assertThat(chain(copy).result()).isEqualTo(Result.PASS);
            assertThat(chain(copy).sealer()).contains(Domain.of(LIST_DOMAIN));
        }
        assertThat(fields(copies.getFirst(), "List-Unsubscribe")).isNotEqualTo(fields(copies.getLast(), "List-Unsubscribe"));
        assertThat(fields(copies.getFirst(), "DKIM-Signature")).isNotEqualTo(fields(copies.getLast(), "DKIM-Signature"));
        for (String shared : List.of("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results")) {
            assertThat(fields(copies.getFirst(), shared)).hasSize(1).isEqualTo(fields(copies.getLast(), shared));
        }
        assertThat(fields(copies.getFirst(), "ARC-Message-Signature").getFirst()).doesNotContain("unsubscribe", "dkim-signature");
    }

    @Test
    void without_one_click_all_copies_share_the_signatures_and_the_seal_covers_them() throws IOException {
        List<Message> copies = delivered("shared", Map.of("one_click", "false"), Site.message("ann@example.net", "shared@" + LIST_DOMAIN, "Hi"));

        assertThat(copies.getFirst().toByteArray()).isEqualTo(copies.getLast().toByteArray());
        assertThat(signatures(copies.getFirst())).extracting(DkimSignatureResult::result).containsExactly(Result.PASS, Result.PASS);
        assertThat(chain(copies.getFirst()).result()).isEqualTo(Result.PASS);
        assertThat(fields(copies.getFirst(), "ARC-Message-Signature").getFirst()).contains(":dkim-signature:dkim-signature;");
    }

    @Test
    void the_authors_signature_survives_a_list_that_changes_nothing() throws IOException {
        for (Message copy : delivered("plain", Map.of(), signedByAuthor("plain@" + LIST_DOMAIN))) {
            assertThat(signatures(copy)).filteredOn(one -> one.domain().equals(Optional.of(Domain.of("example.net"))))
                    .extracting(DkimSignatureResult::result).containsExactly(Result.PASS);
        }
    }

    @Test
    void a_list_that_changes_the_post_keeps_the_broken_signature_of_the_author_and_vouches_itself() throws IOException {
        Map<String, String> changes = Map.of("subject_prefix", "[changed]", "footer", "under each post");
        for (Message copy : delivered("changed", changes, signedByAuthor("changed@" + LIST_DOMAIN))) {
            assertThat(signatures(copy)).extracting(DkimSignatureResult::result).containsExactly(Result.PASS, Result.PASS, Result.FAIL);
            assertThat(chain(copy).result()).isEqualTo(Result.PASS);
        }
    }

    @Test
    void a_chain_that_does_not_hold_is_sealed_as_failed() throws IOException {
        byte[] post = Site.message("ann@example.net", "chained@" + LIST_DOMAIN, "Hi", "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.net; s=x; b=AAAA\r\n", "Hello.\r\n");
        assertThat(fields(delivered("chained", Map.of(), post).getFirst(), "ARC-Seal")).hasSize(2).first().asString().contains("cv=fail");
    }

    @Test
    void the_seal_repeats_what_we_found_in_our_name_once() throws IOException {
        Message copy = delivered("found", Map.of(), Site.message("ann@example.net", "found@" + LIST_DOMAIN, "Hi")).getFirst();
        assertThat(fields(copy, "ARC-Authentication-Results")).singleElement().asString().satisfies(field ->
                assertThat(field.replaceAll("\\s+", " ")).contains("i=1; lists.example.org; spf=pass smtp.mailfrom=example.net; ").containsOnlyOnce("lists.example.org;"));
    }

    @Test
    void an_anonymous_list_is_signed_and_not_sealed() throws IOException {
        Message copy = delivered("hidden", Map.of("anonymous", "true"), Site.message("ann@example.net", "hidden@" + LIST_DOMAIN, "Hi")).getFirst();
        assertThat(signatures(copy)).extracting(DkimSignatureResult::result).containsExactly(Result.PASS, Result.PASS);
        assertThat(chain(copy).result()).isEqualTo(Result.NONE);
    }

    @Test
    void a_mail_that_asks_for_an_answer_is_signed_and_a_second_reply_to_breaks_it() throws IOException {
        site.openList("asked");
        Site.receipt(site.post("eve@example.net", "asked-join@" + LIST_DOMAIN, Site.message("eve@example.net", "asked-join@" + LIST_DOMAIN, "x")));
        Message asked = site.mail("eve@example.net", "Please confirm");

        assertThat(signatures(asked)).extracting(DkimSignatureResult::result).containsExactly(Result.PASS, Result.PASS);
        assertThat(signatures(asked)).allSatisfy(one -> assertThat(one.domain()).contains(Domain.of(LIST_DOMAIN)));
        for (String more : List.of("Reply-To: <mallory@example.net>", "To: <mallory@example.net>", "Cc: <mallory@example.net>", "Auto-Submitted: no")) {
            Message changed = Message.parse((more + "\r\n" + new String(asked.toByteArray(), ISO_8859_1)).getBytes(ISO_8859_1)).orThrow();
            assertThat(signatures(changed)).as(more).extracting(DkimSignatureResult::result).containsExactly(Result.FAIL, Result.FAIL);
        }
    }

    @Test
    void what_is_only_sent_on_is_not_signed_whatever_it_says_in_from() throws IOException {
        MailingList list = site.openList("onward");
        site.add(list, "boss@example.com", org.chancery.list.Role.OWNER);
        Site.receipt(site.post("eve@example.net", "onward-owner@" + LIST_DOMAIN, Site.message("onward-help@" + LIST_DOMAIN, "onward-owner@" + LIST_DOMAIN, "Forged")));
        assertThat(fields(site.mail("boss@example.com", "Forged"), "DKIM-Signature")).isEmpty();
    }

    @Test
    void a_domain_without_keys_sends_without_signatures() throws IOException {
        MailingList list = site.list("bare@" + Site.OTHER_DOMAIN, "discussion", Site.OPEN, "bare1@example.com");
        Site.receipt(site.post("ann@example.net", list.address().toString(), Site.message("ann@example.net", list.address().toString(), "Hi")));
        Message copy = site.copy("bare1@example.com");
        assertThat(copy.headers().count("DKIM-Signature") + copy.headers().count("ARC-Seal")).isZero();
    }

    /// dkimpy, where it is installed.
    @Test
    void the_verifier_of_others_finds_the_same() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python) && run(python, "import dkim", new byte[0]).isEmpty(), "dkimpy is not installed");
        for (Message copy : delivered("outside", Map.of("subject_prefix", "[outside]"), signedByAuthor("outside@" + LIST_DOMAIN))) {
            String answer = run(python, """
                    import sys, dkim
                    records = dict(line.split('\\t') for line in sys.argv[1].split('\\n'))
                    message = sys.stdin.buffer.read()
                    find = lambda name, timeout=5: records.get(name.decode().rstrip('.').lower(), '').encode()
                    print(dkim.DKIM(message).verify(idx=0, dnsfunc=find))
                    print(dkim.arc_verify(message, dnsfunc=find)[0].decode())
                    """, copy.toByteArray());
            assertThat(answer.lines()).containsExactly("True", "pass");
        }
    }

    private static String run(Path python, String program, byte[] input) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        records.forEach((name, record) -> lines.add(name + "\t" + record));
        Process process = new ProcessBuilder(python.toString(), "-c", program, String.join("\n", lines)).redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException closedWithoutReading) {
            assertThat(input).as(closedWithoutReading.toString()).isEmpty();
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }
}
