package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.archive.Digests;
import org.chancery.archive.Digests.Audience;
import org.chancery.archive.Digests.Letter;
import org.chancery.archive.Digests.Sending;
import org.chancery.archive.Digests.Stored;
import org.chancery.archive.Digests.Turn;
import org.chancery.archive.Numbers;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.posting.Order.State;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;

class DigestsContractTest extends ContractTest {
    private static final Numbers FIRST = new Numbers(1, 1, "2026");
    private static final byte[] DIGEST = "Subject: digest\r\n\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Member member(MailingList list, String address, Member.Digest form) {
        return store.members().add(
                new NewMember(list.id(), Address.of(address), "", Role.MEMBER, new Member.Preferences(true, form, false, false)),
                act("member.add", address)).orElseThrow();
    }

    private void choose(Member member, Member.Digest form) {
        store.members().setPreferences(member.number(), new Member.Preferences(true, form, false, false), act("member.set", "digest"));
    }

    private Receipt distributed(MailingList list) {
        Receipt receipt = post(list, State.ACCEPTED);
        PostingId id = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(id, 1)) {}
        return receipt;
    }

    private List<Stored> waiting(MailingList list) {
        return store.digests().posts(list.id(), 100, 1_000_000);
    }

    private Sending sending(MailingList list, Letter... letters) {
        return new Sending(list.id(), store.digests().numbers(list.id()), FIRST, waiting(list), store.digests().turns(list.id()), List.of(), List.of(letters));
    }

    private static Letter letter(Audience audience) {
        return new Letter.Digest(audience, "id@example.org", DIGEST);
    }

    private List<String> recipients() {
        List<String> recipients = new ArrayList<>();
        for (ChunkClaim claim : store.queue().claimChunks(1_000, now)) {
            claim.open().forEach(target -> recipients.add(target.address().toString()));
        }
        return recipients;
    }

    @Test
    void who_takes_digests_gets_no_single_copy_and_the_post_waits() {
        MailingList talk = list("talk");
        member(talk, "single@example.net", Member.Digest.NONE);
        member(talk, "digest@example.net", Member.Digest.MIME);
        Receipt receipt = distributed(talk);
        assertThat(recipients()).containsExactly("single@example.net");
        assertThat(waiting(talk)).singleElement().satisfies(post -> assertThat(post.octets()).isEqualTo(OCTETS));
        assertThat(store.digests().waiting()).containsExactly(new Digests.Waiting(talk.id(), 1, receipt.size(), now));
        assertThat(store.digests().waiting(talk.id())).isPresent();
    }

    @Test
    void nothing_waits_on_a_list_where_nobody_takes_digests() {
        MailingList talk = list("talk");
        members(talk, 2);
        distributed(talk);
        assertThat(store.digests().waiting()).isEmpty();
    }

    @Test
    void where_the_owner_offers_no_digests_everybody_gets_single_copies() {
        MailingList talk = list("talk");
        member(talk, "digest@example.net", Member.Digest.MIME);
        store.lists().saveSettings(talk.id(), talk.settings(), talk.settings().with(org.chancery.list.Setting.DIGESTS, "false"), act("list.set", "talk"));
        distributed(talk);
        assertThat(recipients()).containsExactly("digest@example.net");
        assertThat(store.digests().waiting()).isEmpty();
    }

    @Test
    void an_issue_goes_to_everybody_of_its_form_and_nothing_waits_any_more() {
        MailingList talk = list("talk");
        for (int i = 0; i < 150; i++) {
            member(talk, "m" + i + "@example.net", Member.Digest.MIME);
        }
        member(talk, "plain@example.net", Member.Digest.PLAIN);
        distributed(talk);
        assertThat(store.digests().members(talk.id(), Member.Digest.MIME)).isEqualTo(150);
        assertThat(store.digests().send(sending(talk, letter(new Audience.Everybody(Member.Digest.MIME))))).isTrue();
        assertThat(waiting(talk)).isEmpty();
        assertThat(store.digests().numbers(talk.id())).isEqualTo(FIRST);
        Receipt receipt = store.receipts().byMessageId("id@example.org").getFirst();
        var post = store.receipts().posts(receipt.id()).getFirst();
        assertThat(post.isDigest()).isTrue();
        assertThat(post.list()).contains(talk.id());
        assertThat(post.recipients()).isEqualTo(150);
        assertThat(store.receipts().notice(post.id()).orElseThrow().message()).isEqualTo(DIGEST);
        assertThat(recipients()).hasSize(150).doesNotContain("plain@example.net").doesNotHaveDuplicates();
    }

    @Test
    void the_same_issue_made_twice_is_sent_once() {
        MailingList talk = list("talk");
        member(talk, "d@example.net", Member.Digest.MIME);
        distributed(talk);
        Sending mine = sending(talk, letter(new Audience.Everybody(Member.Digest.MIME)));
        Sending theirs = sending(talk, letter(new Audience.Everybody(Member.Digest.MIME)));
        assertThat(store.digests().send(mine)).isTrue();
        assertThat(store.digests().send(theirs)).isFalse();
        assertThat(recipients()).containsExactly("d@example.net");
    }

    @Test
    void an_issue_is_made_anew_when_a_member_changed_his_mind_meanwhile() {
        MailingList talk = list("talk");
        Member member = member(talk, "d@example.net", Member.Digest.MIME);
        distributed(talk);
        Sending stale = sending(talk, letter(new Audience.Everybody(Member.Digest.MIME)));
        choose(member, Member.Digest.NONE);
        assertThat(store.digests().send(stale)).isFalse();
        assertThat(waiting(talk)).hasSize(1);
        assertThat(store.digests().numbers(talk.id())).isEqualTo(Numbers.NONE);
    }

    @Test
    void who_goes_back_to_single_posts_has_a_last_digest_of_what_waited_until_then() {
        MailingList talk = list("talk");
        Member leaver = member(talk, "leaver@example.net", Member.Digest.PLAIN);
        member(talk, "stayer@example.net", Member.Digest.PLAIN);
        distributed(talk);
        choose(leaver, Member.Digest.NONE);
        distributed(talk);
        List<Stored> posts = waiting(talk);
        Turn turn = new Turn(leaver.number(), leaver.address(), Member.Digest.PLAIN, 0, Optional.of(posts.getFirst().sequence()));
        assertThat(store.digests().turns(talk.id())).containsExactly(turn);
        assertThat(recipients()).as("the second post singly").containsExactly("leaver@example.net");

        Sending last = new Sending(talk.id(), Numbers.NONE, Numbers.NONE, List.of(), List.of(turn), List.of(turn), List.of(letter(new Audience.These(List.of(turn)))));
        assertThat(store.digests().send(last)).isTrue();
        assertThat(recipients()).containsExactly("leaver@example.net");
        assertThat(store.digests().turns(talk.id())).isEmpty();
        assertThat(waiting(talk)).hasSize(2);
        assertThat(store.digests().send(last)).as("once").isFalse();
    }

    @Test
    void who_begins_to_take_digests_is_not_sent_what_he_has_had() {
        MailingList talk = list("talk");
        member(talk, "old@example.net", Member.Digest.MIME);
        Member joiner = member(talk, "joiner@example.net", Member.Digest.NONE);
        distributed(talk);
        choose(joiner, Member.Digest.MIME);
        distributed(talk);
        List<Stored> posts = waiting(talk);
        assertThat(store.digests().turns(talk.id()))
                .containsExactly(new Turn(joiner.number(), joiner.address(), Member.Digest.MIME, posts.getFirst().sequence(), Optional.empty()));
        assertThat(recipients()).containsExactly("joiner@example.net");
        assertThat(store.digests().send(sending(talk, letter(new Audience.Everybody(Member.Digest.MIME))))).isTrue();
        assertThat(recipients()).containsExactly("old@example.net");
        assertThat(store.digests().turns(talk.id())).as("from now on like everybody").isEmpty();
    }

    @Test
    void who_cannot_have_had_a_post_that_is_on_its_way_gets_the_whole_digest() {
        MailingList talk = list("talk");
        member(talk, "old@example.net", Member.Digest.MIME);
        Member joiner = member(talk, "joiner@example.net", Member.Digest.NONE);
        post(talk, State.ACCEPTED);
        choose(joiner, Member.Digest.MIME);
        assertThat(store.digests().turns(talk.id())).isEmpty();
    }

    @Test
    void whoever_turns_back_before_the_last_digest_went_out_gets_the_whole_one() {
        MailingList talk = list("talk");
        Member member = member(talk, "d@example.net", Member.Digest.MIME);
        distributed(talk);
        choose(member, Member.Digest.NONE);
        choose(member, Member.Digest.MIME);
        assertThat(store.digests().turns(talk.id())).isEmpty();
    }

    @Test
    void a_post_that_may_not_stand_in_a_digest_goes_out_by_itself() {
        MailingList talk = list("talk");
        member(talk, "d@example.net", Member.Digest.MIME);
        Receipt receipt = distributed(talk);
        Letter single = new Letter.Single(new Audience.Everybody(Member.Digest.MIME), waiting(talk).getFirst().posting());
        assertThat(store.digests().send(sending(talk, single))).isTrue();
        assertThat(recipients()).containsExactly("d@example.net");
        assertThat(store.receipts().posts(receipt.id())).hasSize(2).allMatch(post -> !post.isDigest());
    }

    @Test
    void octets_stay_until_the_digest_was_sent() {
        MailingList talk = list("talk");
        member(talk, "d@example.net", Member.Digest.MIME);
        Receipt receipt = distributed(talk);
        now = now.plus(Duration.ofDays(40));
        store.receipts().purge(now.minus(Duration.ofDays(5)));
        assertThat(store.receipts().message(receipt.id())).isPresent();
        assertThat(store.digests().send(sending(talk))).isTrue();
        store.receipts().purge(now.minus(Duration.ofDays(5)));
        assertThat(store.receipts().message(receipt.id())).isEmpty();
    }

    @Test
    void posts_are_read_up_to_the_limits_and_one_at_least() {
        MailingList talk = list("talk");
        member(talk, "d@example.net", Member.Digest.MIME);
        for (int i = 0; i < 5; i++) {
            distributed(talk);
        }
        assertThat(store.digests().posts(talk.id(), 3, 1_000)).hasSize(3);
        assertThat(store.digests().posts(talk.id(), 100, 12)).as("of 5 octets each").hasSize(2);
        assertThat(store.digests().posts(talk.id(), 100, 1)).hasSize(1);
    }

    @Test
    void numbers_change_only_from_what_they_were() {
        MailingList talk = list("talk");
        assertThat(store.digests().renumber(talk.id(), Numbers.NONE, new Numbers(2, 0, "2026"))).isTrue();
        assertThat(store.digests().renumber(talk.id(), Numbers.NONE, new Numbers(9, 0, "2026"))).isFalse();
        assertThat(store.digests().numbers(talk.id())).isEqualTo(new Numbers(2, 0, "2026"));
    }

    @Test
    void a_deleted_list_takes_its_digest_with_it() {
        MailingList talk = list("talk");
        member(talk, "d@example.net", Member.Digest.MIME);
        distributed(talk);
        store.lists().delete(talk.id(), act("list.delete", "talk"));
        assertThat(store.digests().waiting()).isEmpty();
    }
}
