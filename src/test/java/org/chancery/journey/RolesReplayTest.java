package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.kit.Author;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Nobody has a list open for him what was meant for somebody else (promise T7): the key of a list is that of all its addresses, so whoever recorded what went
/// to one of them could send it to another, where more people read it, or under another name. Each attack as it was made by hand.
class RolesReplayTest {
    private static final String ANN = "ann@example.net";
    private static final String OWEN = "owen@example.net";
    private static final String KIT = "kit@example.net"; // who reads along
    private static final String MALLORY = "mallory@example.com";
    private static final String SECRET = "Throw the canary out.";
    private static final String CLOSED = "could not be opened with the keys of the list";
    private static final String REPLAYED = "was accepted before";
    /// Else two that are the same within a second have the same signature.
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    /// A list with members who read in clear what comes encrypted, and an owner with a key; with signatures demanded or not.
    private static MailingList list(String name, boolean isSigned) {
        MailingList list = readers.openList(name, "encrypted");
        String sign = isSigned ? "force" : "no";
        site.set(list, Map.of("gpg_post_encrypt", "yes", "smime_post_encrypt", "yes", "gpg_post_sign", sign, "smime_post_sign", sign,
                "gpg_distrib_encrypt", "no", "smime_distrib_encrypt", "no", "allow_plaintext_out", "true"));
        readers.member(list, ANN, Technology.OPENPGP, Technology.SMIME);
        readers.member(list, KIT);
        site.add(list, OWEN, Role.OWNER);
        readers.keys(list, OWEN, Technology.OPENPGP);
        return site.administration().lists().require(list.address().toString());
    }

    private static String owners(MailingList list) {
        return Site.role(list, "-owner");
    }

    private static String request(MailingList list) {
        return Site.role(list, "-request");
    }

    /// A program that protects the header writes To, and whoever is meant besides, inside.
    private static String entity(String... inside) {
        String fields = "X-Number: " + NUMBERS.incrementAndGet() + "\r\n" + (inside.length == 0 ? "" : "To: " + String.join(", ", inside) + "\r\n");
        return "Content-Type: text/plain; charset=utf-8" + (inside.length == 0 ? "" : "; hp=\"cipher\"") + "\r\n" + fields + "\r\n" + SECRET + "\r\n";
    }

    private static byte[] sealed(MailingList list, Technology technology, boolean isSigned, String entity) {
        Author ann = readers.person(ANN);
        byte[] content = entity.getBytes(UTF_8);
        return switch (technology) {
            case OPENPGP -> ann.encrypted(readers.certificate(list), content, isSigned);
            case SMIME -> ann.encrypted(readers.listKey(list, technology), isSigned ? ann.signed(technology, content) : content);
        };
    }

    /// The same content in a message that is new.
    private static String send(String mailFrom, String author, String to, byte[] content) throws IOException {
        return site.post(mailFrom, to, readers.person(author).message(to, "...", content));
    }

    private static List<SmtpSink.Message> copies(String reader, String list) {
        site.settle();
        return site.copies(reader, 0).stream().filter(copy -> copy.text().contains(list)).toList();
    }

