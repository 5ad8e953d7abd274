package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `owner_copies`: what comes to a list goes to its owners, too, with what was decided on it. What is sealed for members is never in clear for them.
class OwnerCopiesTest {
    private static final String POSTER = "poster@example.net";
    private static final String FRONT = "127.0.0.7";
    private static final String SUBJECT = "a copy of a post";
    private static final String CLOSED = "a post without its copy";
    private static final String CANARY = "The canary sings at dawn.";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start("trust.fronts=" + FRONT);
        site = readers.site();
    }

    private static String owner(String name) {
        return name + "-owner@example.org";
    }

    /// With one owner, who gets copies.
    private static MailingList list(String name, String policy) {
        MailingList list = site.list(name + "@" + Site.DOMAIN, "discussion", policy, name + "-member@example.net");
        site.add(list, owner(name), Role.OWNER);
        site.set(list, Map.of("owner_copies", "true"));
        return list;
    }

    private static byte[] message(MailingList list, String subject) {
        return Site.message(POSTER, list.address().toString(), subject, "", "Words of the post.\r\n");
    }

    private static String post(MailingList list, byte[] message) throws IOException {
        return site.post(POSTER, list, message);
    }

    private static SmtpSink.Message copyTo(String owner) {
        Site.await(() -> !site.about(owner, SUBJECT).isEmpty());
        return site.about(owner, SUBJECT).getLast();
    }

    private static String words(SmtpSink.Message mail) {
        return Site.read(mail).root().parts().getFirst().text();
    }

    private static Part enclosed(SmtpSink.Message mail) {
        Part part = Site.read(mail).root().parts().get(1);
        assertThat(part.type().is("message", "rfc822")).isTrue();
        return part;
    }

    private static String body(Part part) {
        String whole = new String(part.toByteArray(), UTF_8);
        return whole.substring(whole.indexOf("\r\n\r\n") + 4);
    }

    // ---- of each post

    @Test
    void an_accepted_post_goes_to_members_and_as_it_came_to_all_owners_with_the_rule_that_accepted_it() throws IOException {
        MailingList list = list("taken", Site.OPEN);
        site.add(list, POSTER, Role.OWNER); // the author, too
        byte[] post = message(list, "Look at this");
        String reply = post(list, post);

        assertThat(site.copies(list, "taken-member@example.net")).hasSizeLessThan(2);
        SmtpSink.Message copy = copyTo(owner("taken"));
        Message mail = Site.read(copy);
        assertThat(copy.mailFrom()).isEqualTo("taken-bounces@" + Site.DOMAIN);
        assertThat(site.header(mail, "From")).get().asString().contains("taken-help@" + Site.DOMAIN);
        assertThat(site.header(mail, "Subject")).get().asString().doesNotContain("Look at this");
        assertThat(site.header(mail, "Auto-Submitted")).hasValue("auto-generated");
        assertThat(site.header(mail, "List-Id")).isEmpty();
        assertThat(site.header(mail, "Reply-To")).isEmpty();
        assertThat(words(copy)).contains("taken@" + Site.DOMAIN).contains("Decision:  accept").contains(POSTER).contains("Look at this")
                .contains("accept when from anyone").contains(Site.receipt(reply));
        assertThat(body(enclosed(copy))).isEqualTo(new String(post, UTF_8));
        assertThat(copyTo(POSTER).digest()).as("one mail to all owners").isEqualTo(copy.digest());
        site.settle();
        assertThat(site.copies(list, "taken-member@example.net")).hasSize(1);
        assertThat(site.life(reply).posts()).extracting(on -> on.post().kind()).containsExactlyInAnyOrder("post", "owner-copy");
    }

    @CsvSource(delimiter = '|', value = {
        "held    | otherwise hold for moderators.          | hold",
        "asked   | otherwise ask sender to confirm.        | ask",
        "dropped | otherwise drop.                         | drop"})
    @ParameterizedTest(name = "{0}")
    void a_post_that_does_not_go_out_goes_to_owners_as_well(String name, String policy, String decision) throws IOException {
        MailingList list = list(name, policy);
        site.add(list, name + "-moderator@example.org", Role.MODERATOR); // whom held posts are sent to
        Site.receipt(post(list, message(list, "Look at this")));
        SmtpSink.Message copy = copyTo(owner(name));
        assertThat(words(copy)).contains("Decision:  " + decision).contains("otherwise");
        assertThat(body(enclosed(copy))).contains("Words of the post.");
        site.settle();
        assertThat(site.copies(list, name + "-member@example.net")).isEmpty();
        assertThat(site.copies(owner(name), 1)).hasSize(1);
    }

    @Test
    void a_refused_post_is_answered_to_its_author_and_copied_to_nobody() throws IOException {
        MailingList list = list("refused", "otherwise refuse.");
        assertThat(post(list, message(list, "No"))).startsWith("550");
        try (Talk front = Talk.from(FRONT, site.address("smtp"))) { // where nobody can be told it is stored
            String reply = front.post("eva@unproved.example", List.of(list.address().toString()), Site.message("eva@unproved.example", list.address().toString(), "No"));
            assertThat(site.onList(reply).post().judged().decision()).isEqualTo("refuse");
        }
        site.settle();
        assertThat(site.copies(owner("refused"), 0)).isEmpty();
    }

    @Test
    void without_the_setting_nobody_gets_anything() throws IOException {
        MailingList list = list("off", Site.OPEN);
        site.set(list, Map.of("owner_copies", "false"));
        String reply = post(list, message(list, "Quiet"));
        site.settle();
        assertThat(site.copies(list, "off-member@example.net")).hasSize(1);
        assertThat(site.life(reply).posts()).hasSize(1);
        assertThat(site.copies(owner("off"), 0)).isEmpty();
    }

    @Test
    void a_post_to_several_lists_gives_the_owners_of_each_what_was_decided_there() throws IOException {
        MailingList one = list("one", Site.OPEN);
        MailingList two = list("two", "otherwise drop.");
        MailingList none = list("none", "otherwise refuse.");
        try (Talk talk = site.mx()) {
            String to = one.address() + ", " + two.address() + ", " + none.address();
            Site.receipt(talk.post(POSTER, List.of(one.address().toString(), two.address().toString(), none.address().toString()), Site.message(POSTER, to, "To all")));
        }
        assertThat(words(copyTo(owner("one")))).contains("Decision:  accept").contains("one@").doesNotContain("two@");
        assertThat(words(copyTo(owner("two")))).contains("Decision:  drop").contains("two@");
        site.settle();
        assertThat(site.copies(owner("one"), 1)).hasSize(1);
        assertThat(site.copies(owner("none"), 0)).isEmpty();
    }

    @Test
    void the_same_post_again_is_copied_once() throws IOException {
        MailingList list = list("again", Site.OPEN);
        byte[] post = message(list, "Twice");
        Site.receipt(post(list, post));
        Site.receipt(post(list, post));
        copyTo(owner("again"));
        site.settle();
        assertThat(site.copies(owner("again"), 1)).hasSize(1);
    }

    @Test
    void a_large_post_goes_with_its_beginning_only() throws IOException {
        MailingList list = list("large", Site.OPEN);
        Site.receipt(post(list, Site.message(POSTER, list.address().toString(), "large", "", "First.\r\n" + "A long line of words.\r\n".repeat(20_000))));
        SmtpSink.Message copy = copyTo(owner("large"));
        assertThat(copy.content().length).isLessThan(20_000);
        assertThat(body(enclosed(copy))).contains("First.").contains("only its beginning");
    }

    // ---- what goes round

    @Test
    void neither_bounces_nor_automatic_answers_nor_copies_that_come_back_are_copied_and_what_cron_writes_is() throws IOException {
        MailingList list = list("machines", Site.OPEN);
        String to = list.address().toString();
        site.post("", to, Site.message("mailer-daemon@example.net", to, "Undelivered"));
        post(list, Site.message(POSTER, to, "Away", "Auto-Submitted: auto-replied (vacation)\r\n", "Back on Monday.\r\n"));
        post(list, Site.message(POSTER, to, "Read", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n", "--b\r\n\r\nRead.\r\n--b--\r\n"));
        post(list, Site.message(POSTER, to, "Sent on", "List-Id: <machines." + Site.DOMAIN + ">\r\n", "It went through the list before.\r\n"));
        site.settle();
        assertThat(site.copies(owner("machines"), 0)).isEmpty();
        Site.receipt(post(list, Site.message(POSTER, to, "Nightly", "Auto-Submitted: auto-generated\r\n", "All is well.\r\n")));
        assertThat(words(copyTo(owner("machines")))).contains("Nightly");
    }

    @Test
    void lists_that_own_each_other_and_themselves_do_not_turn_in_circles() throws IOException {
        MailingList left = list("left", Site.OPEN);
        MailingList right = list("right", "otherwise drop.");
        for (MailingList list : List.of(left, right)) {
            site.add(list, "left@" + Site.DOMAIN, Role.OWNER);
            site.add(list, "right@" + Site.DOMAIN, Role.OWNER);
        }
        Site.receipt(post(left, message(left, "Round")));
        Set<SmtpSink.Message> seen = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            site.settle();
            for (SmtpSink.Message copy : List.copyOf(site.sink().messages())) {
                for (String list : List.of("left@" + Site.DOMAIN, "right@" + Site.DOMAIN)) {
                    if (copy.recipients().contains(list) && seen.add(copy)) {
                        site.post(copy.mailFrom(), list, copy.content());
                    }
                }
            }
        }
        assertThat(seen).as("one mail, to either").hasSize(2);
        assertThat(site.copies(owner("left"), 1)).hasSize(1);
        assertThat(site.copies(owner("right"), 0)).isEmpty();
    }

    // ---- encrypted lists

    private static MailingList encrypting(String name, String level) {
        MailingList list = site.set(readers.openList(name, "encrypted-copies"), Map.of(
                "owner_copies", "true", "gpg_distrib_encrypt", level, "smime_distrib_encrypt", level, "gpg_post_encrypt", "yes", "smime_post_encrypt", "yes"));
        for (Technology technology : Technology.values()) {
            site.add(list, sealed(name, technology), Role.OWNER);
            readers.keys(list, sealed(name, technology), technology);
        }
        site.add(list, owner(name), Role.OWNER);
        readers.member(list, "ann-" + name + "@example.net", Technology.OPENPGP);
        return list;
    }

    private static String sealed(String name, Technology technology) {
        return name + "-" + technology.word() + "@example.org";
    }

    private static SmtpSink.Message sealedTo(String owner) {
        Site.await(() -> !site.about(owner, "[...]").isEmpty());
        return site.about(owner, "[...]").getLast();
    }

    private static void assertNothingOf(String name, String... words) {
        site.settle();
        assertThat(site.sink().messages()).filteredOn(mail -> mail.recipients().stream().anyMatch(to -> to.startsWith(name + "-")))
                .isNotEmpty().allSatisfy(mail -> assertThat(mail.text()).doesNotContain(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"force", "yes"})
    void what_came_in_clear_to_a_list_that_encrypts_is_sealed_to_owners_with_a_key_and_others_hear_neither_author_nor_subject(String level) throws IOException {
        String name = "clear-" + level;
        MailingList list = encrypting(name, level);
        String reply = post(list, Site.message(POSTER, list.address().toString(), "About the bird", "", CANARY + "\r\n"));

        String openpgp = readers.decryptedText(list, sealed(name, Technology.OPENPGP), sealedTo(sealed(name, Technology.OPENPGP)).content());
        String smime = readers.decryptedText(sealed(name, Technology.SMIME), sealedTo(sealed(name, Technology.SMIME)).content());
        assertThat(List.of(openpgp, smime)).allSatisfy(opened -> assertThat(opened)
                .contains("set owner_copies").contains("Decision:  accept").contains(POSTER).contains("About the bird").contains("message/rfc822").contains(CANARY));
        Site.await(() -> !site.about(owner(name), CLOSED).isEmpty());
        String closed = site.about(owner(name), CLOSED).getFirst().text();
        assertThat(closed).contains("Decision:  accept").contains("policy 1").contains(Site.receipt(reply)).contains(owner(name)).contains(Site.role(list, "-request"))
                .as("what a rule says may name its author").doesNotContain("message/rfc822").doesNotContain("from anyone");
        assertNothingOf(name, "canary", "bird", POSTER);
    }

    @ParameterizedTest
    @CsvSource({"force, openpgp", "yes, openpgp", "force, smime"})
    void what_came_encrypted_goes_to_owners_as_the_ciphertext_that_came(String level, String scheme) throws IOException {
        Technology technology = Technology.valueOf(scheme.toUpperCase(Locale.ROOT));
        String name = "closed-" + level + "-" + scheme;
        MailingList list = encrypting(name, level);
        byte[] ofList = readers.listKey(list, technology);
        byte[] inside = ("Content-Type: text/plain; charset=utf-8; hp=\"cipher\"\r\nSubject: The inner bird\r\n\r\n" + CANARY + "\r\n").getBytes(UTF_8);
        byte[] content = technology == Technology.OPENPGP
                ? readers.person(POSTER).encrypted(Readers.certificate(ofList), inside, true)
                : readers.person(POSTER).encrypted(ofList, inside);
        byte[] post = readers.message(list, POSTER, "Outer words", content);
        Site.receipt(post(list, post));

        SmtpSink.Message copy = copyTo(owner(name));
        assertThat(words(copy)).contains("Outer words").contains(POSTER).contains("encryption=list");
        assertThat(body(enclosed(copy))).isEqualTo(new String(post, UTF_8));
        assertThat(copyTo(sealed(name, Technology.SMIME)).digest()).as("the same to all").isEqualTo(copy.digest());
        Site.await(() -> !site.copies(list, "ann-" + name + "@example.net").isEmpty());
        assertNothingOf(name, "canary", "inner bird");
    }

    @Test
    void a_post_of_which_a_part_came_encrypted_counts_as_in_clear() throws IOException {
        MailingList list = encrypting("partly", "force");
        String armour = new String(readers.encrypted(list, Technology.OPENPGP, POSTER, "x", "hidden", false), UTF_8);
        armour = armour.substring(armour.indexOf("-----BEGIN PGP"), armour.indexOf("-----END PGP MESSAGE-----") + 25);
        Site.receipt(post(list, Site.message(POSTER, list.address().toString(), "Partly", "", CANARY + "\r\n\r\n" + armour + "\r\n")));
        Site.await(() -> !site.about(owner("partly"), CLOSED).isEmpty());
        assertThat(readers.decryptedText(list, sealed("partly", Technology.OPENPGP), sealedTo(sealed("partly", Technology.OPENPGP)).content())).contains(CANARY);
        assertNothingOf("partly", "canary", "Partly", POSTER);
    }
}
