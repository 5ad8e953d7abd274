package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.posting.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A post is held, its moderators get a mail, and they decide by answering it (features.md 1.4).
class ModerationTest {
    private static final String HOLD = "otherwise hold for moderators.";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    /// A list of its own for each test, with a moderator and a member.
    private record Scene(MailingList list, String moderator, String member, String poster) {
        static Scene of(String policy) {
            int number = NUMBERS.incrementAndGet();
            MailingList list = site.list("mod" + number + "@lists.example.org", "discussion", policy, "member" + number + "@example.net");
            Scene scene = new Scene(list, "mod" + number + "@example.org", "member" + number + "@example.net", "poster" + number + "@example.net");
            site.add(list, scene.moderator, Role.MODERATOR);
            return scene;
        }

        String address() {
            return list.address().toString();
        }

        String post(String from, String subject, String fields) throws IOException {
            return site.post(from, address(), Site.message(from, address(), subject, fields, "A held word.\r\n"));
        }

        /// From a host that may not send for the domain of its author.
        String forged(String from, String subject) throws IOException {
            return site.forge(from, address(), Site.message(from, address(), subject, "", "A held word.\r\n"));
        }

        String post() throws IOException {
            return post(poster, "Buy this", "");
        }

        Order.State state(String reply) {
            return site.onList(reply).post().state();
        }
    }

    private static String replyTo(String recipient) {
        return replyTo(Site.read(site.copies(recipient, 1).getLast()));
    }

    private static String replyTo(Message mail) {
        return site.header(mail, "Reply-To").orElseThrow().replaceAll("[<>]", "");
    }

    private static String answer(String from, String to, String body) throws IOException {
        return answer(from, to, body, "");
    }

    private static String answer(String from, String to, String body, String fields) throws IOException {
        return site.post(from, to, Site.message(from, to, "Re: a post waits", fields, body + "\r\n"));
    }

