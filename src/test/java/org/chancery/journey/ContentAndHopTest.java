package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.posting.Order;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Row Z9 of authorisation.md section 4.2 over real SMTP: a signature is bound to the content and holds whatever host brings it; TLS is bound to the
/// hop and says nothing of who wrote.
class ContentAndHopTest {
    private static final String ANN = "ann@example.com"; // her domain wants mail from other hosts refused
    private static final String KIT = "kit@nowhere.example"; // of a domain that vouches for nobody
    private static final String BAD_HOST = "127.0.0.9";
    private static final String POLICY = """
            accept when from member and proof at least key.
            hold for owners when from member and proof is none and connection tls.
            otherwise refuse "Nothing proves it".
            """;
    @AutoClose
    private static Readers readers;

    private static Site site;
    private static MailingList list;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
        list = readers.list("content", "discussion");
        site.set(list, Map.of("gpg_distrib_sign", "yes")); // or nobody would look for signatures
        site.administration().policies().set(Site.CALLER, list, POLICY);
        readers.member(list, ANN, Technology.OPENPGP, Technology.SMIME);
        site.add(list, KIT, Role.MEMBER);
    }

    private static byte[] signed(Technology technology, String text) {
        return readers.message(list, ANN, "x", readers.person(ANN).signed(technology, text));
    }

    private static String fromABadHost(byte[] message) throws IOException {
        try (Talk talk = Talk.from(BAD_HOST, site.address("smtp"))) {
            return talk.post(ANN, List.of(list.address().toString()), message);
        }
    }

    private static String overTls(String from, byte[] message) throws IOException {
        try (Talk talk = site.mxWithTls()) {
            return talk.post(from, List.of(list.address().toString()), message);
        }
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void az9_signed_mail_keeps_its_proof_through_a_bad_host(Technology technology) throws IOException {
        Order.Judged judged = site.onList(fromABadHost(signed(technology, "From afar, " + technology + ".\r\n"))).post().judged();
        assertThat(judged.decision()).isEqualTo("accept");
        assertThat(judged.rule()).isEqualTo(1);
        assertThat(judged.facts()).containsEntry("dmarc", "fail");
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void az9_a_signature_over_other_content_is_none_even_over_tls(Technology technology) throws IOException {
        byte[] changed = new String(signed(technology, "Pay Ann " + technology + ".\r\n"), UTF_8).replace("Pay Ann", "Pay Eve").getBytes(UTF_8);
        assertThat(fromABadHost(changed)).startsWith("550 5.7.1 ");
        assertThat(overTls(ANN, changed)).startsWith("550 5.7.1 ");
    }

    @Test
    void az9_mail_over_tls_without_a_signature_has_no_proof() throws IOException {
        Order.Judged judged = site.onList(overTls(KIT, Site.message(KIT, list.address().toString(), "x"))).post().judged();
        assertThat(judged.decision()).isEqualTo("hold");
        assertThat(judged.rule()).isEqualTo(2);
        assertThat(site.post(KIT, list, Site.message(KIT, list.address().toString(), "x"))).as("without TLS").startsWith("550 5.7.1 ");
    }
}
