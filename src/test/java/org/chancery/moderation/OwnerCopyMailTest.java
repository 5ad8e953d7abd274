package org.chancery.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.SealedLetters;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope;
import org.chancery.mail.Message;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.posting.Authentication;
import org.chancery.posting.HeldPost;
import org.chancery.posting.Order;
import org.chancery.posting.OwnerCopies;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.protection.Technology;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The words that owners get beside a post, and those in place of one that they may not see.
class OwnerCopyMailTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SecureRandom RANDOM = new SecureRandom();
    @TempDir
    Path folder;

    private EncryptedLists lists;

    @BeforeEach
    void open() throws Exception {
        lists = EncryptedLists.in(folder);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    private OwnerCopyMail copies() {
        return Moderation.over(
                new Moderation.Ports(lists.store().lists(), lists.store().members(), lists.store().receipts(), lists.store().heldPosts(), lists.store().answers(), lists.store().outbox()),
                new Moderation.Surroundings(List::of, new NoticeWriter(new Texts(), "lists.example.org", CLOCK, RANDOM), new ConfirmTokens("k".repeat(32).getBytes(UTF_8)),
                        Optional::empty, Authentication.ofSessions(), CLOCK, RANDOM, () -> {})).ownerCopies();
    }

    private OwnerCopies sealing() {
        return copies().sealing(new SealedLetters(lists.keyring().keyrings(), CLOCK, RANDOM));
    }

    private MailingList list(Map<Setting, String> settings) {
        Map<Setting, String> all = new HashMap<>(settings);
        all.put(Setting.OWNER_COPIES, "true");
        return lists.list(all);
    }

    private static HeldPost post(MailingList list, Map<String, String> facts) {
        byte[] octets = ("From: ann@example.net\r\nTo: " + list.address() + "\r\nSubject: About the bird\r\n\r\nThe canary sings.\r\n").getBytes(UTF_8);
        Session session = new Session(Session.Door.MX, "192.0.2.1", "mx", Optional.empty(), Optional.empty(), false, false);
        Envelope envelope = new Envelope(Envelope.MailFrom.of(Address.of("ann@example.net")), List.of(Envelope.Recipient.of(list.address())));
        Order.Judged judged = new Order.Judged("hold", "policy", 7, "hold when subject empty", "ann@example.net is looked at first", 1, 1, facts, "");
        return new HeldPost(new Received(ReceiptId.create(CLOCK.instant(), RANDOM), CLOCK.instant(), session, envelope, octets), Message.parse(octets).orThrow(), list,
                Optional.of(Address.of("ann@example.net")), judged, false, Optional.empty());
    }

    private static Message mail(Notice notice) {
        return Message.parse(notice.message()).orThrow();
    }

    private static String all(Notice notice) {
        return new String(notice.message(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"en, As it came", "de, wie er kam", "fr, tel qu", "es, como llegó", "ja, 届いたままの投稿"})
    void owners_read_in_the_language_of_the_list_what_explain_shows(String language, String words) {
        MailingList list = list(Map.of(Setting.LANGUAGE, language));
        lists.add(list, Role.OWNER, "owen@example.net");
        lists.add(list, Role.OWNER, "olga@example.net");
        lists.add(list, Role.MODERATOR, "mod@example.net");
        HeldPost post = post(list, Map.of("spf", "pass"));
        List<Notice> notices = sealing().of(post);
        assertThat(notices).hasSize(1);
        assertThat(notices.getFirst().recipients()).containsExactlyInAnyOrder(Address.of("owen@example.net"), Address.of("olga@example.net"));
        assertThat(notices.getFirst().kind()).isEqualTo("owner-copy");
        String text = mail(notices.getFirst()).root().parts().getFirst().text();
        assertThat(text).containsIgnoringCase(words).contains(list.address().toString()).contains("hold").contains("ann@example.net").contains("About the bird")
                .contains("hold when subject empty").contains("is looked at first").contains("spf: pass").contains(post.received().id().toString()).contains("owner_copies");
        assertThat(all(notices.getFirst())).contains(new String(post.received().octets(), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"en, nothing of the post", "de, nichts von dem Beitrag", "fr, rien du message", "es, nada del mensaje", "ja, 投稿の内容は何も"})
    void an_owner_without_a_key_reads_that_a_post_came_and_neither_what_nor_from_whom(String language, String words) {
        MailingList list = list(Map.of(Setting.LANGUAGE, language, Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        lists.add(list, Role.OWNER, "kit@example.net");
        HeldPost post = post(list, Map.of("spf", "pass"));
        Notice notice = sealing().of(post).getFirst();
        assertThat(notice.kind()).isEqualTo("closed-owner-copy");
        assertThat(mail(notice).root().text()).contains(words).contains("hold").contains("policy 7").contains("kit@example.net").contains(post.received().id().toString());
        assertThat(mail(notice).root().parts()).isEmpty();
        assertThat(all(notice)).doesNotContain("canary", "bird", "ann@example.net", "spf", "looked at first");
        assertThat(mail(notice).headers().first("Subject").orElseThrow().text()).doesNotContain("bird");
    }

    @Test
    void where_nothing_can_be_sealed_nobody_gets_the_post_whatever_keys_there_are() {
        MailingList list = list(Map.of(Setting.SMIME_DISTRIB_ENCRYPT, "force"));
        lists.add(list, Role.OWNER, "owen@example.net", Technology.OPENPGP);
        assertThat(copies().of(post(list, Map.of()))).hasSize(1).allSatisfy(notice -> assertThat(all(notice)).doesNotContain("canary", "bird", "ann@example.net"));
        assertThat(sealing().of(post(list, Map.of()))).hasSize(1).allSatisfy(notice -> {
            assertThat(notice.kind()).as("a key in either technology will do").isEqualTo("owner-copy");
            assertThat(all(notice)).contains("PGP MESSAGE").doesNotContain("canary", "bird", "ann@example.net");
        });
    }

    @Test
    void fifty_owners_are_written_to_and_a_list_without_owners_writes_to_nobody() {
        MailingList list = list(Map.of());
        assertThat(sealing().of(post(list, Map.of()))).isEmpty();
        for (int i = 0; i < 51; i++) {
            lists.add(list, Role.OWNER, "owner" + i + "@example.net");
        }
        assertThat(sealing().of(post(list, Map.of()))).hasSize(1).allSatisfy(notice -> assertThat(notice.recipients()).hasSize(50));
    }
}
