package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.kit.Author;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A member's program says in his signed mail what it reads, and his copies follow; over SMTP, and OpenSSL reads them.
class CiphersTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String SUE = "sue@example.net";
    private static final String AUTHENTICATED = "smime-type=authEnveloped-data";
    private static final String ENVELOPED = "smime-type=enveloped-data";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name) {
        MailingList list = readers.list(name, "encrypted");
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        readers.member(list, SUE, Technology.SMIME);
        return list;
    }

    private static byte[] toList(MailingList list, byte[] signed) {
        return readers.person(BOB).encrypted(readers.listKey(list, Technology.SMIME), signed);
    }

    /// Until each member has the copy.
    private static void post(MailingList list, String from, byte[] mail) throws IOException {
        int before = site.copies(list, ANN).size();
        Site.receipt(site.post(from, list, mail));
        Site.await(() -> Stream.of(ANN, BOB, SUE).allMatch(member -> site.copies(list, member).size() > before));
    }

    private static void bobPosts(MailingList list, byte[] signed) throws IOException {
        post(list, BOB, readers.message(list, BOB, "From a program", toList(list, signed)));
    }

    /// What Ann writes next, as `member` gets it.
    private static SmtpSink.Message next(MailingList list, String member) throws IOException {
        String text = "For " + member + " of " + list.address() + ", after " + site.copies(list, member).size() + " others.\r\n";
        post(list, ANN, readers.encrypted(list, Technology.OPENPGP, ANN, "Next", text, true));
        SmtpSink.Message copy = site.copies(list, member).getLast();
        assertThat(readers.decryptedText(member, copy.content())).contains(text.strip());
        return copy;
    }

    @Test
    void copies_are_authenticated_as_soon_as_a_signed_post_says_that_they_can_be_read_and_no_longer_than_that() throws IOException {
        MailingList list = list("ciphers");
        Author bob = readers.person(BOB);
        assertThat(next(list, BOB).text()).contains(ENVELOPED);
        Instant announced = Instant.now();
        bobPosts(list, bob.announcingGcm("Read with AES-GCM.\r\n", announced));
        assertThat(next(list, BOB).text()).contains(AUTHENTICATED);
        assertThat(next(list, SUE).text()).contains(ENVELOPED);

        site.restart(); // it is stored
        assertThat(next(list, BOB).text()).contains(AUTHENTICATED);

        String request = list.address().localPart() + "-request@" + Site.DOMAIN; // a command, by a program that announces AES-256-CBC
        Site.await(() -> Instant.now().getEpochSecond() > announced.getEpochSecond()); // signatures know seconds only
        byte[] command = bob.signed(Technology.SMIME, "list: " + list.address() + "\r\nkey list\r\n\r\n");
        Site.receipt(site.post(BOB, request, bob.message(request, "...", toList(list, command))));
        Site.await(() -> site.administration().keys().cipher(Site.CALLER, list, BOB).cipher() == ContentCipher.AES256_CBC);
        assertThat(next(list, BOB).text()).contains(ENVELOPED);

        site.administration().keys().choose(Site.CALLER, list, BOB, ContentCipher.AES256_GCM);
        assertThat(next(list, BOB).text()).contains(AUTHENTICATED);
    }

    @Test
    void the_request_for_a_certificate_of_the_list_says_the_same_and_so_does_the_certificate() throws IOException {
        MailingList list = list("requesting");
        var keys = site.administration().keys();
        keys.rotate(Site.CALLER, list, ListKeyDesk.Which.of(Technology.SMIME));
        assertThat(readers.text("req", keys.request(Site.CALLER, list))).contains("S/MIME Capabilities");
        readers.certify(list);
        assertThat(readers.text("x509", readers.listKey(list, Technology.SMIME))).contains("S/MIME Capabilities");
    }

    @Test
    void what_the_list_signs_says_that_it_reads_aes_gcm() throws IOException {
        MailingList list = list("announcing");
        byte[] inside = readers.decrypted(BOB, next(list, BOB).content()).toByteArray();
        String shown = readers.shown(inside);
        assertThat(shown).contains("S/MIME Capabilities").containsSubsequence("aes-256-gcm", "aes-128-gcm", "aes-256-cbc", "aes-128-cbc");
    }
}