    private static String text(Message mail) {
        Part part = mail.root().parts().isEmpty() ? mail.root() : mail.root().parts().getFirst();
        try {
            return new String(part.decoded().readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- the mail

    @Test
    void a_moderator_gets_one_mail_with_the_post_the_reason_the_rule_and_the_facts() throws IOException {
        Scene scene = Scene.of("hold for moderators when size over 1 KB. " + HOLD);
        byte[] post = Site.message(scene.poster, scene.address(), "Buy this", "", "A held word.\r\n".repeat(100));
        site.post(scene.poster, scene.address(), post);

        SmtpSink.Message copy = site.copies(scene.moderator, 1).getFirst();
        Message mail = Site.read(copy);
        assertThat(copy.mailFrom()).as("domains with BATV refuse the null sender").endsWith("-bounces@lists.example.org");
        assertThat(copy.recipients()).containsExactly(scene.moderator);
        assertThat(site.header(mail, "From")).hasValueSatisfying(from -> assertThat(from).contains("-help@lists.example.org"));
        assertThat(replyTo(mail)).matches(scene.list.address().localPart() + "-confirm\\+[a-z2-7]{34}@lists\\.example\\.org");
        assertThat(site.header(mail, "Auto-Submitted")).hasValue("auto-generated");
        assertThat(text(mail)).contains(scene.poster, "Buy this", "size over 1 KB", "accept", "reject", "discard", "always");
        assertThat(mail.root().parts().get(1).type().is("message", "rfc822")).isTrue();
        assertThat(copy.text()).contains(new String(post, StandardCharsets.UTF_8).strip());
    }

    @Test
    void owners_stand_in_for_moderators_and_administrators_for_owners() throws IOException {
        MailingList list = site.list("owned@lists.example.org", "discussion", HOLD);
        site.add(list, "owner-of-it@example.org", Role.OWNER);
        site.post("p@example.net", list.address().toString(), Site.message("p@example.net", list.address().toString(), "x"));
        assertThat(site.copies("owner-of-it@example.org", 1)).hasSize(1);
    }

    @Test
    void what_is_held_for_owners_is_no_business_of_moderators() throws IOException {
        Scene scene = Scene.of("otherwise hold for owners.");
        site.add(scene.list, "owner" + scene.moderator, Role.OWNER);
        String reply = scene.post();
        String token = replyTo("owner" + scene.moderator);
        assertThat(site.copies(scene.moderator, 0)).isEmpty();
        site.administration().members().remove(Site.CALLER, scene.list, "owner" + scene.moderator, Role.OWNER);
        site.add(scene.list, "owner" + scene.moderator, Role.MODERATOR);
        assertThat(answer("owner" + scene.moderator, token, "accept")).startsWith("550 5.1.1 ");
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
    }

    @Test
    void an_encrypted_post_goes_to_moderators_without_an_octet_of_its_content() throws IOException {
        Scene scene = Scene.of(HOLD);
        String canary = "CANARYwcBMA0000";
        site.post(scene.poster, scene.address(), Site.message(scene.poster, scene.address(), "sealed", "",
                "-----BEGIN PGP MESSAGE-----\r\n\r\n" + canary + "\r\n-----END PGP MESSAGE-----\r\n"));
        assertThat(new String(site.copies(scene.moderator, 1).getFirst().content(), StandardCharsets.UTF_8))
                .contains("sealed").doesNotContain(canary);
    }

    @Test
    void a_large_post_goes_to_moderators_with_its_beginning_only() throws IOException {
        Scene scene = Scene.of(HOLD);
        site.post(scene.poster, scene.address(), Site.message(scene.poster, scene.address(), "large", "", "First.\r\n" + "A long line of words.\r\n".repeat(20_000)));
        byte[] content = site.copies(scene.moderator, 1).getFirst().content();
        assertThat(content.length).isLessThan(20_000);
        assertThat(new String(content, StandardCharsets.UTF_8)).contains("First.", "only its beginning");
    }

    // ---- deciding

    @Test
    void an_accepted_post_is_delivered_once_and_the_second_answer_is_told_so() throws IOException {
        Scene scene = Scene.of(HOLD);
        String reply = scene.post();
        String token = replyTo(scene.moderator);

        assertThat(answer(scene.moderator, token, "accept\r\n\r\n> quoted")).startsWith("250 ");
        assertThat(site.copies(scene.member, 1)).hasSize(1);
        assertThat(answer(scene.moderator, token, "reject too late")).startsWith("250 ");

        assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("released already");
        site.settle();
        assertThat(site.copies(scene.member, 1)).hasSize(1);
        assertThat(scene.state(reply)).isEqualTo(Order.State.DISTRIBUTED);
        assertThat(site.administration().audit().last(20)).filteredOn(entry -> entry.act().object().startsWith(scene.address()))
                .last().satisfies(entry -> {
                    assertThat(entry.act().actor()).isEqualTo(scene.moderator);
                    assertThat(entry.act().door()).isEqualTo("mail");
                    assertThat(entry.act().action()).isEqualTo("held.accept");
                });
    }

    @Test
    void a_proved_author_reads_why_the_post_was_rejected_and_nobody_else_is_written_to() throws IOException {
        Scene scene = Scene.of(HOLD);
        String member = scene.post(scene.member, "Mine", "");
        String forged = scene.forged(scene.poster, "Not mine");
        List<SmtpSink.Message> mails = site.copies(scene.moderator, 2);
        for (SmtpSink.Message mail : mails) {
            answer(scene.moderator, replyTo(Site.read(mail)), "Reject: off topic here\r\nsorry\r\n\r\nnot this line");
        }

        Message told = Site.read(site.copies(scene.member, 2).getLast());
        assertThat(text(told)).contains("off topic here\nsorry").doesNotContain("not this line");
        assertThat(text(told)).contains("Mine");
        site.settle();
        assertThat(site.copies(scene.poster, 0)).isEmpty();
        assertThat(scene.state(member)).isEqualTo(Order.State.REJECTED);
        assertThat(scene.state(forged)).isEqualTo(Order.State.REJECTED);
    }

    @Test
    void discard_in_another_language_throws_the_post_away_without_a_word() throws IOException {
        Scene scene = Scene.of(HOLD);
        String reply = scene.forged(scene.poster, "Buy this");
        answer(scene.moderator, replyTo(scene.moderator), "Verwerfen.");
        assertThat(scene.state(reply)).isEqualTo(Order.State.DISCARDED);
        site.settle();
        assertThat(site.copies(scene.poster, 0)).isEmpty();
    }

    @Test
    void always_lets_the_next_post_of_a_proved_author_pass_and_a_forged_one_wait() throws IOException {
        int number = NUMBERS.incrementAndGet();
        String poster = "regular" + number + "@example.net";
        String password = site.account(poster);
        Scene scene = Scene.of("accept when from allowed poster and proof at least domain. " + HOLD);
        scene.post(poster, "First", "");
        answer(scene.moderator, replyTo(scene.moderator), "always");
        assertThat(site.copies(scene.member, 1)).hasSize(1);

        try (Talk talk = site.submission(poster, password)) {
            String passed = talk.post(poster, List.of(scene.address()), Site.message(poster, scene.address(), "Second"));
            assertThat(site.onList(passed).post().judged().decision()).isEqualTo("accept");
        }
        assertThat(scene.state(scene.forged(poster, "Forged"))).isEqualTo(Order.State.HELD);
    }

    @Test
    void an_answer_without_a_clear_word_changes_nothing_and_is_answered_once() throws IOException {
        Scene scene = Scene.of(HOLD);
        String reply = scene.post();
        String token = replyTo(scene.moderator);
        answer(scene.moderator, token, "I would accept this");
        answer(scene.moderator, token, "accept it please");
        site.settle();
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
        assertThat(site.copies(scene.moderator, 2)).hasSize(2);
        assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("Nothing was changed", "reject REASON");
    }

    // ---- asking others

    @Test
    void a_moderator_forwards_a_post_for_advice_and_it_still_waits() throws IOException {
        Scene scene = Scene.of(HOLD);
        byte[] post = Site.message(scene.poster, scene.address(), "Buy this", "", "A held word.\r\n");
        String reply = site.post(scene.poster, scene.address(), post);
        String token = replyTo(scene.moderator);
        String expert = "expert-of-" + scene.moderator;

        assertThat(answer(scene.moderator, token, "forward " + expert + ", second-" + expert + "\r\nIs this true?\r\n\r\n> quoted")).startsWith("250 ");

        SmtpSink.Message copy = site.copies(expert, 1).getFirst();
        Message mail = Site.read(copy);
        assertThat(copy.mailFrom()).endsWith("-bounces@lists.example.org");
        assertThat(site.header(mail, "From")).hasValueSatisfying(from -> assertThat(from).contains("-help@lists.example.org"));
        assertThat(site.header(mail, "Auto-Submitted")).hasValue("auto-generated");
        assertThat(site.header(mail, "To")).hasValue(expert);
        assertThat(replyTo(mail)).isEqualTo(scene.moderator);
        assertThat(site.header(mail, "List-Id")).isEmpty();
        assertThat(text(mail)).contains(scene.moderator, scene.poster, "Buy this", "Is this true?").doesNotContain("quoted");
        assertThat(mail.root().parts().get(1).type().is("message", "rfc822")).isTrue();
        assertThat(copy.text()).contains(new String(post, StandardCharsets.UTF_8).strip())
                .as("what a moderator can act by goes to nobody else").doesNotContain(token.substring(token.indexOf('+') + 1, token.indexOf('@')));
        assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("forwarded to", expert, "still waits");
        assertThat(site.copies("second-" + expert, 1)).hasSize(1);

        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
        assertThat(site.administration().audit().last(20)).filteredOn(entry -> entry.act().object().startsWith(scene.address())).last().satisfies(entry -> {
            assertThat(entry.act().actor()).isEqualTo(scene.moderator);
            assertThat(entry.act().door()).isEqualTo("mail");
            assertThat(entry.act().action()).isEqualTo("held.forward");
            assertThat(entry.act().detail()).isEqualTo("to " + expert + ", second-" + expert);
        });
        answer(scene.moderator, token, "accept");
        assertThat(site.copies(scene.member, 1)).hasSize(1);
        assertThat(answer(scene.moderator, token, "forward late-" + expert)).startsWith("250 ");
        assertThat(text(Site.read(site.copies(scene.moderator, 3).getLast()))).contains("released already");
        assertThat(site.copies("late-" + expert, 0)).isEmpty();
    }

    @Test
    void a_post_that_came_encrypted_is_forwarded_to_nobody_whatever_the_hold_notice() throws IOException {
        for (String notice : List.of("headers", "sealed")) {
            Scene scene = Scene.of(HOLD);
            site.set(scene.list, Map.of("hold_notice", notice));
            site.post(scene.poster, scene.address(), Site.message(scene.poster, scene.address(), "sealed", "",
                    "-----BEGIN PGP MESSAGE-----\r\n\r\nwcBMA0000\r\n-----END PGP MESSAGE-----\r\n"));
            answer(scene.moderator, replyTo(scene.moderator), "forward outside@example.net");
            assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("Nothing was sent", "came encrypted");
        }
        site.settle();
        assertThat(site.copies("outside@example.net", 0)).isEmpty();
    }

    @Test
    void neither_a_list_nor_more_than_five_addresses_get_a_held_post_and_its_author_forwards_nothing() throws IOException {
        Scene scene = Scene.of(HOLD);
        scene.post(scene.member, "Mine", "");
        String token = replyTo(scene.moderator);
        answer(scene.moderator, token, "forward " + scene.address());
        assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("is a mailing list");
        answer(scene.moderator, token, "forward 1@many.example 2@many.example 3@many.example 4@many.example 5@many.example 6@many.example");
        assertThat(text(Site.read(site.copies(scene.moderator, 3).getLast()))).contains("5 addresses at most");
        answer(scene.member, replyTo(scene.member), "forward 1@many.example");
        assertThat(text(Site.read(site.copies(scene.member, 2).getLast()))).contains("must be:\nwithdraw");
        site.settle();
        assertThat(site.copies("1@many.example", 0)).isEmpty();
    }

    // ---- what must not act

    @Test
    void forged_automatic_and_foreign_answers_change_nothing() throws IOException {
        Scene scene = Scene.of(HOLD);
        Scene other = Scene.of(HOLD);
        String reply = scene.post();
        String token = replyTo(scene.moderator);

        answer("attacker@example.net", token, "accept");
        answer("other-mod@example.org", token, "accept");
        assertThat(site.forge(scene.moderator, token, Site.message(scene.moderator, token, "Re: a post waits", "", "accept\r\n"))).startsWith("550 5.7.1 ");
        answer(scene.moderator, token, "accept", "Auto-Submitted: auto-replied\r\n");
        answer(scene.moderator, token, "accept", "Precedence: bulk\r\n");
        answer(scene.moderator, token, "> accept");
        site.post("", token, Site.message(scene.moderator, token, "x", "", "accept\r\n"));
        answer(scene.moderator, scene.list.address().localPart() + "-help@lists.example.org", "accept");
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);

        String raw = token.substring(token.indexOf('+') + 1, token.indexOf('@'));
        String wrong = raw.substring(0, 33) + (raw.charAt(33) == 'a' ? 'b' : 'a');
        assertThat(answer(scene.moderator, token.replace(raw, wrong), "accept")).startsWith("550 5.1.1 ");
        assertThat(answer(scene.moderator, other.list.address().localPart() + "-confirm+" + raw + "@lists.example.org", "accept")).startsWith("550 5.1.1 ");
        assertThat(answer(scene.moderator, "confirm+" + "a".repeat(34) + "@lists.example.org", "accept")).startsWith("550 5.1.1 ");
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);

        assertThat(answer(scene.moderator, "CONFIRM+" + raw.toUpperCase(Locale.ROOT) + "@lists.example.org", "accept")).startsWith("250 ");
        assertThat(scene.state(reply)).isNotEqualTo(Order.State.HELD);
    }

    @Test
    void who_is_no_moderator_any_more_decides_nothing() throws IOException {
        Scene scene = Scene.of(HOLD);
        scene.post();
        String token = replyTo(scene.moderator);
        site.administration().members().remove(Site.CALLER, scene.list, scene.moderator, Role.MODERATOR);
        assertThat(answer(scene.moderator, token, "accept")).startsWith("550 5.1.1 ");
    }

    @Test
    void ten_wrong_tokens_burn_a_key() throws IOException {
        Scene scene = Scene.of(HOLD);
        scene.post();
        String token = replyTo(scene.moderator);
        int last = token.indexOf('@') - 1;
        String wrong = token.substring(0, last) + (token.charAt(last) == 'a' ? 'b' : 'a') + token.substring(last + 1);
        for (int i = 0; i < 10; i++) {
            answer(scene.moderator, wrong, "accept");
        }
        assertThat(answer(scene.moderator, token, "accept")).startsWith("550 5.1.1 ");
    }

    @Test
    void a_decision_goes_in_a_transaction_of_its_own() throws IOException {
        Scene scene = Scene.of(HOLD);
        scene.post();
        String token = replyTo(scene.moderator);
        try (Talk talk = site.mx()) {
            assertThat(talk.post(scene.moderator, List.of(token, scene.address()), Site.message(scene.moderator, token, "x"))).startsWith("452 ");
        }
    }

    // ---- several approvals

    @Test
    void two_moderators_must_agree_and_the_authors_own_approval_does_not_count() throws IOException {
        Scene scene = Scene.of("otherwise hold for moderators and need 2 approvals.");
        site.add(scene.list, "second@example.org", Role.MODERATOR);
        site.add(scene.list, "third@example.org", Role.MODERATOR);
        String reply = scene.post("third@example.org", "Issue", "");

        answer("third@example.org", replyTo("third@example.org"), "accept");
        answer(scene.moderator, replyTo(scene.moderator), "accept");
        answer(scene.moderator, replyTo(scene.moderator), "accept");
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
        assertThat(site.administration().desk().approvers(site.onList(reply).post())).containsExactly(scene.moderator);

        answer("second@example.org", replyTo("second@example.org"), "accept");
        assertThat(site.copies(scene.member, 1)).hasSize(1);
    }

    // ---- the author

    @Test
    void a_logged_in_author_is_told_and_may_withdraw_the_post() throws IOException {
        Scene scene = Scene.of(HOLD);
        String password = site.account(scene.poster);
        String reply;
        try (Talk talk = site.submission(scene.poster, password)) {
            reply = talk.post(scene.poster, List.of(scene.address()), Site.message(scene.poster, scene.address(), "Regrets"));
        }
        Message told = Site.read(site.copies(scene.poster, 1).getFirst());
        assertThat(text(told)).contains("Regrets");

        answer(scene.poster, replyTo(told), "accept");
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
        answer(scene.poster, replyTo(told), "withdraw");
        assertThat(scene.state(reply)).isEqualTo(Order.State.DISCARDED);
        assertThat(site.onList(reply).post().deskReason()).isEqualTo("withdrawn by its author");
        answer(scene.moderator, replyTo(scene.moderator), "accept");
        assertThat(text(Site.read(site.copies(scene.moderator, 2).getLast()))).contains("withdrawn already");
    }

    @Test
    void an_author_whose_domain_vouches_is_told_once_a_day_and_a_borrowed_name_never() throws IOException {
        Scene scene = Scene.of(HOLD);
        scene.post(scene.member, "One", "");
        scene.post(scene.member, "Two", "");
        scene.forged("x" + scene.poster, "Strange");
        site.post("bounces@elsewhere.example", scene.address(), Site.message("x" + scene.poster, scene.address(), "Other envelope"));
        site.copies(scene.moderator, 4);
        site.settle();
        assertThat(site.copies(scene.member, 1)).hasSize(1);
        assertThat(site.copies("x" + scene.poster, 0)).isEmpty();
    }

    @Test
    void lists_may_keep_both_mails_back() throws IOException {
        Scene scene = Scene.of(HOLD);
        site.set(scene.list, Map.of("moderator_notices", "false", "poster_notices", "false"));
        String reply = scene.post(scene.member, "Quiet", "");
        site.settle();
        assertThat(scene.state(reply)).isEqualTo(Order.State.HELD);
        assertThat(site.copies(scene.moderator, 0)).isEmpty();
        assertThat(site.copies(scene.member, 0)).isEmpty();
        assertThat(site.administration().desk().held(Optional.of(scene.list))).hasSize(1);
    }
}