    private static void assertNobodyReads(MailingList list) {
        site.settle();
        assertThat(site.sink().messages()).noneMatch(mail -> mail.text().contains(SECRET) && mail.text().contains(list.listId()));
        assertThat(copies(KIT, list.listId())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OPENPGP, true", "OPENPGP, false", "SMIME, true"})
    void mail_to_the_owners_that_somebody_sends_again_to_the_list_becomes_no_post(Technology technology, boolean isSigned) throws IOException {
        MailingList list = list("owners-" + technology.word() + isSigned, isSigned);
        byte[] mail = sealed(list, technology, isSigned, entity());
        Site.receipt(send(ANN, ANN, owners(list), mail));
        assertThat(send(MALLORY, ANN, list.address().toString(), mail)).as("with her name").startsWith("550 5.7.1").contains(REPLAYED);
        assertThat(send(MALLORY, MALLORY, list.address().toString(), mail)).as("with his").startsWith("550 5.7.1");
        assertNobodyReads(list);
    }

    @Test
    void what_the_owners_never_got_because_anybody_may_have_changed_it_becomes_no_post_either() throws IOException {
        MailingList list = list("blocks", false);
        byte[] mail = sealed(list, Technology.SMIME, false, entity());
        assertThat(send(ANN, ANN, owners(list), mail)).startsWith("550 5.7.1").contains(CLOSED);
        assertThat(send(MALLORY, MALLORY, list.address().toString(), mail)).startsWith("550 5.7.1").contains(CLOSED);
        assertNobodyReads(list);
    }

    @ParameterizedTest
    @EnumSource
    void a_post_that_somebody_sends_again_to_the_owners_is_not_shown_to_them_as_good(Technology technology) throws IOException {
        MailingList list = list("post-" + technology.word(), true);
        byte[] post = sealed(list, technology, true, entity());
        Site.receipt(send(ANN, ANN, list.address().toString(), post));
        assertThat(send(MALLORY, ANN, owners(list), post)).startsWith("550 5.7.1").contains(CLOSED);
        byte[] wrapped = sealed(list, Technology.OPENPGP, false, new String(post, ISO_8859_1));
        assertThat(send(MALLORY, ANN, owners(list), wrapped)).as("encrypted once more").startsWith("550 5.7.1").contains(CLOSED);
        assertThat(copies(OWEN, owners(list))).isEmpty();
    }

    @Test
    void a_signature_that_a_reader_took_out_and_encrypted_anew_is_not_shown_to_owners_either() throws IOException {
        MailingList list = list("anew", true);
        byte[] signed = readers.person(ANN).signed(Technology.OPENPGP, entity().getBytes(UTF_8));
        Site.receipt(send(ANN, ANN, list.address().toString(), sealed(list, Technology.OPENPGP, false, new String(signed, ISO_8859_1))));
        assertThat(send(MALLORY, ANN, owners(list), sealed(list, Technology.OPENPGP, false, new String(signed, ISO_8859_1)))).startsWith("550 5.7.1").contains(CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void an_unsigned_post_cannot_be_sent_again_by_a_stranger_in_his_own_name(Technology technology) throws IOException {
        MailingList list = list("stranger-" + technology.word(), false);
        byte[] post = sealed(list, technology, false, entity());
        Site.receipt(send(ANN, ANN, list.address().toString(), post));
        int before = copies(KIT, list.listId()).size();
        assertThat(send(MALLORY, MALLORY, list.address().toString(), post)).startsWith("550 5.7.1");
        byte[] wrapped = sealed(list, technology, false, new String(post, ISO_8859_1));
        assertThat(send(MALLORY, MALLORY, list.address().toString(), wrapped)).as("encrypted once more").startsWith("550 5.7.1");
        assertThat(copies(KIT, list.listId())).hasSize(before);
    }

    @Test
    void whoever_changed_an_unsigned_post_of_another_does_not_learn_how_its_padding_came_out() throws IOException {
        MailingList list = list("padding", false);
        byte[] post = sealed(list, Technology.SMIME, false, entity());
        Site.receipt(send(ANN, ANN, list.address().toString(), post));
        String whole = send(MALLORY, MALLORY, list.address().toString(), post);
        int end = new String(post, ISO_8859_1).stripTrailing().length();
        byte[] broken = post.clone();
        broken[end - 9] = (byte) (broken[end - 9] == 'A' ? 'B' : 'A'); // in the last block, which holds the padding
        assertThat(send(MALLORY, MALLORY, list.address().toString(), broken)).isEqualTo(whole).contains(CLOSED);
    }

    @Test
    void commands_that_somebody_sends_again_to_the_list_become_no_post() throws IOException {
        MailingList list = list("commands", false);
        byte[] help = readers.person(KIT).encrypted(readers.certificate(list), "help\r\n", false);
        Site.receipt(send(KIT, KIT, request(list), help));
        assertThat(send(MALLORY, MALLORY, list.address().toString(), help)).startsWith("550 5.7.1").contains(REPLAYED);
        assertThat(send(MALLORY, MALLORY, request(list), help)).as("or are asked by another").startsWith("550 5.7.1").contains("once only");

        byte[] letter = readers.person(KIT).encrypted(readers.certificate(list), SECRET + "\r\n", false);
        assertThat(send(KIT, KIT, request(list), letter)).as("no commands").startsWith("550 5.7.1");
        assertThat(send(MALLORY, MALLORY, list.address().toString(), letter)).as("nor does what was refused there").startsWith("550 5.7.1").contains(REPLAYED);
        assertNobodyReads(list);
    }

    @ParameterizedTest
    @CsvSource({"OPENPGP, true", "OPENPGP, false", "SMIME, true"})
    void what_is_addressed_inside_to_another_role_is_refused_although_it_never_came_there(Technology technology, boolean isSigned) throws IOException {
        MailingList list = list("meant-" + technology.word() + isSigned, isSigned);
        for (String meant : List.of(owners(list), request(list), Site.role(list, "-help"))) {
            assertThat(send(MALLORY, ANN, list.address().toString(), sealed(list, technology, isSigned, entity(meant)))).as(meant).startsWith("550 5.7.1").contains(REPLAYED);
        }
        assertThat(send(MALLORY, ANN, owners(list), sealed(list, technology, isSigned, entity(list.address().toString())))).startsWith("550 5.7.1").contains(CLOSED);
        assertThat(send(ANN, ANN, request(list), sealed(list, technology, isSigned, entity(list.address().toString())))).startsWith("550 5.7.1").contains("once only");
        assertNobodyReads(list);
    }

    @Test
    void thunderbirds_way_to_protect_a_header_counts_where_it_brings_to() throws IOException {
        MailingList list = list("legacy", false);
        String old = entity(owners(list)).replace("hp=\"cipher\"", "protected-headers=\"v1\"");
        assertThat(send(MALLORY, MALLORY, list.address().toString(), sealed(list, Technology.OPENPGP, false, old))).startsWith("550 5.7.1").contains(REPLAYED);
    }

    @Test
    void what_is_signed_in_clear_for_the_owners_is_no_post_where_its_header_says_so() throws IOException {
        MailingList list = list("clear", true);
        byte[] signed = readers.person(ANN).signed(Technology.OPENPGP, entity(owners(list)).replace("cipher", "clear").getBytes(UTF_8));
        Site.receipt(send(ANN, ANN, owners(list), signed));
        assertThat(send(MALLORY, ANN, list.address().toString(), signed)).startsWith("550 5.7.1").contains(REPLAYED);
    }

    @Test
    void an_author_who_names_list_and_owners_inside_reaches_both_once() throws IOException {
        MailingList list = list("both", true);
        byte[] mail = sealed(list, Technology.OPENPGP, true, entity(owners(list).toUpperCase(Locale.ROOT), list.address().toString()));
        Site.receipt(send(ANN, ANN, list.address().toString(), mail));
        Site.receipt(send(ANN, ANN, owners(list), mail));
        assertThat(send(MALLORY, ANN, list.address().toString(), mail)).startsWith("550 5.7.1").contains(REPLAYED);
        assertThat(send(MALLORY, ANN, owners(list), mail)).startsWith("550 5.7.1").contains(CLOSED);
        assertThat(copies(OWEN, owners(list))).hasSize(1);
        assertThat(copies(KIT, list.listId())).hasSize(1);
    }

    @Test
    void an_author_who_names_neither_inside_is_taken_for_one_who_used_bcc() throws IOException {
        MailingList list = list("bcc", true);
        Site.receipt(send(ANN, ANN, list.address().toString(), sealed(list, Technology.OPENPGP, true, entity("someone@example.org"))));
        assertThat(copies(KIT, list.listId())).hasSize(1);
    }

    @Test
    void one_mail_to_two_lists_in_one_transaction_reaches_both() throws IOException {
        MailingList one = list("one", true);
        MailingList two = list("two", true);
        byte[] signed = readers.person(ANN).signed(Technology.OPENPGP, entity().getBytes(UTF_8));
        try (Talk talk = site.mx()) {
            Site.receipt(talk.post(ANN, List.of(one.address().toString(), two.address().toString()), readers.person(ANN).message(one.address().toString(), "...", signed)));
        }
        assertThat(copies(KIT, one.listId())).hasSize(1);
        assertThat(copies(KIT, two.listId())).hasSize(1);
    }

    @Test
    void a_client_that_lost_our_reply_is_told_250_again_and_nothing_is_done_twice() throws IOException {
        MailingList list = list("lost", true);
        for (String to : List.of(list.address().toString(), owners(list))) {
            byte[] mail = readers.person(ANN).message(to, "...", sealed(list, Technology.OPENPGP, true, entity()));
            Site.receipt(site.post(ANN, to, mail));
            Site.receipt(site.post(ANN, to, mail));
        }
        byte[] clear = Site.message(MALLORY, owners(list), "A question", "", "Who are you?\r\n");
        Site.receipt(site.post(MALLORY, owners(list), clear));
        Site.receipt(site.post(MALLORY, owners(list), clear));
        byte[] commands = ("Content-Type: text/plain\r\n\r\nlist: " + list.address() + "\r\nversion\r\n\r\n").getBytes(UTF_8);
        byte[] asked = readers.person(ANN).message(request(list), "...", readers.person(ANN).encrypted(readers.certificate(list), commands, true));
        Site.receipt(site.post(ANN, request(list), asked));
        int answers = copies(ANN, request(list)).size();
        Site.receipt(site.post(ANN, request(list), asked));

        assertThat(copies(KIT, list.listId())).hasSize(1);
        assertThat(copies(OWEN, owners(list))).as("one sealed, one in clear").hasSize(2);
        assertThat(copies(ANN, request(list))).hasSize(answers);
    }

    @Test
    void whoever_sends_anothers_mail_to_the_owners_first_in_his_own_name_does_not_silence_its_author() throws IOException {
        MailingList list = list("first", true);
        byte[] mail = readers.person(ANN).message(owners(list), "...", sealed(list, Technology.OPENPGP, true, entity()));
        Site.receipt(site.post(MALLORY, owners(list), new String(mail, ISO_8859_1).replace("From: " + ANN, "From: " + MALLORY).replace("From: <" + ANN + ">", "From: <" + MALLORY + ">").getBytes(ISO_8859_1)));
        assertThat(site.post(ANN, owners(list), mail)).as("refused, not swallowed").startsWith("550 5.7.1").contains(CLOSED);
        byte[] clear = Site.message(ANN, owners(list), "A question", "", "Who are you?\r\n");
        Site.receipt(site.post(MALLORY, owners(list), new String(clear, ISO_8859_1).replace("From: " + ANN, "From: " + MALLORY).replace("From: <" + ANN + ">", "From: <" + MALLORY + ">").getBytes(ISO_8859_1)));
        Site.receipt(site.post(ANN, owners(list), clear));
        site.settle();
        assertThat(copies(OWEN, owners(list))).as("the stranger's two, and the author's own in clear").hasSize(3);
    }

    @Test
    void a_signed_post_to_one_list_is_not_good_on_another_where_its_header_names_the_first() throws IOException {
        MailingList open = site.openList("vanilla", KIT);
        MailingList list = list("strict", true);
        byte[] signed = readers.person(ANN).signed(Technology.OPENPGP, entity(open.address().toString()).replace("cipher", "clear").getBytes(UTF_8));
        Site.receipt(send(ANN, ANN, open.address().toString(), signed));
        assertThat(send(MALLORY, ANN, list.address().toString(), signed)).startsWith("550 5.7.1").contains("must be signed");
        assertThat(send(MALLORY, ANN, list.address().toString(), sealed(list, Technology.OPENPGP, false, new String(signed, ISO_8859_1)))).as("encrypted by another")
                .startsWith("550 5.7.1").contains("must be signed");
        assertNobodyReads(list);
    }

    @Test
    void encrypted_commands_to_a_list_without_a_key_are_refused_in_one_sentence_and_not_answered_line_by_line() throws IOException {
        MailingList list = list("gone", false);
        MailingList never = site.openList("never", KIT);
        byte[] mail = sealed(list, Technology.OPENPGP, true, "Content-Type: text/plain\r\n\r\nhelp\r\n");
        byte[] blob = sealed(list, Technology.SMIME, true, "Content-Type: text/plain\r\n\r\nhelp\r\n");
        String armour = "Content-Type: text/plain\r\n\r\n" + new String(Readers.armour(mail), UTF_8) + "\r\n";
        site.administration().keys().revoke(Site.CALLER, list, ListKeyDesk.Which.of(Technology.OPENPGP));
        site.administration().keys().revoke(Site.CALLER, list, ListKeyDesk.Which.of(Technology.SMIME));
        for (MailingList keyless : List.of(list, never)) {
            for (byte[] encrypted : List.of(mail, blob, armour.getBytes(UTF_8))) {
                assertThat(send(ANN, ANN, request(keyless), encrypted)).startsWith("550 5.7.1").contains("no key that opens encrypted mail");
            }
        }
        site.settle();
        assertThat(site.about(ANN, "commands")).isEmpty();
        assertThat(site.post(KIT, request(never), Site.message(KIT, request(never), "help"))).as("what is in clear is heard").startsWith("250");
    }
}
