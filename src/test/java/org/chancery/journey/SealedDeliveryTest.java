package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What else befalls posts of an encrypted list: they wait, are put off, come after the key was changed, find members without a key or
/// with digests. No content ever leaves in clear.
class SealedDeliveryTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String KIT = "kit@example.net";
    private static final String KAY = "kay@example.net";
    private static final String MODERATOR = "mod@example.org";
    private static final String TEXT = "The canary sings at dawn.\r\n";
    private static final Duration CHORE = Duration.ofSeconds(20); // as the server looks after members without a key
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name, Map<String, String> settings) {
        MailingList list = site.set(readers.list(name, "encrypted"), settings);
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        return list;
    }

    private static String post(MailingList list, String text, boolean isSigned) throws IOException {
        return site.post(ANN, list, readers.encrypted(list, Technology.OPENPGP, ANN, "Outer words", text, isSigned));
    }

    private static byte[] copy(MailingList list, String member) {
        return site.copy(list, member).content();
    }

    // ---- moderators

    @Test
    void a_held_post_shows_moderators_its_outer_header_and_the_report_and_goes_out_sealed_once_accepted() throws IOException {
        MailingList list = list("held", Map.of("gpg_post_sign", "yes", "smime_post_sign", "yes"));
        site.add(list, MODERATOR, Role.OWNER); // the policy of this style holds for owners
        digestReader(list, "deb@example.net");
        Site.receipt(post(list, TEXT, false));

        Message mail = Site.read(site.copies(MODERATOR, 1).getFirst());
        String shown = new String(mail.toByteArray(), UTF_8);
        assertThat(shown).contains("Outer words").contains("encryption=list signature=none").doesNotContainIgnoringCase("canary").doesNotContain("PGP MESSAGE");
        assertThat(site.copies(list, ANN)).isEmpty();

        site.post(MODERATOR, site.replyTo(mail), Site.message(MODERATOR, site.replyTo(mail), "Re: a post waits", "", "accept\r\n"));
        assertThat(readers.decryptedText(list, ANN, copy(list, ANN))).contains(TEXT.strip());
        assertThat(readers.decryptedText(BOB, copy(list, BOB))).contains(TEXT.strip());
        assertThat(readers.decryptedText(list, "deb@example.net", copy(list, "deb@example.net"))).contains(TEXT.strip());
        site.settle();
        assertThat(site.sink().messages()).noneMatch(copy -> copy.text().contains("canary"));
    }

    /// A list with one moderator, to whom a post in `technology` was shown; it waits for his answer.
    private record Waiting(MailingList list, String moderator, Message mail) {
        static Waiting of(String name, Technology technology, String text) throws IOException {
            MailingList list = SealedDeliveryTest.list(name, Map.of("gpg_post_sign", "yes", "smime_post_sign", "yes"));
            String moderator = name + "-mod@example.org";
            site.add(list, moderator, Role.OWNER);
            Site.receipt(site.post(ANN, list, readers.encrypted(list, technology, ANN, "Outer words", text, false)));
            return new Waiting(list, moderator, Site.read(site.copies(moderator, 1).getFirst()));
        }

        void accept() throws IOException {
            site.post(moderator, site.replyTo(mail), Site.message(moderator, site.replyTo(mail), "Re: a post waits", "", "accept\r\n"));
        }

        void assertCopiesSay(String text) {
            assertThat(readers.decryptedText(list, ANN, copy(list, ANN))).contains(text);
            assertThat(readers.decryptedText(BOB, copy(list, BOB))).contains(text);
        }
    }

    @Test
    void a_key_that_was_rotated_away_still_opens_what_waited_for_a_moderator() throws IOException {
        Waiting waiting = Waiting.of("rotated", Technology.OPENPGP, "Written to the old key.");
        byte[] before = readers.listKey(waiting.list(), Technology.OPENPGP);
        site.administration().keys().rotate(Site.CALLER, waiting.list(), ListKeyDesk.Which.of(Technology.OPENPGP));
        assertThat(readers.listKey(waiting.list(), Technology.OPENPGP)).isNotEqualTo(before);
        waiting.accept();
        waiting.assertCopiesSay("Written to the old key.");
    }

    @Test
    void an_smime_key_that_was_rotated_away_opens_what_waited_and_what_is_still_written_to_it() throws IOException {
        Waiting waiting = Waiting.of("renewed", Technology.SMIME, "Written to the old certificate.");
        MailingList list = waiting.list();
        byte[] late = readers.encrypted(list, Technology.SMIME, ANN, "Outer words", "Still to the old certificate.", true);
        byte[] before = readers.listKey(list, Technology.SMIME);
        site.administration().keys().rotate(Site.CALLER, list, ListKeyDesk.Which.of(Technology.SMIME));
        assertThat(readers.listKey(list, Technology.SMIME)).as("until the authority has answered").isEqualTo(before);
        readers.certify(list);
        assertThat(readers.listKey(list, Technology.SMIME)).isNotEqualTo(before);

        waiting.accept();
        waiting.assertCopiesSay("Written to the old certificate.");
        String reply = site.post(BOB, list, readers.encrypted(list, Technology.SMIME, BOB, "Outer words", "To the new certificate.", true));
        assertThat(Site.receipt(reply)).isNotNull();
        Site.await(() -> site.copies(list, BOB).size() == 2 && site.copies(list, ANN).size() == 2);
        waiting.assertCopiesSay("To the new certificate.");
        Site.receipt(site.post(ANN, list, late));
        Site.await(() -> site.copies(list, BOB).size() == 3);
    }

    @Test
    void a_revoked_list_key_takes_nothing_new_and_still_opens_what_waited_for_a_moderator() throws IOException {
        Waiting waiting = Waiting.of("revoked", Technology.OPENPGP, "Written before the loss.");
        MailingList list = waiting.list();
        byte[] late = readers.encrypted(list, Technology.OPENPGP, ANN, "Outer words", "Written to the lost key.", true);
        site.administration().keys().revoke(Site.CALLER, list, ListKeyDesk.Which.of(Technology.OPENPGP));
        assertThat(site.post(ANN, list, late)).startsWith("550 5.7");
        site.administration().keys().generate(Site.CALLER, list, ListKeyDesk.Kind.ED25519);

        site.restart(); // nothing that was opened before is in memory any more
        waiting.accept();
        waiting.assertCopiesSay("Written before the loss.");
        assertThat(site.copies(list, ANN)).hasSize(1);
    }

    // ---- delivery

    @Test
    void a_copy_that_was_put_off_is_sealed_anew_at_the_retry() throws IOException {
        MailingList list = list("later", Map.of());
        String fay = "fay@example.net";
        readers.member(list, fay, Technology.OPENPGP);
        site.settle(); // she was told of her key
        site.sink().refuseOnce(fay, "450 4.2.1 come again");
        String reply = post(list, "Said twice.\r\n", true);
        byte[] anns = copy(list, ANN);
        Site.await(() -> site.onList(reply).post().deferred().size() == 1);

        site.restart(); // nothing of the first sealing is in memory any more
        site.administration().queue().retryAll(Site.CALLER);
        byte[] fays = copy(list, fay);
        assertThat(readers.decryptedText(list, fay, fays)).contains("Said twice.");
        assertThat(readers.decryptedText(list, ANN, anns)).contains("Said twice.");
        assertThat(sessionKey(list, ANN, anns)).isNotEqualTo(sessionKey(list, fay, fays));
    }

    /// As GnuPG shows it.
    private static String sessionKey(MailingList list, String member, byte[] copy) {
        String status = new String(readers.gpg(list, member).run(Readers.armour(copy), "--status-fd", "1", "--show-session-key", "--decrypt"), UTF_8);
        return status.lines().filter(line -> line.startsWith("[GNUPG:] SESSION_KEY ")).findFirst().orElseThrow();
    }

    @Test
    void members_who_take_digests_get_sealed_single_copies_and_no_digest() throws IOException {
        MailingList list = list("digests", Map.of());
        String dan = "dan@example.net";
        digestReader(list, dan);
        Site.receipt(post(list, "For readers of digests.\r\n", true));
        byte[] copy = copy(list, dan);
        assertThat(readers.decryptedText(list, dan, copy)).contains("For readers of digests.");
        assertThat(site.administration().digests().send(Site.CALLER, list)).isZero();
        site.settle();
        assertThat(site.copies(list, dan)).hasSize(1);
    }

    private static void digestReader(MailingList list, String address) {
        site.administration().members().add(Site.CALLER, list, address, "", Role.MEMBER, new Preferences(true, Member.Digest.MIME, false, false));
        readers.keys(list, address, Technology.OPENPGP);
    }

    // ---- members without a key

    @Test
    void a_member_without_a_key_is_told_that_posts_were_missed_and_of_neither_subject_nor_author() throws IOException, InterruptedException {
        MailingList list = list("missed", Map.of());
        readers.member(list, KIT);
        Site.receipt(post(list, "The first canary.\r\n", true));
        Site.receipt(post(list, "The second canary.\r\n", true));
        for (long end = System.nanoTime() + CHORE.multipliedBy(2).toNanos(); site.copies(KIT, 0).isEmpty() && System.nanoTime() < end; Thread.sleep(50)) {
            assertThat(site.copies(list, KIT)).isEmpty();
        }
        assertThat(site.copies(KIT, 0)).hasSize(1);
        assertThat(site.copies(KIT, 0).getFirst().text()).contains("could not be encrypted").contains("like this one: 2").doesNotContainIgnoringCase("canary").doesNotContain("Outer words").doesNotContain(ANN)
                .contains(Site.role(list, "-request"));
        Message told = Site.read(site.copies(KIT, 0).getFirst());
        readers.verified(readers.gpg(list, ANN), told.root(), list.address().toString(), readers.certificate(list));
    }

    // ---- keys of the list, and of authors whom it does not know

    @Test
    void the_key_of_a_list_is_announced_sealed_where_it_can_be_and_signed() throws IOException {
        MailingList list = list("announced", Map.of());
        readers.member(list, KAY);
        site.administration().keys().rotate(Site.CALLER, list, ListKeyDesk.Which.of(Technology.OPENPGP));
        assertThat(site.administration().keys().announce(Site.CALLER, list)).isEqualTo(3);
        String subject = "the key of the list";
        Message toKit = site.mail(KAY, list.address() + ": " + subject);
        Site.await(() -> !announced(list, ANN).isEmpty() && !announced(list, BOB).isEmpty());
        Message toAnn = announced(list, ANN).getFirst();
        String fingerprint = readers.certificate(list).fingerprint();
        String readable = String.join(" ", fingerprint.split("(?<=\\G.{4})"));
        assertThat(new String(toAnn.toByteArray(), UTF_8)).contains("Subject: [...]").doesNotContain(readable);
        assertThat(readers.decryptedText(list, ANN, toAnn.toByteArray())).contains(readable).contains("announced.asc").contains(subject);
        assertThat(readers.decryptedText(BOB, announced(list, BOB).getFirst().toByteArray())).contains(readable);
        assertThat(new String(toKit.toByteArray(), UTF_8)).contains(readable).contains("announced.asc").contains("announced.pem");
        readers.verified(readers.gpg(list, ANN), toKit.root(), list.address().toString(), readers.certificate(list));

        MailingList vanilla = site.openList("keyless", KAY);
        assertThatThrownBy(() -> site.administration().keys().announce(Site.CALLER, vanilla)).hasMessageContaining("neither encrypts nor signs");
    }

    private static List<Message> announced(MailingList list, String member) {
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(member) && mail.text().contains("X-Loop: " + list.address()) && mail.text().contains("Subject: [...]")).map(Site::read).toList();
    }

    @Test
    void moderators_of_a_post_that_is_signed_with_an_unknown_key_hear_which_and_how_it_becomes_known() throws IOException {
        MailingList list = list("unknown", Map.of("gpg_post_sign", "yes", "smime_post_sign", "yes"));
        String newcomer = "una@example.net";
        readers.member(list, newcomer);
        String moderator = "unknown-mod@example.org";
        site.add(list, moderator, Role.OWNER);
        Site.receipt(site.post(newcomer, list, readers.encrypted(list, Technology.OPENPGP, newcomer, "Outer words", TEXT, true)));
        String mail = new String(Site.read(site.copies(moderator, 1).getFirst()).toByteArray(), UTF_8);
        assertThat(mail).contains("signature=unknown").containsPattern("does not have:\r\n {4}([0-9A-F]{4} ){9}[0-9A-F]{4}\r\n").contains("\"key\"").contains(Site.role(list, "-request"));

        Site.receipt(post(list, "Not signed at all.\r\n", false));
        Site.await(() -> site.copies(moderator, 0).size() == 2);
        assertThat(site.copies(moderator, 0).getLast().text()).contains("signature=none").doesNotContain("does not have:");
    }
}
