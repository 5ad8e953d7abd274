package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.audit.Act;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.CipherChoice;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.posting.Disposition;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.OpenSsl;
import org.chancery.protection.Opening;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With which cipher a member gets copies in S/MIME, as far as his own signed posts tell (RFC 8551 section 2.7.1.1). OpenSSL opens them.
class CipherLearningTest {
    private static final String BOB = "bob@example.net";
    private static final String SUE = "sue@example.net";
    private static final Map<Setting, String> SEALING = Map.of(Setting.SMIME_POST_ENCRYPT, "yes", Setting.SMIME_DISTRIB_ENCRYPT, "yes", Setting.SMIME_DISTRIB_SIGN, "yes");
    @TempDir
    static Path folder = Path.of(".");

    private static final AtomicInteger NUMBER = new AtomicInteger(); // of posts, since no list of the site takes a signature twice
    private static EncryptedLists lists = unopened();

    @BeforeAll
    static void open() throws IOException {
        lists = EncryptedLists.in(folder);
    }

    @AfterAll
    static void close() {
        lists.close();
    }

    private MailingList list(Map<Setting, String> settings) {
        MailingList list = lists.list(settings);
        lists.member(list, BOB, Technology.SMIME);
        lists.member(list, SUE, Technology.SMIME);
        return list;
    }

    private MailingList list() {
        return list(SEALING);
    }

    private PreparedPost posts(MailingList list, String from, byte[] content) {
        return lists.prepared(lists.post(list, from, lists.author(from).message(list.address().toString(), "About copies", content)));
    }

    private byte[] announcing(String name, Duration later) {
        return lists.author(name).announcingGcm("Read with AES-GCM, " + NUMBER.incrementAndGet() + "\r\n", Instant.now().plus(later));
    }

    /// A signature says in which second it was made.
    private static void nextSecond() throws InterruptedException {
        Thread.sleep(1_001);
    }

    /// With the program of the author, which announces AES-256-CBC and not GCM.
    private byte[] byOpenssl(String name) {
        return lists.author(name).signed(Technology.SMIME, "Read with OpenSSL, " + NUMBER.incrementAndGet() + "\r\n");
    }

    /// The cipher of the next copy, which its reader opens.
    private ContentCipher copyFor(MailingList list, String member) throws IOException {
        PreparedPost post = posts(list, SUE, lists.author(SUE).plain("The next post.\r\n"));
        byte[] copy = EncryptedLists.octets(post, lists.content(post, list, member));
        Files.write(folder.resolve("copy.eml"), copy);
        byte[] inside = lists.openssl().run(new byte[0], "cms", "-decrypt", "-in", "@copy.eml", "-recip", "@" + member + ".pem", "-inkey", "@" + member + ".key");
        assertThat(EncryptedLists.text(inside)).contains("The next post.");
        String type = EncryptedLists.text(copy).lines().filter(line -> line.startsWith("Content-Type: ")).findFirst().orElseThrow();
        assertThat(type).containsAnyOf("smime-type=enveloped-data", "smime-type=authEnveloped-data");
        return type.contains("authEnveloped-data") ? ContentCipher.AES256_GCM : ContentCipher.AES256_CBC;
    }

    private long version(MailingList list) {
        return lists.store().keys().lists().version(list.id());
    }

    private CipherChoice known(MailingList list, String member) {
        return lists.store().keys().members().cipher(list.id(), Address.of(member));
    }

