package org.chancery.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.keyring.SealedLetters;
import org.chancery.kit.Author;
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
import org.chancery.posting.ReceiptId;
import org.chancery.posting.Received;
import org.chancery.posting.Session;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Encryption;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What moderators are sent of a held post that arrived encrypted.
class SealedHoldMailTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CANARY = "The canary sings at dawn.\r\n";
    @TempDir
    Path folder = Path.of(".");

    private static List<Notice> told(EncryptedLists lists, MailingList list) {
        Author ann = lists.author("ann@example.net");
        return told(lists, list, ann.message(list.address().toString(), "Outer", ann.encrypted(lists.ofList().key().certificate(), CANARY, true)), true);
    }

    private static List<Notice> told(EncryptedLists lists, MailingList list, byte[] octets, boolean cameEncrypted) {
        Author ann = lists.author("ann@example.net");
        Message inside = Message.parse(ann.message(list.address().toString(), "Inner", ann.plain(CANARY))).orThrow();
        Session session = new Session(Session.Door.MX, "192.0.2.1", "mx", Optional.empty(), Optional.empty(), false, false);
        Envelope envelope = new Envelope(Envelope.MailFrom.of(Address.of("ann@example.net")), List.of(Envelope.Recipient.of(list.address())));
        Order.Judged judged = new Order.Judged("hold", "policy", 1, "hold for moderators.", "looked at first", 1, 1, Map.of(), "");
        HeldPost post = new HeldPost(new Received(ReceiptId.create(CLOCK.instant(), RANDOM), CLOCK.instant(), session, envelope, octets), Message.parse(octets).orThrow(), list,
                Optional.empty(), judged, false, cameEncrypted ? Optional.of(inside) : Optional.empty());
        Moderation moderation = Moderation.over(
                new Moderation.Ports(lists.store().lists(), lists.store().members(), lists.store().receipts(), lists.store().heldPosts(), lists.store().answers(), lists.store().outbox()),
                new Moderation.Surroundings(List::of, new NoticeWriter(new Texts(), "lists.example.org", CLOCK, RANDOM), new ConfirmTokens("k".repeat(32).getBytes(UTF_8)),
                        Optional::empty, Authentication.ofSessions(), CLOCK, RANDOM, () -> {}));
        return moderation.holdMail().sealing(new SealedLetters(lists.keyring().keyrings(), CLOCK, RANDOM)).of(post).notices();
    }

    private static Notice to(List<Notice> notices, String address) {
        return notices.stream().filter(notice -> notice.recipients().contains(Address.of(address))).findFirst().orElseThrow();
    }

    @Test
    void a_moderator_with_a_key_may_get_the_post_sealed_and_no_other_sees_an_octet_of_it() throws Exception {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            for (String wanted : List.of("sealed", "headers")) {
                MailingList list = lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.HOLD_NOTICE, wanted));
                lists.add(list, Role.MODERATOR, "mod@example.net", Technology.OPENPGP);
                lists.add(list, Role.MODERATOR, "kit@example.net");
                List<Notice> notices = told(lists, list);
                for (Notice notice : notices) {
                    assertThat(new String(notice.message(), UTF_8)).as("%s to %s", wanted, notice.recipients()).doesNotContain("canary").doesNotContain("Inner");
                }
                Opening opening = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(), List.of(lists.author("mod@example.net").key())))))
                        .open(Message.parse(to(notices, "mod@example.net").message()).orThrow(), Instant.now().plusSeconds(60), AcceptedSignatures.NONE);
                assertThat(opening.report().encryption()).isEqualTo(wanted.equals("sealed") ? Encryption.LIST : Encryption.NONE);
                opening.content().ifPresent(text -> assertThat(new String(text.reveal(), UTF_8)).contains("canary sings").contains("Subject: Inner"));
                assertThat(new String(to(notices, "kit@example.net").message(), UTF_8)).contains("encrypted");
            }
        }
    }

    @Test
    void what_came_in_clear_to_a_list_that_encrypts_leaves_sealed_to_moderators_and_never_in_clear_where_it_must() throws Exception {
        try (EncryptedLists lists = EncryptedLists.in(folder)) {
            for (String level : List.of("no", "yes", "force")) {
                MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, level));
                lists.add(list, Role.MODERATOR, "mod@example.net", Technology.OPENPGP);
                lists.add(list, Role.MODERATOR, "kit@example.net");
                Author ann = lists.author("ann@example.net");
                List<Notice> notices = told(lists, list, ann.message(list.address().toString(), "In clear", ann.plain(CANARY)), false);
                String withKey = new String(to(notices, "mod@example.net").message(), UTF_8);
                String without = new String(to(notices, "kit@example.net").message(), UTF_8);
                assertThat(withKey.contains("canary")).as(level).isEqualTo(level.equals("no"));
                assertThat(without.contains("canary")).as(level).isEqualTo(!level.equals("force"));
                if (level.equals("force")) {
                    assertThat(without).contains("only the header is shown here");
                }
                Opening opening = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(), List.of(lists.author("mod@example.net").key())))))
                        .open(Message.parse(to(notices, "mod@example.net").message()).orThrow(), Instant.now().plusSeconds(60), AcceptedSignatures.NONE);
                assertThat(opening.content().map(text -> new String(text.reveal(), UTF_8).contains("canary sings"))).isEqualTo(level.equals("no") ? Optional.empty() : Optional.of(true));
            }
        }
    }
}
