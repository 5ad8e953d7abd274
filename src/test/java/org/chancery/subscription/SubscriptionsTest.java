package org.chancery.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.subscription.TestLists.Mail;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.ConfirmTokens.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final String ANN = "ann@example.net";
    private final TestLists site = new TestLists();
    private final MailingList talk = site.list("talk", Map.of());

    @AfterEach
    void close() {
        site.close();
    }

    private Answer reply(String token, String from) {
        return site.subscriptions().confirm(token, new Proof.Reply(Address.of(from)));
    }

    private Mail asked(MailingList list) {
        site.subscriptions().join(site.wish(list, ANN));
        return site.mail();
    }

    // ---- the mail that asks

    @Test
    void the_mail_that_asks_acts_in_reply_to_alone() {
        Mail mail = asked(talk);
        assertThat(mail.header("From")).isEqualTo("talk <talk-help@lists.example.org>");
        assertThat(mail.header("Reply-To")).matches("talk-confirm\\+[a-z2-7]{34}@lists\\.example\\.org");
        assertThat(mail.notice().returnPath()).contains(Address.of("challenge-bounces+" + mail.token().substring(0, 13) + "@lists.example.org"));
        assertThat(mail.header("Auto-Submitted")).startsWith("auto-");
        assertThat(mail.header("X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(mail.header("List-Id")).isEmpty();
        assertThat(mail.header("Subject")).doesNotContain(mail.token());
        assertThat(mail.text()).contains("https://lists.example.org/c/" + mail.token(), "2026-11-25");
    }

    @Test
    void any_answer_from_the_address_asked_confirms() {
        String token = asked(talk).token();
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(reply(token, "Ann@EXAMPLE.net")).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isTrue();
        assertThat(site.mail().notice().kind()).isEqualTo("welcome");
    }

    @Test
    void an_answer_from_another_address_confirms_nothing() {
        String token = asked(talk).token();
        assertThat(reply(token, "eve@example.net")).isEqualTo(Answer.NOT_ASKED);
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(reply(token, ANN)).isEqualTo(Answer.DONE);
    }

    @Test
    void an_answer_from_another_address_of_the_same_account_confirms() {
        site.store.accounts().add(Address.of(ANN), site.act());
        site.store.persons().add(Address.of(ANN), Address.of("ann@work.example"), site.act());
        site.store.accounts().add(Address.of("eve@example.net"), site.act());
        String token = asked(talk).token();
        assertThat(reply(token, "eve@example.net")).isEqualTo(Answer.NOT_ASKED);
        assertThat(reply(token, "ann@work.example")).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isTrue();
    }

    @Test
    void a_repeated_answer_is_answered_alike_and_does_nothing_more() {
        String token = asked(talk).token();
        reply(token, ANN);
        site.mails();
        site.store.members().remove(talk.id(), Address.of(ANN), Role.MEMBER, site.act());
        assertThat(reply(token, ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(site.mails()).isEmpty();
    }

    @Test
    void a_confirmation_ends_after_three_days_and_an_invitation_after_seven() {
        String join = asked(talk).token();
        site.now = site.now.plus(Duration.ofDays(2));
        MailingList other = site.list("other", Map.of());
        site.subscriptions().invite(site.wish(other, ANN), "Do come");
        Mail invitation = site.mail();
        assertThat(invitation.text()).contains("Do come");

        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(reply(join, ANN)).isEqualTo(Answer.UNKNOWN);
        site.now = site.now.plus(Duration.ofDays(5));
        assertThat(reply(invitation.token(), ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(site.isMember(other, ANN)).isTrue();
    }

    @Test
    void no_token_for_another_list_action_address_change_or_time_holds() {
        String token = asked(talk).token();
        long id = ConfirmTokens.readId(token).orElseThrow();
        Instant expires = TestLists.NOON.plus(Duration.ofDays(3));
        Domain host = talk.domain();
        Address ann = Address.of(ANN);
        String list = "list " + talk.id();
        List<Subject> forged = List.of(
                new Subject(id, "confirm", host, ann, List.of("list 999", "change join"), expires),
                new Subject(id, "confirm", host, ann, List.of(list, "change leave"), expires),
                new Subject(id, "moderate", host, ann, List.of(list, "change join"), expires.plusSeconds(1)),
                new Subject(id, "confirm", host, Address.of("eve@example.net"), List.of(list, "change join"), expires),
                new Subject(id, "confirm", host, ann, List.of(list, "change join"), expires.plusSeconds(1)));
        assertThat(forged).allMatch(subject -> reply(site.tokens.create(subject), ANN) == Answer.UNKNOWN);
        assertThat(site.tokens.create(new Subject(id, "confirm", host, ann, List.of(list, "change join"), expires))).isEqualTo(token);
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    @Test
    void ten_wrong_tokens_make_a_request_unusable() {
        String token = asked(talk).token();
        String wrong = token.substring(0, 33) + (token.endsWith("a") ? "e" : "a");
        for (int i = 0; i < 9; i++) {
            assertThat(reply(wrong, ANN)).isEqualTo(Answer.UNKNOWN);
        }
        assertThat(site.subscriptions().listOf(token)).isPresent();
        reply(wrong, ANN);
        assertThat(reply(token, ANN)).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void a_declined_or_bounced_request_cannot_be_confirmed() {
        String declined = asked(talk).token();
        assertThat(site.subscriptions().decline(declined)).isEqualTo(Answer.DECLINED);
        assertThat(reply(declined, ANN)).isEqualTo(Answer.UNKNOWN);

        site.now = site.now.plus(Duration.ofDays(1));
        String bounced = asked(talk).token();
        site.subscriptions().bounced(ConfirmTokens.readId(bounced).orElseThrow());
        assertThat(reply(bounced, ANN)).isEqualTo(Answer.UNKNOWN);
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    // ---- the day's limit

    @Test
    void a_thousand_requests_for_one_victim_through_all_doors_and_spellings_are_one_mail() {
        List<MailingList> lists = IntStream.range(0, 10).mapToObj(i -> site.list("l" + i, Map.of())).toList();
        List<String> spellings = List.of(ANN, "Ann@example.net", "ann+x@example.net", "a.n.n@example.net");
        for (int i = 0; i < 1_000; i++) {
            Wish wish = Wish.of(lists.get(i % 10), Address.of(spellings.get(i % 4)), Door.values()[i % 3], Asker.ANYBODY);
            Answer answer = i % 2 == 0 ? site.subscriptions().join(wish) : site.subscriptions().leave(wish);
            assertThat(answer).isEqualTo(Answer.TAKEN);
        }
        assertThat(site.mails()).hasSize(1);
    }

    @Test
    void what_was_asked_meanwhile_stands_on_the_page_and_is_mailed_together_the_next_day() {
        String token = asked(talk).token();
        MailingList other = site.list("other", Map.of());
        MailingList third = site.list("third", Map.of());
        site.subscriptions().join(site.wish(other, ANN));
        site.subscriptions().join(site.wish(other, ANN));
        site.subscriptions().join(site.wish(third, ANN));
        assertThat(site.mails()).isEmpty();
        assertThat(site.subscriptions().awaiting(token)).extracting(Request::list).containsExactlyInAnyOrder(talk.id(), other.id(), third.id());
        assertThat(site.enrolment.backlog().work(site.now)).isZero();

        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(site.enrolment.backlog().work(site.now)).isEqualTo(1);
        Mail more = site.mail();
        assertThat(more.notice().kind()).isEqualTo("confirm-more");
        assertThat(more.text()).contains("other@lists.example.org", "third@lists.example.org").doesNotContain("talk@lists.example.org");
        assertThat(more.header("Reply-To")).isEmpty();

        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(site.enrolment.backlog().work(site.now)).isZero();
    }

    @Test
    void the_page_of_one_request_may_confirm_the_others_of_its_address_and_nobody_elses() {
        String token = asked(talk).token();
        MailingList other = site.list("other", Map.of());
        site.subscriptions().join(site.wish(other, ANN));
        site.subscriptions().join(site.wish(other, "bob@example.net"));
        long mine = site.subscriptions().awaiting(token).stream().filter(request -> request.list().equals(other.id())).findFirst().orElseThrow().id();
        long his = site.store.requests().awaiting(Address.of("bob@example.net"), site.now).getFirst().id();

        assertThat(site.subscriptions().confirmAlso(token, his)).isEqualTo(Answer.UNKNOWN);
        assertThat(site.subscriptions().confirmAlso(token, mine)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(other, ANN)).isTrue();
        assertThat(site.isMember(other, "bob@example.net")).isFalse();
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    @Test
    void who_proved_the_address_may_ask_ten_times_a_day() {
        for (int i = 0; i < 12; i++) {
            site.subscriptions().join(Wish.of(site.list("p" + i, Map.of()), Address.of(ANN), Door.MAIL, Asker.PROVED));
        }
        assertThat(site.mails()).hasSize(10);
    }

    // ---- alike for everybody

    @Test
    void member_stranger_and_banned_hear_the_same_and_members_get_the_same_mail() {
        site.add(talk, "member@example.net", Role.MEMBER);
        site.ban(Optional.of(talk), "banned@example.net");
        List<String> classes = List.of("member@example.net", "stranger@example.net", "banned@example.net");
        for (String address : classes) {
            assertThat(site.subscriptions().join(site.wish(talk, address))).isEqualTo(Answer.TAKEN);
        }
        List<Mail> mails = site.mails();
        assertThat(mails).extracting(mail -> mail.notice().recipients().getFirst().toString()).containsExactlyInAnyOrder("member@example.net", "stranger@example.net");
        assertThat(mails.get(0).shape(mails.get(0).notice().recipients().getFirst().toString()))
                .isEqualTo(mails.get(1).shape(mails.get(1).notice().recipients().getFirst().toString()));
        site.now = site.now.plus(Duration.ofDays(1));
        for (String address : classes) {
            assertThat(site.subscriptions().leave(site.wish(talk, address))).isEqualTo(Answer.TAKEN);
        }
    }

    @Test
    void whoever_is_banned_before_the_answer_does_not_become_a_member() {
        String token = asked(talk).token();
        site.ban(Optional.empty(), "@example.net");
        assertThat(reply(token, ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isFalse();
        assertThat(site.mails()).isEmpty();
    }

    @Test
    void a_banned_member_may_still_leave() {
        site.add(talk, ANN, Role.MEMBER);
        site.ban(Optional.of(talk), ANN);
        site.subscriptions().leave(site.wish(talk, ANN));
        assertThat(reply(site.mail().token(), ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    @Test
    void our_own_addresses_and_literals_are_never_written_to() {
        for (String address : List.of("talk@lists.example.org", "talk-owner@lists.example.org", "talk-bounces+x@lists.example.org", "ann@[192.0.2.1]")) {
            assertThat(site.subscriptions().join(site.wish(talk, address))).isEqualTo(Answer.TAKEN);
        }
        assertThat(site.mails()).isEmpty();
    }

    // ---- policies

    @Test
    void an_open_list_takes_a_proved_address_at_once_and_asks_an_unproved_one() {
        MailingList open = site.list("open", Map.of(Setting.JOIN_POLICY, "open", Setting.LEAVE_POLICY, "open"));
        site.subscriptions().join(Wish.of(open, Address.of(ANN), Door.MAIL, Asker.PROVED));
        assertThat(site.isMember(open, ANN)).isTrue();
        assertThat(site.mail().notice().kind()).isEqualTo("welcome");
        site.subscriptions().leave(Wish.of(open, Address.of(ANN), Door.MAIL, Asker.PROVED));
        assertThat(site.isMember(open, ANN)).isFalse();
        assertThat(site.mail().notice().kind()).isEqualTo("goodbye");

        site.subscriptions().join(site.wish(open, "bob@example.net"));
        assertThat(site.isMember(open, "bob@example.net")).isFalse();
        assertThat(site.mail().notice().kind()).isEqualTo("confirm-join");
    }

    @Test
    void a_moderated_request_is_decided_by_a_moderators_clear_word_alone() {
        MailingList closed = site.list("club", Map.of(Setting.JOIN_POLICY, "moderate"));
        site.add(closed, "mo@example.org", Role.MODERATOR);
        site.subscriptions().join(site.wish(closed, ANN));
        site.subscriptions().join(site.wish(closed, ANN));
        Mail mail = site.mail();
        assertThat(mail.notice().recipients()).containsExactly(Address.of("mo@example.org"));
        RequestDesk desk = site.enrolment.desk();

        assertThat(desk.reply(mail.token(), Address.of(ANN), "accept")).isEqualTo(Answer.NOT_ASKED);
        assertThat(desk.reply(mail.token(), Address.of("mo@example.org"), "Hello there")).isEqualTo(Answer.NOT_ASKED);
        assertThat(reply(mail.token(), "mo@example.org")).isEqualTo(Answer.UNKNOWN);
        assertThat(site.isMember(closed, ANN)).isFalse();

        assertThat(desk.reply(mail.token(), Address.of("mo@example.org"), "Accept, please")).isEqualTo(Answer.DONE);
        assertThat(site.isMember(closed, ANN)).isTrue();
        assertThat(desk.reply(mail.token(), Address.of("mo@example.org"), "reject")).isEqualTo(Answer.DONE);
        assertThat(site.isMember(closed, ANN)).isTrue();
    }

    @Test
    void confirm_then_moderate_asks_the_address_first_and_tells_it_the_refusal() {
        MailingList club = site.list("club", Map.of(Setting.JOIN_POLICY, "confirm-then-moderate"));
        site.add(club, "owner@example.org", Role.OWNER);
        assertThat(reply(asked(club).token(), ANN)).isEqualTo(Answer.WAITS);
        List<Mail> mails = site.mails();
        assertThat(mails).extracting(mail -> mail.notice().kind()).containsExactlyInAnyOrder("request-moderators", "request-waits");
        Mail moderators = mails.stream().filter(mail -> mail.notice().kind().equals("request-moderators")).findFirst().orElseThrow();
        assertThat(moderators.notice().recipients()).containsExactly(Address.of("owner@example.org"));
        assertThat(site.isMember(club, ANN)).isFalse();

        site.enrolment.desk().reply(moderators.token(), Address.of("owner@example.org"), "reject staff only");
        Mail refused = site.mail();
        assertThat(refused.notice().kind()).isEqualTo("request-refused");
        assertThat(refused.notice().recipients()).containsExactly(Address.of(ANN));
        assertThat(refused.text()).contains("staff only");
        assertThat(site.isMember(club, ANN)).isFalse();
    }

    @Test
    void an_address_that_never_agreed_hears_nothing_of_a_refusal() {
        MailingList club = site.list("club", Map.of(Setting.JOIN_POLICY, "moderate"));
        site.subscriptions().join(site.wish(club, ANN));
        Mail mail = site.mail();
        assertThat(mail.notice().recipients()).containsExactly(TestLists.ADMINISTRATOR);
        site.enrolment.desk().reply(mail.token(), TestLists.ADMINISTRATOR, "reject");
        assertThat(site.mails()).isEmpty();
    }

    @Test
    void what_moderators_leave_ends_after_thirty_days() {
        MailingList club = site.list("club", Map.of(Setting.JOIN_POLICY, "moderate"));
        site.subscriptions().join(site.wish(club, ANN));
        Mail mail = site.mail();
        site.now = site.now.plus(Duration.ofDays(30));
        assertThat(site.enrolment.desk().reply(mail.token(), TestLists.ADMINISTRATOR, "accept")).isEqualTo(Answer.UNKNOWN);
        assertThat(site.enrolment.desk().waiting(Optional.empty())).isEmpty();
        assertThat(site.isMember(club, ANN)).isFalse();
    }

    @Test
    void owners_are_told_and_members_welcomed_as_the_list_wants_it() {
        MailingList told = site.list("told", Map.of(Setting.OWNER_NOTICES, "true", Setting.WELCOME, "false", Setting.GOODBYE, "false"));
        site.add(told, "owner@example.org", Role.OWNER);
        reply(asked(told).token(), ANN);
        assertThat(site.mail().notice().kind()).isEqualTo("owner-joined");
        site.now = site.now.plus(Duration.ofDays(1));
        site.subscriptions().leave(site.wish(told, ANN));
        reply(site.mail().token(), ANN);
        assertThat(site.mail().notice().kind()).isEqualTo("owner-left");
    }

    @Test
    void a_closed_list_takes_nobody_but_lets_members_go() {
        site.add(talk, ANN, Role.MEMBER);
        String early = askedBob();
        site.store.lists().setState(talk.id(), MailingList.State.CLOSED, site.act());
        MailingList closed = site.store.lists().find(talk.id()).orElseThrow();
        assertThat(site.subscriptions().join(site.wish(closed, "carl@example.net"))).isEqualTo(Answer.CLOSED);
        assertThat(reply(early, "bob@example.net")).isEqualTo(Answer.CLOSED);
        assertThat(site.isMember(talk, "bob@example.net")).isFalse();
        site.subscriptions().leave(site.wish(closed, ANN));
        assertThat(reply(site.mail().token(), ANN)).isEqualTo(Answer.DONE);
        assertThat(site.isMember(talk, ANN)).isFalse();
    }

    private String askedBob() {
        site.subscriptions().join(site.wish(talk, "bob@example.net"));
        return site.mail().token();
    }

    @Test
    void new_members_get_posts_as_the_list_wants_it() {
        MailingList digest = site.list("digest", Map.of(Setting.DEFAULT_DIGEST, "plain"));
        reply(asked(digest).token(), ANN);
        assertThat(site.store.members().find(digest.id(), Address.of(ANN), Role.MEMBER).orElseThrow().preferences().digest())
                .isEqualTo(Member.Digest.PLAIN);
    }

    @Test
    void what_is_over_is_ended_and_forgotten_after_a_month() {
        String token = asked(talk).token();
        long id = ConfirmTokens.readId(token).orElseThrow();
        site.now = site.now.plus(Duration.ofDays(3));
        site.enrolment.backlog().work(site.now);
        assertThat(site.store.requests().find(id).orElseThrow().state()).isEqualTo(Request.State.EXPIRED);
        site.now = site.now.plus(Duration.ofDays(31));
        site.enrolment.backlog().work(site.now);
        assertThat(site.store.requests().find(id)).isEmpty();
    }
}