    @Test
    void who_announces_gcm_in_a_signed_post_gets_authenticated_copies_and_nobody_else_does() throws IOException {
        MailingList list = list();
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_CBC);
        posts(list, BOB, announcing(BOB, Duration.ZERO));
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_GCM);
        assertThat(copyFor(list, SUE)).isEqualTo(ContentCipher.AES256_CBC);
        assertThat(lists.store().audit().last(1).getFirst().act()).satisfies(act -> {
            assertThat(act.action()).isEqualTo("key.cipher");
            assertThat(act.actor()).isEqualTo(BOB);
            assertThat(act.detail()).endsWith("aes256-gcm announced");
        });
    }

    @Test
    void what_is_signed_inside_the_encryption_counts_the_same() throws IOException {
        MailingList list = list();
        byte[] ofList = lists.ofList().certificate();
        posts(list, BOB, lists.author(BOB).encrypted(ofList, announcing(BOB, Duration.ZERO)));
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_GCM);
    }

    @Test
    void the_newest_signing_time_wins_in_whatever_order_posts_come() throws IOException, InterruptedException {
        MailingList list = list();
        posts(list, BOB, announcing(BOB, Duration.ZERO));
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_GCM);
        nextSecond();
        posts(list, BOB, byOpenssl(BOB));
        assertThat(copyFor(list, BOB)).as("the newest says CBC").isEqualTo(ContentCipher.AES256_CBC);
        posts(list, BOB, announcing(BOB, Duration.ofMinutes(5)));
        assertThat(copyFor(list, BOB)).as("a clock goes ahead").isEqualTo(ContentCipher.AES256_GCM);
        nextSecond();
        posts(list, BOB, byOpenssl(BOB));
        assertThat(copyFor(list, BOB)).as("signed before what is known").isEqualTo(ContentCipher.AES256_GCM);
    }

    @Test
    void a_signed_post_goes_before_the_certificate() throws IOException {
        String cap = "cap@example.net";
        lists.author(cap);
        lists.openssl().capable(cap, "ca", cap); // in the place of the certificate that announces nothing
        MailingList list = list();
        lists.member(list, cap, Technology.SMIME);
        assertThat(copyFor(list, cap)).as("so the certificate announces").isEqualTo(ContentCipher.AES256_GCM);
        posts(list, cap, byOpenssl(cap));
        assertThat(copyFor(list, cap)).isEqualTo(ContentCipher.AES256_CBC);
    }

    @Test
    void another_certificate_begins_anew() throws IOException {
        String kim = "kim@example.net";
        MailingList list = list();
        lists.member(list, kim, Technology.SMIME);
        posts(list, kim, announcing(kim, Duration.ZERO));
        lists.author(Author.in(folder, lists.openssl(), kim));
        lists.keys(list, kim, Technology.SMIME);
        assertThat(copyFor(list, kim)).isEqualTo(ContentCipher.AES256_CBC);
        posts(list, kim, announcing(kim, Duration.ofMinutes(1)));
        assertThat(copyFor(list, kim)).isEqualTo(ContentCipher.AES256_GCM);
    }

    @Test
    void what_was_said_for_a_member_goes_before_all_others_until_it_is_taken_back() throws IOException {
        MailingList list = list();
        var members = lists.store().keys().members();
        Act act = new Act(Instant.now(), "owner@example.net", "cli", "key.cipher", BOB, "");
        assertThat(members.chooseCipher(list.id(), Address.of(BOB), Optional.of(ContentCipher.AES256_GCM), act)).isTrue();
        posts(list, BOB, byOpenssl(BOB));
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_GCM);
        assertThat(members.chooseCipher(list.id(), Address.of(BOB), Optional.empty(), act)).isTrue();
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_CBC);
    }

    @Test
    void nothing_is_written_when_a_post_says_what_is_known() throws IOException {
        MailingList list = list();
        posts(list, BOB, announcing(BOB, Duration.ZERO));
        long after = version(list);
        CipherChoice known = known(list, BOB);
        assertThat(known.heard()).isPresent();
        posts(list, BOB, announcing(BOB, Duration.ofSeconds(30)));
        copyFor(list, SUE);
        assertThat(version(list)).isEqualTo(after);
        assertThat(known(list, BOB)).isEqualTo(known);
    }

    @Test
    void a_signature_that_is_not_good_or_not_the_members_teaches_nothing() throws IOException {
        MailingList list = list();
        String changed = EncryptedLists.text(announcing(BOB, Duration.ZERO)).replace("Read with", "Died with");
        assertThat(lists.post(list, BOB, lists.author(BOB).message(list.address().toString(), "x", changed.getBytes(java.nio.charset.StandardCharsets.UTF_8)))).isInstanceOf(Disposition.Refused.class);
        posts(list, SUE, announcing(BOB, Duration.ZERO)); // in a mail of somebody else
        Author second = Author.in(folder, lists.openssl(), "other-" + BOB);
        posts(list, BOB, second.announcingGcm("Not the certificate of Bob.\r\n", Instant.now()));
        posts(list, BOB, announcing(BOB, Duration.ofDays(-8))); // too old to be good
        assertThat(known(list, BOB)).isEqualTo(CipherChoice.NONE);
        assertThat(known(list, SUE)).isEqualTo(CipherChoice.NONE);
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_CBC);
    }

    @Test
    void a_good_signature_with_a_certificate_that_is_not_bound_to_the_member_teaches_nothing() throws IOException {
        MailingList list = list();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (String file : List.of("ca.pem", "ca.key")) {
            Files.copy(folder.resolve(file), elsewhere.resolve(file));
        }
        Author namesake = Author.in(elsewhere, OpenSsl.in(elsewhere), BOB);
        byte[] mail = namesake.message(list.address().toString(), "By another certificate", namesake.announcingGcm("It names Bob, too.\r\n", Instant.now()));
        Opening opening = lists.keyring().keyrings().of(list).opener(Set.of(Technology.SMIME), Instant.now())
                .open(Message.parse(mail).orThrow(), Instant.now(), AcceptedSignatures.NONE);
        assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);
        lists.prepared(lists.post(list, BOB, mail));
        assertThat(known(list, BOB)).isEqualTo(CipherChoice.NONE);
    }

    @Test
    void a_post_that_is_held_teaches_nothing_before_it_is_accepted() {
        MailingList list = lists.list(SEALING, "hold when from anyone. otherwise refuse.");
        lists.member(list, BOB, Technology.SMIME);
        Disposition held = lists.post(list, BOB, lists.author(BOB).message(list.address().toString(), "About copies", announcing(BOB, Duration.ZERO)));
        assertThat(held).isInstanceOf(Disposition.Accepted.class);
        assertThat(known(list, BOB)).isEqualTo(CipherChoice.NONE);
    }

    /// When somebody signed would tell which post was his.
    @Test
    void an_anonymous_list_remembers_of_nobody_when_he_signed() throws IOException {
        MailingList list = list(Map.of(Setting.SMIME_POST_ENCRYPT, "yes", Setting.SMIME_DISTRIB_ENCRYPT, "yes", Setting.ANONYMOUS, "true"));
        posts(list, BOB, lists.author(BOB).encrypted(lists.ofList().certificate(), announcing(BOB, Duration.ZERO)));
        assertThat(known(list, BOB)).isEqualTo(CipherChoice.NONE);
        assertThat(copyFor(list, BOB)).isEqualTo(ContentCipher.AES256_CBC);
    }
}
