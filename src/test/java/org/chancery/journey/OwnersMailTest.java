package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Mail that programs encrypt to `LIST-owner@`, because the directory names the list's key for that address: owners with a key read it, with
/// GnuPG or OpenSSL, and nobody else learns what it says, who wrote it or what it is about.
class OwnersMailTest {
    private static final String OWEN = "owen@example.net";
    private static final String OLGA = "olga@example.net";
    private static final String KEYLESS = "nokey@example.net";
    private static final String WRITER = "writer@example.com"; // whose domain asks to refuse what it did not sign
    private static final String SECRET = "The canary was sold.";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name, String... owners) {
        MailingList list = readers.list(name, "encrypted");
        for (String owner : owners) {
            site.add(list, owner, Role.OWNER);
        }
        return list;
    }

    private static byte[] written(MailingList list, Technology technology, boolean isSigned) {
        return new String(readers.encrypted(list, technology, WRITER, "About the bird", SECRET + "\r\n", isSigned), UTF_8)
                .replaceFirst("To: .*", "To: " + Site.role(list, "-owner")).getBytes(UTF_8);
    }

    private static List<SmtpSink.Message> to(MailingList list, String owner) {
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(owner) && mail.text().contains(Site.role(list, "-owner"))).toList();
    }

    private static SmtpSink.Message one(MailingList list, String owner) {
        Site.await(() -> !to(list, owner).isEmpty());
        return to(list, owner).getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_encrypted_to_the_list_is_sealed_to_each_owner_with_a_key(Technology technology) throws IOException {
        MailingList list = list("seal-" + technology.word(), OWEN, OLGA);
        readers.keys(list, OWEN, Technology.OPENPGP);
        readers.keys(list, OLGA, Technology.SMIME);
        Site.receipt(site.post(WRITER, Site.role(list, "-owner"), written(list, technology, true)));

        SmtpSink.Message toOwen = one(list, OWEN);
        SmtpSink.Message toOlga = one(list, OLGA);
        assertThat(toOwen.recipients()).containsExactly(OWEN);
        assertThat(List.of(toOwen, toOlga)).allSatisfy(mail -> {
            Message outer = Site.read(mail);
            assertThat(mail.text()).doesNotContain("canary").doesNotContain("About the bird").contains("Subject: [...]");
            assertThat(site.header(outer, "From")).as("the domain of the writer would have it refused").get().asString().contains("via").contains(Site.role(list, "-owner"));
            assertThat(site.header(outer, "Reply-To")).get().asString().contains(WRITER);
            assertThat(mail.mailFrom()).as("no bounce goes to the writer through us").isEmpty();
        });
        assertThat(readers.decryptedText(list, OWEN, toOwen.content())).contains(SECRET);
        assertThat(readers.decryptedText(OLGA, toOlga.content())).contains(SECRET).contains("Author-Signature: ").contains("encryption=list");
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.text().contains("canary") || mail.text().contains("About the bird"));
    }

    @Test
    void an_owner_without_a_key_hears_that_something_came_and_neither_what_nor_from_whom() throws IOException {
        MailingList list = list("word", OWEN, KEYLESS);
        readers.keys(list, OWEN, Technology.OPENPGP);
        Site.receipt(site.post(WRITER, Site.role(list, "-owner"), written(list, Technology.OPENPGP, false)));
        assertThat(readers.decryptedText(list, OWEN, one(list, OWEN).content())).contains(SECRET);
        Message word = site.mail(KEYLESS, "encrypted mail");
        assertThat(new String(word.toByteArray(), UTF_8)).contains(Site.role(list, "-request")).contains(KEYLESS)
                .doesNotContain("canary").doesNotContain("bird").doesNotContain(WRITER).doesNotContain("PGP MESSAGE");
    }

    @Test
    void what_nobody_could_read_is_refused_and_not_taken() throws IOException {
        MailingList list = list("nobody", KEYLESS);
        assertThat(site.post(WRITER, Site.role(list, "-owner"), written(list, Technology.OPENPGP, false))).startsWith("550 5.7.1").contains("in clear");
        site.settle();
        assertThat(to(list, KEYLESS)).isEmpty();
    }

    @Test
    void what_cannot_be_opened_hears_one_sentence_whatever_is_wrong() throws IOException {
        MailingList list = list("closed", OWEN);
        MailingList other = list("other", OWEN);
        readers.keys(list, OWEN, Technology.OPENPGP);
        String whole = new String(written(list, Technology.OPENPGP, true), UTF_8);
        int middle = whole.indexOf("-----BEGIN PGP MESSAGE") + 400;
        String broken = whole.substring(0, middle) + (whole.charAt(middle) == 'A' ? 'B' : 'A') + whole.substring(middle + 1);
        String elsewhere = new String(written(other, Technology.OPENPGP, true), UTF_8).replace(Site.role(other, "-owner"), Site.role(list, "-owner"));
        String unsignedBlocks = new String(written(list, Technology.SMIME, false), UTF_8);
        String signed = new String(readers.person(WRITER).signed(Technology.SMIME, SECRET + "\r\n"), UTF_8);
        byte[] unfitting = readers.person(WRITER).message(Site.role(list, "-owner"), "x", readers.person(WRITER).encrypted(
                readers.listKey(list, Technology.SMIME), signed.replace("canary", "parrot").getBytes(UTF_8)));
        assertThat(signed).contains("canary");
        List<String> replies = List.of(site.post(WRITER, Site.role(list, "-owner"), unfitting),site.post(WRITER, Site.role(list, "-owner"), broken.getBytes(UTF_8)),
                site.post(WRITER, Site.role(list, "-owner"), elsewhere.getBytes(UTF_8)), site.post(WRITER, Site.role(list, "-owner"), unsignedBlocks.getBytes(UTF_8)));
        assertThat(replies).allSatisfy(reply -> assertThat(reply).startsWith("550 5.7.1").contains("could not be opened with the keys of the list"));
        assertThat(replies.stream().distinct()).hasSize(1);
        site.settle();
        assertThat(to(list, OWEN)).isEmpty();
    }

    @Test
    void what_is_in_clear_goes_on_as_it_came() throws IOException {
        MailingList list = list("plain", OWEN, KEYLESS);
        readers.keys(list, OWEN, Technology.OPENPGP);
        Site.receipt(site.post(WRITER, Site.role(list, "-owner"), Site.message(WRITER, Site.role(list, "-owner"), "A question", "", "Who are you?\r\n")));
        Site.await(() -> !to(list, KEYLESS).isEmpty());
        assertThat(to(list, OWEN).getFirst().text()).contains("Who are you?").contains("From: " + WRITER);
    }
}
