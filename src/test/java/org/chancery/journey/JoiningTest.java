package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.MemberAdministration.Manner;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Joining and leaving by mail, over real SMTP.
class JoiningTest {
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String send(String from, String to, String subject) throws IOException {
        return site.post(from, to, Site.message(from, to, subject));
    }

    private static boolean isMember(MailingList list, String address) {
        return site.services().administration().members().count(list, Role.MEMBER) > 0
                && Stream.of(address).anyMatch(one -> holds(list, one));
    }

    private static boolean holds(MailingList list, String address) {
        boolean[] found = {false};
        site.administration().members().each(list, Optional.of(Role.MEMBER), member -> found[0] |= member.address().equals(Address.of(address)));
        return found[0];
    }

    @ParameterizedTest
    @CsvSource({"join, leave", "subscribe, unsubscribe"})
    void an_answer_to_the_confirmation_joins_and_another_one_leaves(String join, String leave) throws IOException {
        MailingList list = site.openList("by-" + join + "ing");
        String ann = "ann@" + join + ".example.net";

        Site.receipt(send(ann, Site.role(list, "-" + join), "anything"));
        Message asked = site.mail(ann, "Please confirm: joining");
        assertThat(site.header(asked, "From").orElseThrow()).contains(Site.role(list, "-help"));
        assertThat(site.header(asked, "Auto-Submitted")).contains("auto-replied");
        assertThat(site.header(asked, "In-Reply-To")).isPresent();
        assertThat(isMember(list, ann)).isFalse();

        String first = send(ann, site.replyTo(asked), "Re: whatever");
        Site.receipt(first);
        assertThat(isMember(list, ann)).isTrue();
        site.mail(ann, "Welcome to");
        Site.receipt(send(ann, site.replyTo(asked), "Re: once more"));

        // The day's one confirmation is spent, so the owner asks her in another way.
        site.administration().members().remove(Site.CALLER, list, ann, Role.MEMBER);
        String bob = "bob@" + join + ".example.net";
        site.add(list, bob, Role.MEMBER);
        Site.receipt(send(bob, Site.role(list, "-" + leave), "bye"));
        Site.receipt(send(bob, site.replyTo(site.mail(bob, "Please confirm: leaving")), "yes"));
        assertThat(isMember(list, bob)).isFalse();
        site.mail(bob, "You have left");
    }

    @Test
    void what_was_done_with_such_mail_can_be_explained() throws IOException {
        MailingList list = site.openList("explained");
        String reply = send("ann@explained.example.net", Site.role(list, "-join"), "hello");
        assertThat(site.onList(reply).post().judged().ruleText()).isEqualTo("join");
    }

    @Test
    void a_person_who_logs_in_joins_an_open_list_at_once() throws IOException {
        MailingList list = site.openList("open");
        site.set(list, Map.of("join_policy", "open", "leave_policy", "open"));
        String ann = "ann@open.example.net";
        String password = site.account(ann);
        try (Talk talk = site.submission(ann, password)) {
            Site.receipt(talk.post(ann, List.of(Site.role(list, "-join")), Site.message(ann, Site.role(list, "-join"), "join")));
        }
        assertThat(isMember(list, ann)).isTrue();
        site.mail(ann, "Welcome to");

        send("eve@open.example.net", Site.role(list, "-join"), "join");
        assertThat(isMember(list, "eve@open.example.net")).isFalse();
        site.mail("eve@open.example.net", "Please confirm: joining");
    }

    @Test
    void moderators_decide_by_answering() throws IOException {
        MailingList list = site.openList("club");
        site.set(list, Map.of("join_policy", "moderate"));
        site.add(list, "mo@club.example.net", Role.MODERATOR);
        String ann = "ann@club.example.net";
        Site.receipt(send(ann, Site.role(list, "-join"), "please"));
        Message asked = site.mail("mo@club.example.net", "a request waits");

        Site.receipt(site.post("eve@club.example.net", site.replyTo(asked),
                Site.message("eve@club.example.net", site.replyTo(asked), "Re", "", "accept\r\n")));
        assertThat(isMember(list, ann)).isFalse();
        Site.receipt(site.post("mo@club.example.net", site.replyTo(asked),
                Site.message("mo@club.example.net", site.replyTo(asked), "Re", "", "\r\n> quoted\r\naccept\r\n")));
        assertThat(isMember(list, ann)).isTrue();
    }

