package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chancery.kit.Author;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The use cases of the Secure List Server as list styles: full, light, anti-spam by signature and by list key, dissidents. Posts come by
/// SMTP, and what members get is opened and verified by GnuPG and OpenSSL.
class ProtectionStylesTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String KIT = "kit@example.net";
    private static final String OUT = "out@example.com";
    private static final String SUBJECT = "Canary matters";
    private static final String TEXT = "The canary sings at dawn.\r\n";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    /// A list of this style with Ann, who has an OpenPGP key, Bob with S/MIME, and Kit without any.
    private static MailingList list(String name, String style) {
        MailingList list = readers.list(name, style);
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        readers.member(list, KIT);
        return list;
    }

    private static String author(Technology technology) {
        return technology == Technology.OPENPGP ? ANN : BOB;
    }

    private static String encrypted(MailingList list, Technology technology, String from, boolean isSigned) throws IOException {
        return site.post(from, list, readers.encrypted(list, technology, from, SUBJECT, TEXT + list.address() + " " + technology + "\r\n", isSigned));
    }

    private static byte[] clear(MailingList list, String from, byte[] content) {
        return readers.message(list, from, SUBJECT, content);
    }

    private static byte[] copy(MailingList list, String member) {
        byte[] copy = site.copy(list, member).content();
        assertThat(site.copies(list, member)).hasSize(1);
        return copy;
    }

    /// What stands outside says nothing.
    private static void isClosed(byte[] copy) {
        assertThat(new String(copy, UTF_8)).contains("Subject: [...]").doesNotContainIgnoringCase("canary");
    }

    /// What a member of each technology finds in his copy of a post whose author signed in `technology`.
    private static void readAndVerified(MailingList list, Technology technology) throws IOException {
        Gpg gpg = readers.gpg(list, ANN);
        byte[] anns = copy(list, ANN);
        byte[] bobs = copy(list, BOB);
        isClosed(anns);
        isClosed(bobs);
        for (Part opened : List.of(readers.decrypted(list, ANN, anns), readers.decrypted(BOB, bobs))) {
            Part ofList = readers.verified(gpg, opened, list.address().toString(), readers.certificate(list));
            assertThat(ofList.headers().first("Subject").orElseThrow().text()).isEqualTo(SUBJECT);
            Part ofAuthor = readers.verified(gpg, ofList.parts().getFirst(), author(technology), readers.person(ANN).key().certificate());
            assertThat(ofAuthor.text()).startsWith(TEXT.strip());
        }
    }

    // ---- full

    @ParameterizedTest
    @EnumSource(Technology.class)
    void encrypted_takes_only_what_is_encrypted_and_signed_and_each_member_reads_and_verifies_it(Technology technology) throws IOException {
        MailingList list = list("full-" + technology.word(), "encrypted");
        Author ann = readers.person(author(technology));
        String from = ann.address();
        assertThat(site.post(from, list, clear(list, from, ann.plain(TEXT)))).startsWith("550 5.7.").contains("encrypt to the list key").contains(Site.role(list, "-sendkey"));
        assertThat(site.post(from, list, clear(list, from, ann.signed(technology, TEXT)))).startsWith("550 5.7.");
        assertThat(encrypted(list, technology, from, false)).as("not signed").startsWith("550 5.7.");
        readers.person(OUT);
        assertThat(encrypted(list, Technology.OPENPGP, OUT, true)).as("no member").startsWith("550 5.7.");

        String reply = encrypted(list, technology, from, true);
        Site.receipt(reply);
        readAndVerified(list, technology);
        site.settle();
        assertThat(site.copies(list, KIT)).as("has no key").isEmpty();
        assertThat(site.life(reply).posts().getFirst().post().judged().facts().toString()).contains("signature=good");
    }

    // ---- light

    @Test
    void encrypted_copies_seals_for_those_with_a_key_and_leaves_the_others_in_clear() throws IOException {
        MailingList list = list("light", "encrypted-copies");
        assertThat(encrypted(list, Technology.OPENPGP, ANN, true)).as("it opens nothing").startsWith("550 5.7.");
        Site.receipt(site.post(KIT, list, clear(list, KIT, readers.person(KIT).plain(TEXT))));
        for (String member : List.of(ANN, BOB)) {
            isClosed(copy(list, member));
        }
        assertThat(readers.decryptedText(list, ANN, copy(list, ANN))).contains(SUBJECT).contains(TEXT.strip());
        assertThat(readers.decryptedText(BOB, copy(list, BOB))).contains(SUBJECT).contains(TEXT.strip());
        assertThat(new String(copy(list, KIT), UTF_8)).contains("Subject: " + SUBJECT).contains(TEXT.strip());
    }

    // ---- anti-spam

    @ParameterizedTest
    @EnumSource(Technology.class)
    void signed_takes_only_good_signatures_of_its_members_and_passes_them_on_whole(Technology technology) throws IOException {
        MailingList list = list("signed-" + technology.word(), "signed");
        Author author = readers.person(author(technology));
        String from = author.address();
        assertThat(site.post(from, list, clear(list, from, author.plain(TEXT)))).startsWith("550 5.7.");
        String other = readers.person("eve@example.net").address();
        assertThat(site.post(from, list, clear(list, from, readers.person(other).signed(technology, TEXT)))).as("of somebody else").startsWith("550 5.7.");
        byte[] broken = new String(clear(list, from, author.signed(technology, TEXT)), UTF_8).replace("dawn", "noon").getBytes(UTF_8);
        assertThat(site.post(from, list, broken)).startsWith("550 5.7.");

        Site.receipt(site.post(from, list, clear(list, from, author.signed(technology, TEXT + technology + "\r\n"))));
        for (String member : List.of(ANN, BOB, KIT)) {
            Part signed = Message.parse(copy(list, member)).orThrow().root();
            Part covered = readers.verified(readers.gpg(list, ANN), signed, from, readers.person(ANN).key().certificate());
            assertThat(covered.text()).startsWith(TEXT.strip());
        }
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void encrypted_posts_takes_mail_of_anybody_who_encrypts_to_the_list_and_of_nobody_else(Technology technology) throws IOException {
        MailingList list = list("posts-" + technology.word(), "encrypted-posts");
        Author out = readers.person(OUT);
        assertThat(site.post(OUT, list, clear(list, OUT, out.plain(TEXT)))).startsWith("550 5.7.");
        assertThat(site.post(ANN, list, clear(list, ANN, readers.person(ANN).signed(Technology.OPENPGP, TEXT)))).startsWith("550 5.7.");
        Site.receipt(encrypted(list, technology, OUT, false));
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(new String(copy(list, member), UTF_8)).contains(TEXT.strip());
        }
    }

    // ---- dissidents

    @ParameterizedTest
    @EnumSource(Technology.class)
    void anonymous_drop_takes_what_is_encrypted_holds_the_rest_and_sends_in_clear(Technology technology) throws IOException {
        MailingList list = list("drop-" + technology.word(), "anonymous-drop");
        String moderator = "mod-" + technology.word() + "@example.org";
        site.add(list, moderator, Role.MODERATOR);
        Site.receipt(site.post(OUT, list, clear(list, OUT, readers.person(OUT).plain("In clear.\r\n"))));
        assertThat(new String(site.mail(moderator, "waits").root().toByteArray(), UTF_8)).contains("In clear.");
        Site.receipt(encrypted(list, technology, OUT, false));
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(new String(copy(list, member), UTF_8)).contains(TEXT.strip()).doesNotContain("In clear.");
        }
    }
}
