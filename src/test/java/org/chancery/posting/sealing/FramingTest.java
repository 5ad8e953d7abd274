package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.delivery.PreparedPost;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.kit.OtherPrograms;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a list says around a post in the copies that it encrypts or signs: header and footer beside what the author signed, where the post came
/// from, and which key the list has. GnuPG and OpenSSL read the copies.
class FramingTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String CANARY = "The canary sings at dawn.\r\n";
    private static final String FOOTER = "Grüße, {list}";
    private static final Map<Setting, String> SEALS = Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "force", Setting.SMIME_DISTRIB_ENCRYPT, "force",
            Setting.GPG_DISTRIB_SIGN, "yes", Setting.SMIME_DISTRIB_SIGN, "yes");
    @TempDir
    static Path folder;

    private static EncryptedLists lists;
    private static OtherPrograms others;

    @BeforeAll
    static void open() throws IOException {
        lists = EncryptedLists.in(folder);
        others = new OtherPrograms(lists, ANN);
    }

    @AfterAll
    static void close() {
        others.close();
        lists.close();
    }

    private static MailingList list(Map<Setting, String> settings, Setting setting, String value) {
        Map<Setting, String> all = new HashMap<>(settings);
        all.put(setting, value);
        MailingList list = lists.list(all);
        lists.member(list, ANN, Technology.OPENPGP);
        lists.member(list, BOB, Technology.SMIME);
        return list;
    }

    /// In another text each time: the same text in the same second has the same Ed25519 signature.
    private static PreparedPost encrypted(MailingList list, boolean isSigned) {
        Author ann = lists.author(ANN);
        return post(list, ann.encrypted(lists.ofList().key().certificate(), CANARY + list.address() + "\r\n", isSigned));
    }

    private static PreparedPost post(MailingList list, byte[] content) {
        return lists.prepared(lists.post(list, ANN, lists.author(ANN).message(list.address().toString(), "Canary matters", content)));
    }

    private static Part decrypted(PreparedPost post, MailingList list, String member) {
        String inside = others.decrypted(EncryptedLists.octets(post, lists.content(post, list, member)), lists.author(member));
        return Message.parse(inside.getBytes(StandardCharsets.UTF_8)).orThrow().root();
    }

    private static Part verified(Part signed, Author signer) {
        return others.verified(signed, signer, lists.author(ANN));
    }

    @Test
    void header_and_footer_stand_beside_what_the_author_signed_and_both_signatures_hold() {
        MailingList list = list(SEALS, Setting.FOOTER, FOOTER);
        PreparedPost post = encrypted(list, true);
        for (String member : List.of(ANN, BOB)) {
            List<Part> parts = verified(decrypted(post, list, member), lists.ofList()).parts();
            assertThat(parts).hasSize(2);
            assertThat(verified(parts.getFirst(), lists.author(ANN)).text()).contains("canary sings").doesNotContain("Grüße");
            assertThat(parts.getLast().text()).contains("Grüße, " + list.address());
            assertThat(parts.getLast().isAttachment()).isFalse();
        }
        MailingList headed = list(SEALS, Setting.HEADER, FOOTER);
        List<Part> parts = verified(decrypted(encrypted(headed, true), headed, ANN), lists.ofList()).parts();
        assertThat(parts.getFirst().text()).startsWith("Grüße, " + headed.address());
        assertThat(verified(parts.getLast(), lists.author(ANN)).text()).contains("canary sings");
    }

    @Test
    void signatures_by_s_mime_and_in_the_text_are_framed_in_the_same_way() {
        MailingList list = list(SEALS, Setting.FOOTER, FOOTER);
        Author ann = lists.author(ANN);
        byte[] entity = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe canary sings at dawn.\r\n".getBytes(StandardCharsets.US_ASCII);
        for (byte[] signed : List.of(ann.signed(Technology.SMIME, CANARY + "1"), ann.byOpenssl(entity, "-nodetach"), ann.clearSigned(CANARY))) {
            List<Part> parts = verified(decrypted(post(list, signed), list, ANN), lists.ofList()).parts();
            assertThat(parts).hasSize(2);
            assertThat(parts.getLast().text()).contains("Grüße, " + list.address());
        }
    }

    @Test
    void a_post_that_nobody_signed_has_the_footer_in_its_text_and_once() {
        MailingList list = list(SEALS, Setting.FOOTER, FOOTER);
        Part whole = verified(decrypted(encrypted(list, false), list, ANN), lists.ofList());
        assertThat(whole.parts()).singleElement().satisfies(text -> assertThat(text.text()).contains("canary sings").containsOnlyOnce("Grüße"));
    }

    @Test
    void copies_in_clear_are_framed_only_under_a_signature_of_the_list() {
        byte[] signed = lists.author(ANN).signed(Technology.OPENPGP, CANARY + "2");
        MailingList signs = list(Map.of(Setting.GPG_DISTRIB_SIGN, "yes"), Setting.FOOTER, FOOTER);
        PreparedPost post = post(signs, signed);
        List<Part> parts = verified(Message.parse(EncryptedLists.octets(post, lists.content(post, signs, BOB))).orThrow().root(), lists.ofList()).parts();
        assertThat(verified(parts.getFirst(), lists.author(ANN)).text()).contains("canary sings");
        assertThat(parts.getLast().text()).contains("Grüße");

        MailingList silent = list(Map.of(), Setting.FOOTER, FOOTER);
        PreparedPost plain = post(silent, signed);
        assertThat(EncryptedLists.text(EncryptedLists.octets(plain, lists.content(plain, silent, BOB)))).contains("canary sings").doesNotContain("Gr=C3=BC").doesNotContain("Grüße");
    }

    @Test
    void provenance_is_a_text_of_its_own_under_protection() {
        MailingList list = list(SEALS, Setting.PROVENANCE, "from cc to sig enc");
        PreparedPost post = encrypted(list, true);
        for (String member : List.of(ANN, BOB)) {
            List<Part> parts = verified(decrypted(post, list, member), lists.ofList()).parts();
            assertThat(parts.getFirst().text()).isEqualTo("From: <" + ANN + ">\r\nTo: <" + list.address() + ">\r\nSig: good, by " + lists.author(ANN).key().certificate().fingerprint()
                    + "\r\nEnc: list\r\n_______________________________________________\r\n\r\n");
            assertThat(verified(parts.getLast(), lists.author(ANN)).text()).contains("canary sings");
        }
        assertThat(EncryptedLists.text(EncryptedLists.octets(post, lists.content(post, list, ANN)))).as("nothing of it outside").doesNotContain("Sig:");
    }

    @Test
    void provenance_is_told_where_the_list_encrypts_and_nobody_signs() {
        MailingList list = list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force"), Setting.PROVENANCE, "sig date");
        Part inside = decrypted(post(list, lists.author(ANN).plain(CANARY)), list, ANN);
        assertThat(inside.type().is("multipart", "mixed")).isTrue();
        assertThat(inside.parts().getFirst().text()).startsWith("Sig: none\r\nDate: ");
        assertThat(inside.parts().getLast().text()).contains("canary sings");
    }

    @Test
    void the_prefix_of_posts_from_outside_goes_by_evidence_and_not_by_from() {
        MailingList list = list(SEALS, Setting.SUBJECT_PREFIX_IN, "[outside]");
        assertThat(subject(encrypted(list, true), list)).as("signed by a member").isEqualTo("Canary matters");
        assertThat(subject(encrypted(list, false), list)).as("anybody can write the address of a member into From").isEqualTo("[outside] Canary matters");
        Author eve = lists.author("eve@example.net");
        byte[] stranger = eve.encrypted(lists.ofList().key().certificate(), CANARY, true);
        PreparedPost post = lists.prepared(lists.post(list, eve.address(), eve.message(list.address().toString(), "Canary matters", stranger)));
        assertThat(subject(post, list)).isEqualTo("[outside] Canary matters");
    }

    private static String subject(PreparedPost post, MailingList list) {
        return verified(decrypted(post, list, ANN), lists.ofList()).headers().first("Subject").orElseThrow().text();
    }

    @Test
    void an_anonymous_list_tells_nothing_of_the_author() {
        Map<Setting, String> anonymous = new HashMap<>(SEALS);
        anonymous.put(Setting.ANONYMOUS, "true");
        MailingList list = list(anonymous, Setting.PROVENANCE, "from to cc date sig enc");
        Part whole = verified(decrypted(encrypted(list, true), list, ANN), lists.ofList());
        assertThat(EncryptedLists.text(whole.toByteArray())).contains("canary sings").doesNotContain(ANN).doesNotContain("Sig:").doesNotContain(lists.author(ANN).key().certificate().fingerprint());
    }

    @Test
    void the_key_of_the_list_is_named_in_the_header_where_its_owner_wishes_it() {
        MailingList list = list(SEALS, Setting.OPENPGP_HEADER, "signencrypt");
        String fingerprint = lists.ofList().key().certificate().fingerprint();
        assertThat(openPgp(list, "OpenPGP: id=0123456789ABCDEF0123456789ABCDEF01234567\r\n")).containsExactly("id=" + fingerprint + "; preference=signencrypt");
        assertThat(openPgp(list(SEALS, Setting.OPENPGP_HEADER, "key"), "")).containsExactly("id=" + fingerprint);
        assertThat(openPgp(list(SEALS, Setting.OPENPGP_HEADER, "none"), "OpenPGP: id=0123456789ABCDEF0123456789ABCDEF01234567\r\n")).as("the author's speaks for another address").isEmpty();
        assertThat(openPgp(list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes"), Setting.OPENPGP_HEADER, "key"), "")).as("From stays the author's").isEmpty();
    }

    private static List<String> openPgp(MailingList list, String field) {
        Author ann = lists.author(ANN);
        byte[] message = ann.message(list.address().toString(), "Canary matters", ann.plain(CANARY));
        PreparedPost post = lists.prepared(lists.post(list, ANN, (field + EncryptedLists.text(message)).getBytes(StandardCharsets.UTF_8)));
        return Message.parse(EncryptedLists.octets(post, lists.content(post, list, ANN))).orThrow().headers().all().stream().filter(one -> one.isNamed("OpenPGP"))
                .map(one -> one.value().strip()).toList();
    }
}
