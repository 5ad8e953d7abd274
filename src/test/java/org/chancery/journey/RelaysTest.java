package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.chancery.kit.TestAuthority;
import org.chancery.kit.TestAuthority.Identity;
import org.chancery.kit.TestAuthority.Subject;
import org.chancery.list.MailingList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Relays that show a TLS client certificate (`tls.client_ca`): a name for policies, never an error (authorisation.md Z3).
class RelaysTest {
    private static final String POSTER = "poster@example.net";
    private static TestAuthority relays;
    private static Site site;
    private static MailingList list;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        relays = TestAuthority.create("Relays");
        Path file = Files.writeString(folder.resolve("clients.pem"), relays.pem());
        site = Site.start("tls.client_ca=" + file);
        list = site.list("agency@" + Site.DOMAIN, "discussion",
                "accept when connection client certificate \"agency-relay\". otherwise refuse.", "reader@example.net");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(Identity relay) throws Exception {
        String to = list.address().toString();
        try (Talk talk = Talk.from("127.0.0.1", site.address("smtp")).startTls(relay.client(server()))) {
            return talk.post(POSTER, List.of(to), Site.message(POSTER, to, "x"));
        }
    }

    private static X509Certificate server() throws Exception {
        try (InputStream in = Files.newInputStream(site.data().resolve("site.crt"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void az3_the_certificate_of_a_relay_is_a_fact_that_a_policy_may_name() throws Exception {
        String reply = post(relays.issue(Subject.of("agency-relay")));
        assertThat(site.onList(reply).post().judged().decision()).isEqualTo("accept");
        assertThat(site.life(reply).receipt().session()).containsEntry("client-certificate", "agency-relay");
        assertThat(post(relays.issue(Subject.of("other-relay")))).startsWith("550 5.7.1");
    }

    @Test
    void az3_expired_self_signed_and_foreign_certificates_leave_the_fact_absent() throws Exception {
        assertThat(post(relays.issue(Subject.of("agency-relay").expired()))).startsWith("550 5.7.1");
        assertThat(post(TestAuthority.create("Relays").issue(Subject.of("agency-relay")))).startsWith("550 5.7.1");
    }
}
