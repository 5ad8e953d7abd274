package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PreparedPost;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.kit.OtherPrograms;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Encryption;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each member gets of a post that was taken: rows D1 to D7. What is sealed is opened by our reader and by GnuPG or OpenSSL, and both must find the same.
class MemberTableTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String KIT = "kit@example.net";
    private static final String CANARY = "The canary sings at dawn.\r\n";
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

    /// Ann with OpenPGP, Bob with S/MIME, Kit with nothing.
    private static MailingList list(Map<Setting, String> settings) {
        MailingList list = lists.list(settings);
        lists.member(list, ANN, Technology.OPENPGP);
        lists.member(list, BOB, Technology.SMIME);
        lists.member(list, KIT);
        return list;
    }

    private static PreparedPost plain(MailingList list) {
        Author ann = lists.author(ANN);
        return lists.prepared(lists.post(list, ANN, ann.message(list.address().toString(), "Canary matters", ann.plain(CANARY))));
    }

    /// Said in another way each time: the same text in the same second has the same Ed25519 signature.
    private static PreparedPost encrypted(MailingList list, boolean isSigned) {
        Author ann = lists.author(ANN);
        byte[] content = ann.encrypted(lists.ofList().key().certificate(), CANARY + list.address() + "\r\n", isSigned);
        return lists.prepared(lists.post(list, ANN, ann.message(list.address().toString(), "Outer", content)));
    }

    private static Opening opened(byte[] copy, Author reader) {
        OpenPgpKeyring keyring = new OpenPgpKeyring(List.of(lists.ofList().key().certificate(), lists.author(ANN).key().certificate()), List.of(reader.key()))
                .bound(Map.of(lists.ofList().key().certificate().fingerprint(), List.of(Message.parse(copy).orThrow().headers().first("List-Post").orElseThrow()
                        .value().replaceAll("[<>]|mailto:", "").strip())));
        var smime = SmimeFiles.read(join(reader.certificate(), reader.secret()), List.of()).orThrow()
                .trusting(SmimeFiles.read(lists.openssl().read("ca.pem"), List.of()).orThrow());
        return new Opener(List.of(new OpenPgpScheme(keyring), new SmimeScheme(smime)))
                .open(Message.parse(copy).orThrow(), Instant.now().plusSeconds(30), AcceptedSignatures.NONE);
    }

    private static byte[] join(byte[] one, byte[] other) {
        return (EncryptedLists.text(one) + "\n" + EncryptedLists.text(other)).getBytes(StandardCharsets.UTF_8);
    }

    private static String inside(byte[] copy, Author reader) {
        Opening opening = opened(copy, reader);
        assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
        assertThat(others.decrypted(copy, reader)).as("GnuPG and OpenSSL find what we find").isEqualTo(EncryptedLists.text(opening.content().orElseThrow().reveal()));
        return EncryptedLists.text(opening.authored().orElseThrow().entity().reveal());
    }

    private static Part verified(Part signed, Author signer) {
        return others.verified(signed, signer, lists.author(ANN));
    }

    private static Part root(String octets) {
        return Message.parse(octets.getBytes(StandardCharsets.UTF_8)).orThrow().root();
    }

    private static byte[] copy(PreparedPost post, MailingList list, String member) {
        return EncryptedLists.octets(post, lists.content(post, list, member));
    }

    @Test
    void without_encryption_all_get_the_post_in_clear_and_signed_where_the_list_signs() {
        MailingList list = list(Map.of(Setting.GPG_DISTRIB_SIGN, "yes"));
        PreparedPost post = plain(list);
        for (String member : List.of(ANN, BOB, KIT)) {
            String copy = EncryptedLists.text(copy(post, list, member));
            assertThat(copy).contains("Content-Type: multipart/signed").contains("canary sings").contains("via l");
            assertThat(verified(root(copy), lists.ofList()).text()).contains("canary sings");
        }
    }

    @Test
    void yes_encrypts_for_members_with_a_key_and_leaves_the_others_in_clear() {
        MailingList list = list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.SMIME_DISTRIB_ENCRYPT, "yes"));
        PreparedPost post = plain(list);
        for (String member : List.of(ANN, BOB)) {
            byte[] copy = copy(post, list, member);
            assertThat(EncryptedLists.text(copy)).doesNotContain("canary").doesNotContain("Canary").contains("Subject: [...]");
            assertThat(inside(copy, lists.author(member))).contains("canary sings").contains("Canary matters");
        }
        assertThat(EncryptedLists.text(copy(post, list, KIT))).contains("canary sings").contains("Subject: Canary matters");
    }

    @Test
    void what_came_encrypted_never_goes_out_in_clear_unless_the_list_allows_it() {
        MailingList list = list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.SMIME_DISTRIB_ENCRYPT, "yes"));
        PreparedPost post = encrypted(list, true);
        assertThat(lists.content(post, list, KIT)).isInstanceOf(CopyContent.Withheld.class);
        assertThat(inside(copy(post, list, BOB), lists.author(BOB))).contains("canary sings");

        MailingList drop = list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.ALLOW_PLAINTEXT_OUT, "true"));
        PreparedPost opened = encrypted(drop, true);
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(EncryptedLists.text(copy(opened, drop, member))).as("D2").contains("canary sings");
        }
    }

    @Test
    void force_gives_nothing_to_members_without_a_key() {
        MailingList list = list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force", Setting.SMIME_DISTRIB_ENCRYPT, "force"));
        PreparedPost post = plain(list);
        assertThat(post.shared()).isEmpty();
        assertThat(lists.content(post, list, KIT)).isEqualTo(new CopyContent.Withheld(MissedPosts.STATUS, MissedPosts.MARK + Audience.NO_KEY));
        assertThat(inside(copy(post, list, ANN), lists.author(ANN))).contains("canary sings");
        assertThat(inside(copy(post, list, BOB), lists.author(BOB))).contains("canary sings");
    }

    @Test
    void a_list_of_one_scheme_does_not_use_keys_of_the_other() {
        MailingList list = list(Map.of(Setting.SMIME_DISTRIB_ENCRYPT, "force"));
        PreparedPost post = plain(list);
        assertThat(lists.content(post, list, ANN)).isInstanceOf(CopyContent.Withheld.class);
        assertThat(inside(copy(post, list, BOB), lists.author(BOB))).contains("canary sings");
    }

    @Test
    void the_authors_signature_reaches_members_of_both_schemes_under_that_of_the_list() {
        MailingList list = list(Map.of(Setting.GPG_POST_ENCRYPT, "force", Setting.GPG_POST_SIGN, "force", Setting.GPG_DISTRIB_ENCRYPT, "force",
                Setting.SMIME_DISTRIB_ENCRYPT, "force", Setting.GPG_DISTRIB_SIGN, "yes", Setting.SMIME_DISTRIB_SIGN, "yes"));
        PreparedPost post = encrypted(list, true);
        Opening ann = opened(copy(post, list, ANN), lists.author(ANN));
        assertThat(ann.report().signature()).as("of the list, whose address is in From").isEqualTo(SignatureState.GOOD);
        assertThat(ann.report().layers()).contains("openpgp:encrypted", "openpgp:signed");
        String inside = EncryptedLists.text(ann.authored().orElseThrow().entity().reveal());
        assertThat(inside).contains("application/pgp-signature").contains("Author-Signature: ");
        for (String member : List.of(ANN, BOB)) {
            Part wrapped = verified(root(others.decrypted(copy(post, list, member), lists.author(member))), lists.ofList());
            assertThat(verified(wrapped.parts().getFirst(), lists.author(ANN)).text()).contains("canary sings");
        }
        assertThat(inside(copy(post, list, BOB), lists.author(BOB))).contains("application/pkcs7-signature").contains("application/pgp-signature").contains("canary sings");
    }

    @Test
    void copies_of_a_list_that_cannot_sign_wait_and_never_go_unsigned() {
        MailingList list = lists.store().lists().create(
                org.chancery.mail.Address.of("bare@" + EncryptedLists.DOMAIN), "discussion",
                new org.chancery.list.Settings(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.GPG_DISTRIB_SIGN, "yes")), "accept when from anyone. otherwise refuse.",
                new org.chancery.audit.Act(Instant.now(), "test", "cli", "test", "x", "")).orElseThrow();
        lists.member(list, ANN, Technology.OPENPGP);
        lists.member(list, KIT);
        PreparedPost post = plain(list);
        assertThat(lists.content(post, list, ANN)).isInstanceOf(CopyContent.NotYet.class);
        assertThat(lists.content(post, list, KIT)).isInstanceOf(CopyContent.NotYet.class);
    }

    @Test
    void an_anonymous_list_passes_on_no_signature_and_no_word_about_one() {
        MailingList list = list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.GPG_DISTRIB_SIGN, "yes", Setting.ANONYMOUS, "true"));
        PreparedPost post = encrypted(list, true);
        byte[] copy = copy(post, list, ANN);
        Opening opening = opened(copy, lists.author(ANN));
        String inside = EncryptedLists.text(opening.authored().orElseThrow().entity().reveal());
        assertThat(inside).contains("canary sings").doesNotContain(ANN).doesNotContain("Author-Signature").doesNotContain(lists.author(ANN).key().certificate().fingerprint());
        assertThat(inside.split("BEGIN PGP SIGNATURE", -1)).as("the list's alone").hasSize(2);
        assertThat(EncryptedLists.text(copy)).doesNotContain(ANN);
    }

    @Test
    void a_post_that_came_encrypted_stays_closed_when_the_settings_are_taken_away() {
        MailingList list = list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        Author ann = lists.author(ANN);
        var taken = lists.post(list, ANN, ann.message(list.address().toString(), "x", ann.encrypted(lists.ofList().key().certificate(), CANARY, false)));
        lists.store().lists().saveSettings(list.id(), list.settings(), org.chancery.list.Settings.DEFAULTS, new org.chancery.audit.Act(Instant.now(), "test", "cli", "test", "x", ""));
        PreparedPost post = lists.prepared(taken);
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(lists.content(post, list, member)).isInstanceOf(CopyContent.Withheld.class);
        }
    }

    @Test
    void no_copy_names_the_key_of_another_member_and_the_body_is_shared() {
        MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "force"));
        lists.member(list, ANN, Technology.OPENPGP);
        lists.member(list, "eve@example.net", Technology.OPENPGP);
        PreparedPost post = plain(list);
        CopyContent.Sliced ann = (CopyContent.Sliced) lists.content(post, list, ANN);
        CopyContent.Sliced eve = (CopyContent.Sliced) lists.content(post, list, "eve@example.net");
        assertThat(ann.slices().stream().filter(slice -> eve.slices().stream().anyMatch(other -> other == slice)).count()).isGreaterThanOrEqualTo(2);
        assertThat(opened(EncryptedLists.octets(post, ann), lists.author("eve@example.net")).report().encryption()).isEqualTo(Encryption.OTHER);
        assertThat(Optional.of(opened(EncryptedLists.octets(post, eve), lists.author("eve@example.net")).report().encryption())).contains(Encryption.LIST);
    }
}