    // ---- what machines and strangers send

    @ParameterizedTest
    @ValueSource(strings = {
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "Precedence: bulk", "Precedence: auto_reply", "List-Id: <x.example.net>",
        "X-Autoreply: yes", "X-Loop: x", "Content-Type: multipart/report; boundary=b"})
    void what_a_machine_wrote_is_taken_and_does_nothing(String field) throws IOException {
        String name = "machine" + Math.floorMod(field.hashCode(), 100_000);
        MailingList list = site.openList(name);
        String ann = name + "@ask.example.net"; // a domain whose mail is proved
        byte[] mail = Site.message(ann, Site.role(list, "-join"), "join", field + "\r\n", "join\r\n");
        Site.receipt(site.post(ann, Site.role(list, "-join"), mail));
        assertThat(site.administration().requests().waiting(Optional.of(list))).isEmpty();

        Site.receipt(send(ann, Site.role(list, "-join"), "join"));
        String token = site.replyTo(site.mail(ann, "Please confirm"));
        assertThat(site.mails(ann, "Please confirm")).hasSize(1);
        Site.receipt(site.post(ann, token, Site.message(ann, token, "Re", field + "\r\n", "join\r\n")));
        Site.receipt(site.post("", token, Site.message(ann, token, "Re")));
        Site.receipt(site.post(ann, token, Site.message(ann, token, "Automatic reply: away")));
        assertThat(isMember(list, ann)).isFalse();
    }

    @Test
    void an_answer_to_from_only_gets_help_once_a_day() throws IOException {
        MailingList list = site.openList("helpful");
        String ann = "ann@helpful.example.net";
        Site.receipt(send(ann, Site.role(list, "-join"), "join"));
        String from = Site.role(list, "-help");
        for (int i = 0; i < 3; i++) {
            Site.receipt(send(ann, from, "Re: Please confirm"));
        }
        site.mail(ann, "Help for");
        site.settle();
        assertThat(site.mails(ann, "Help for")).hasSize(1);
        assertThat(isMember(list, ann)).isFalse();
    }

    @Test
    void who_answers_in_the_place_of_another_is_told_once_if_he_proved_who_he_is() throws IOException {
        MailingList list = site.openList("instead");
        Site.receipt(send("ann@new.example.net", Site.role(list, "-join"), "x"));
        String answer = site.replyTo(site.mail("ann@new.example.net", "Please confirm"));
        Site.receipt(send("bob@old.example.net", answer, "yes"));
        Site.receipt(send("bob@old.example.net", answer, "yes, please"));
        assertThat(site.mail("bob@old.example.net", "What became of your mail").root().text()).contains("Another address was asked");
        site.settle();
        assertThat(site.mails("bob@old.example.net", "")).hasSize(1);
        assertThat(site.administration().members().count(list, Role.MEMBER)).isZero();
    }

    @Test
    void wrong_tokens_are_refused_in_one_text_and_a_used_one_is_taken() throws IOException {
        MailingList list = site.openList("tokens");
        site.openList("others");
        String ann = "ann@tokens.example.net";
        send(ann, Site.role(list, "-join"), "join");
        String right = site.replyTo(site.mail(ann, "Please confirm"));
        String token = right.substring(right.indexOf('+') + 1, right.indexOf('@'));
        String wrong = token.substring(0, 33) + (token.endsWith("a") ? "e" : "a");
        String refusal = send(ann, "nobody@lists.example.org", "x");
        assertThat(refusal).startsWith("550 5.1.1 ");
        for (String address : List.of("tokens-confirm+" + wrong, "confirm+" + wrong, "others-confirm+" + token, "tokens-confirm+" + "a".repeat(34), "tokens-confirm+x",
                "tokens-confirm+", "challenge-bounces+" + "a".repeat(13))) {
            assertThat(send(ann, address + "@lists.example.org", "x")).as(address).isEqualTo(refusal);
        }
        assertThat(send(ann, "confirm+" + token + "@lists.example.com", "x")).isEqualTo(refusal);
        Site.receipt(send("eve@tokens.example.net", right, "x"));
        assertThat(isMember(list, ann)).isFalse();
        Site.receipt(send(ann, "confirm+" + token.toUpperCase(Locale.ROOT) + "@lists.example.org", "x"));
        assertThat(isMember(list, ann)).isTrue();
        Site.receipt(send(ann, right, "again"));
    }

