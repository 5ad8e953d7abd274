package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.Map;
import org.chancery.keyring.RevocationFetch;
import org.chancery.keyring.Trusted;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.kit.WebHost;
import org.chancery.mail.Address;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.OcspAnswers;
import org.chancery.protection.smime.SmimeFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lists make of answers about single certificates (RFC 6960) that OpenSSL made and a web server gives.
class OcspTest {
    private static final String ANN = "ann@example.net";
    private static final String HOST = "ocsp.revocation.test";
    @TempDir
    Path folder = Path.of(".");

    private EncryptedLists lists = unopened();
    private WebHost web = unopened();
    private MailingList list = unopened();
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void open() throws IOException {
        lists = EncryptedLists.in(folder);
        web = WebHost.plain();
        lists.openssl().index();
        list = lists.list(Map.of(Setting.SMIME_POST_SIGN, "yes", Setting.REVOCATION, "soft"));
        lists.author(ANN);
        lists.openssl().certificate(ANN, "ca", ANN, "rsa:2048", "emailProtection\nauthorityInfoAccess=OCSP;URI:" + url("/ocsp") + ",OCSP;URI:http://169.254.169.254/", "30");
        lists.member(list, ANN, Technology.SMIME);
        now = Instant.now();
    }

    @AfterEach
    void close() {
        web.close();
        lists.close();
    }

    private String url(String path) {
        return "http://" + HOST + ":" + web.port() + path;
    }

    private X509Certificate certificate(String name) {
        return SmimeFiles.read(lists.openssl().read(name + ".pem"), List.of()).orThrow().certificates().getFirst();
    }

    private void authoritySays(String valid) {
        lists.openssl().run(new byte[0], "ca", "-config", "@ca.cnf", "-keyfile", "@ca.key", "-cert", "@ca.pem", valid, "@" + ANN + ".pem");
    }

    /// Signed by this responder, for as many days.
    private void give(String responder, int days) throws IOException {
        byte[] question = OcspAnswers.question(certificate(ANN), certificate("ca"));
        Files.write(folder.resolve("question.der"), question);
        lists.openssl().run(new byte[0], "ocsp", "-index", "@index.txt", "-CA", "@ca.pem", "-rsigner", "@" + responder + ".pem", "-rkey", "@" + responder + ".key",
                "-reqin", "@question.der", "-respout", "@answer.der", "-ndays", String.valueOf(days));
        web.give("/ocsp/" + Base64.getEncoder().encodeToString(question), lists.openssl().read("answer.der"));
    }

    private RevocationFetch fetch(String... allowed) {
        return new RevocationFetch(lists.store().keys(), lists.store().lists(), web.egress(WebHost.names("127.0.0.1", HOST)), List.of(allowed));
    }

    private String judged() {
        Author ann = lists.author(ANN);
        return lists.judge(list, ANN, ann.message(list.address().toString(), "s", ann.signed(Technology.SMIME, "Hello\r\n")));
    }

    private List<Trusted> answers() {
        return lists.store().keys().lists().trusted(list.id()).stream().filter(one -> one.kind() == Trusted.Kind.OCSP).toList();
    }

    @Test
    void an_answer_that_a_certificate_holds_takes_the_place_of_a_list() throws IOException {
        assertThat(judged()).isEqualTo("hold");
        authoritySays("-valid");
        give("ca", 7);
        RevocationFetch fetch = fetch(url("/"));
        assertThat(fetch.work(now)).isEqualTo(1);
        assertThat(judged()).isEqualTo("accept");
        assertThat(web.asked()).hasSize(1);
        assertThat(fetch.work(now.plus(Duration.ofHours(23)))).as("it holds for days, so it is asked for once a day").isZero();
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void an_answer_that_it_is_revoked_ends_it_and_an_older_one_does_not_bring_it_back() throws Exception {
        authoritySays("-valid");
        give("ca", 7);
        assertThat(lists.keyring().keyrings().of(list).reader(Address.of(ANN), Set.of(Technology.SMIME), now)).isPresent();
        byte[] good = lists.openssl().read("answer.der");
        assertThat(fetch(url("/ocsp")).work(now)).isEqualTo(1);
        Thread.sleep(1_100); // times in answers are whole seconds
        authoritySays("-revoke");
        give("ca", 7);
        assertThat(fetch(url("/ocsp")).work(now)).isEqualTo(1);
        assertThat(judged()).isEqualTo("drop");
        web.give("/ocsp/" + Base64.getEncoder().encodeToString(OcspAnswers.question(certificate(ANN), certificate("ca"))), good);
        assertThat(fetch(url("/ocsp")).work(now)).isZero();
        assertThat(judged()).isEqualTo("drop");
        assertThat(answers()).hasSize(1);
        assertThat(lists.keyring().keyrings().of(list).reader(Address.of(ANN), Set.of(Technology.SMIME), now)).as("nothing is encrypted to it").isEmpty();
    }

    @Test
    void whom_the_authority_named_for_it_may_answer_and_nobody_else() throws IOException {
        authoritySays("-valid");
        lists.openssl().certificate("responder", "ca", "responder@example.net", "rsa:2048", "OCSPSigning", "30");
        lists.openssl().certificate("somebody", "ca", "somebody@example.net", "rsa:2048", "emailProtection", "30");
        lists.openssl().authority("evil");
        now = Instant.now();
        give("somebody", 7);
        assertThat(fetch(url("/")).work(now)).isZero();
        give("evil", 7);
        assertThat(fetch(url("/")).work(now)).isZero();
        give("responder", 7);
        assertThat(fetch(url("/")).work(now)).isEqualTo(1);
        assertThat(judged()).isEqualTo("accept");
    }

    @Test
    void what_is_no_answer_about_this_certificate_is_refused() throws IOException {
        give("ca", 7); // it stands in no index: the authority does not know it
        assertThat(fetch(url("/")).work(now)).isZero();
        for (byte[] octets : List.of(new byte[0], new byte[] {0x30, 3, 10, 1, 6}, new byte[100_000], lists.openssl().read("ca.pem"))) {
            web.give("/ocsp/" + Base64.getEncoder().encodeToString(OcspAnswers.question(certificate(ANN), certificate("ca"))), octets);
            assertThat(fetch(url("/")).work(now)).isZero();
        }
        assertThat(answers()).isEmpty();
        assertThat(judged()).isEqualTo("hold");
    }

    @Test
    void a_responder_that_fails_is_not_asked_for_every_member() {
        lists.author("bob@example.net");
        lists.openssl().certificate("bob@example.net", "ca", "bob@example.net", "rsa:2048", "emailProtection\nauthorityInfoAccess=OCSP;URI:" + url("/ocsp"), "30");
        lists.member(list, "bob@example.net", Technology.SMIME);
        for (String name : List.of(ANN, "bob@example.net")) {
            web.give("/ocsp/" + Base64.getEncoder().encodeToString(OcspAnswers.question(certificate(name), certificate("ca"))), exchange -> exchange.sendResponseHeaders(500, -1));
        }
        assertThat(fetch(url("/")).work(Instant.now())).isZero();
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void responders_that_nobody_allowed_are_not_asked() throws IOException {
        authoritySays("-valid");
        give("ca", 7);
        assertThat(fetch().work(now)).isZero();
        assertThat(fetch(url("/other/")).work(now)).isZero();
        assertThat(web.asked()).isEmpty();
    }
}