    @Test
    void only_a_final_report_to_the_return_path_ends_a_request() throws IOException {
        MailingList list = site.openList("bounced");
        String ann = "ann@bounced.example.net";
        send(ann, Site.role(list, "-join"), "join");
        String token = site.replyTo(site.mail(ann, "Please confirm"));
        String path = site.copies(ann, 1).getFirst().mailFrom();
        assertThat(path).startsWith("challenge-bounces+");
        assertThat(send(ann, path, "vacation")).startsWith("550 5.7.1 ");

        Site.receipt(site.post("", path, report("4.2.2")));
        Site.receipt(send("eve@bounced.example.net", token, "still open"));
        Site.receipt(site.post("", path, report("5.1.1")));
        assertThat(send(ann, token, "too late")).startsWith("550 5.1.1 ");
        assertThat(isMember(list, ann)).isFalse();
    }

    private static byte[] report(String status) {
        return Site.message("mailer-daemon@example.net", "x@lists.example.org", "Undeliverable",
                "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
                "--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: " + status + "\r\n--b--\r\n");
    }

    @Test
    void member_stranger_and_banned_get_the_same_replies() throws IOException {
        MailingList list = site.openList("alike", "member@alike.example.net");
        site.administration().bans().add(Site.CALLER, Optional.of(list), "banned@alike.example.net");
        for (String suffix : List.of("-join", "-leave")) {
            List<String> replies = Stream.of("member", "stranger", "banned").map(name -> {
                try {
                    return send(name + "@alike.example.net", Site.role(list, suffix), "x").replaceAll("accepted .*", "accepted");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).distinct().toList();
            assertThat(replies).containsExactly("250 2.0.0 accepted");
        }
        site.mail("member@alike.example.net", "Please confirm: joining");
        site.mail("stranger@alike.example.net", "Please confirm: joining");
        site.settle();
        assertThat(site.mails("banned@alike.example.net", "joining")).isEmpty();
    }

    @Test
    void who_asks_must_be_one_address() throws IOException {
        MailingList list = site.openList("single");
        byte[] two = Site.message("a@single.example.net, b@single.example.net", Site.role(list, "-join"), "join");
        assertThat(site.post("a@single.example.net", Site.role(list, "-join"), two)).startsWith("550 5.6.0 ");
    }

    @Test
    void a_post_and_a_request_go_in_separate_transactions() throws IOException {
        MailingList list = site.openList("mixed");
        try (Talk talk = site.mx()) {
            assertThat(talk.post("ann@mixed.example.net", List.of(list.address().toString(), Site.role(list, "-join")), Site.message("ann@mixed.example.net", "x@example.net", "x")))
                    .startsWith("452 4.5.3 ");
        }
    }

    @Test
    void a_closed_list_is_no_list_to_who_wants_to_join() throws IOException {
        MailingList list = site.openList("shut", "ann@shut.example.net");
        site.administration().lists().close(Site.CALLER, list);
        assertThat(send("bob@shut.example.net", Site.role(list, "-join"), "x")).isEqualTo(send("bob@shut.example.net", "nobody-join@lists.example.org", "x"));
        Site.receipt(send("ann@shut.example.net", Site.role(list, "-leave"), "x"));
    }

    // ---- administrators

    @Test
    void an_invitation_waits_for_the_invited() throws IOException {
        MailingList list = site.openList("inviting");
        String ann = "ann@inviting.example.net";
        boolean added = site.administration().members().enrol(
                Site.CALLER, list, new NewMember(list.id(), Address.of(ann), "Ann", Role.MEMBER, Preferences.DEFAULT), Manner.INVITED, "Come and see");
        assertThat(added).isFalse();
        Message invitation = site.mail(ann, "Invitation to");
        assertThat(invitation.root().text()).contains("Come and see");
        assertThat(isMember(list, ann)).isFalse();
        Site.receipt(send(ann, site.replyTo(invitation), "gladly"));
        assertThat(isMember(list, ann)).isTrue();
        assertThat(site.sink().messages().stream().map(SmtpSink.Message::mailFrom)).isNotEmpty();
    }
}
