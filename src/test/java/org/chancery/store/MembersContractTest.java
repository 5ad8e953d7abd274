package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.chancery.account.Person;
import org.chancery.delivery.Expanding;
import org.chancery.delivery.PostingId;
import org.chancery.delivery.Queue.ChunkClaim;
import org.chancery.delivery.bounce.FailedRecipient.Kind;
import org.chancery.delivery.bounce.Failure;
import org.chancery.delivery.bounce.Standing;
import org.chancery.list.ListRequests.ListRequest;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members.Moved;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.list.Topics;
import org.chancery.mail.Address;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.junit.jupiter.api.Test;

/// What members choose, people with several addresses, and whom a post is not sent to.
class MembersContractTest extends ContractTest {
    private static final Address ANN = Address.of("ann@example.com");
    private static final Address WORK = Address.of("Ann@work.example");

    private Member add(MailingList list, String address, Preferences preferences) {
        return add(list, address, Role.MEMBER, preferences);
    }

    private Member add(MailingList list, String address, Role role, Preferences preferences) {
        return store.members().add(new NewMember(list.id(), Address.of(address), "", role, preferences), act("member.add", address)).orElseThrow();
    }

    private void account() {
        store.accounts().add(ANN, act("account.add", "ann"));
        store.persons().add(ANN, WORK, act("account.address.add", "ann"));
    }

    /// Everybody who gets the next post of this author.
    private List<String> receivers(MailingList list, String author, String... named) {
        return receivers(list, author, List.of(), named);
    }

    private List<String> receivers(MailingList list, String author, List<String> topics, String... named) {
        Order.Judged judged = order(list, Order.State.ACCEPTED).judged();
        Order order = new Order(list.id(), Order.State.ACCEPTED, Optional.of(Address.of(author)), judged)
                .named(List.of(named).stream().map(Address::of).toList()).remembered(new Order.Memory(false, false), topics);
        return receivers(order);
    }

    private List<String> receivers(Order order) {
        Receipt receipt = receipt();
        store.receipts().commit(receipt, OCTETS, List.of(order), List.of(), () -> true);
        PostingId posting = Expanding.begin(store.queue()).orElseThrow();
        while (store.queue().expand(posting, 10)) {
            assertThat(posting).isNotNull();
        }
        return store.queue().claimChunks(10, time.instant()).stream().map(ChunkClaim::open).flatMap(List::stream)
                .map(target -> target.address().toString()).toList();
    }

    @Test
    void a_member_gets_the_topics_that_he_follows_and_none_that_he_mutes() {
        MailingList talk = list("talk");
        add(talk, "all@example.com", Preferences.DEFAULT);
        add(talk, "follows@example.com", choosing(new Topics(Set.of("releases"), Set.of())));
        add(talk, "mutes@example.com", choosing(new Topics(Set.of(), Set.of("jobs"))));
        assertThat(receiversOf(talk)).containsExactly("all@example.com", "mutes@example.com");
        assertThat(receiversOf(talk, "Releases")).containsExactly("all@example.com", "follows@example.com", "mutes@example.com");
        assertThat(receiversOf(talk, "releases", "jobs")).containsExactly("all@example.com", "follows@example.com");
    }

    private static Preferences choosing(Topics topics) {
        return Preferences.DEFAULT.topics(topics);
    }

    private List<String> receiversOf(MailingList list, String... topics) {
        Order order = order(list, Order.State.ACCEPTED).remembered(new Order.Memory(false, false), List.of(topics));
        return receivers(order);
    }

    @Test
    void every_choice_of_a_member_is_kept() {
        Preferences chosen = new Preferences(
                Member.Delivery.OFF_BY_BOUNCES, Member.Digest.PLAIN, true, true, Optional.of(LocalDate.parse("2027-01-07")), false, false, "ja",
                new Topics(Set.of("releases"), Set.of("jobs")), true);
        MailingList talk = list("talk");
        assertThat(add(talk, "ann@example.com", chosen).preferences()).isEqualTo(chosen);
        Member bob = add(talk, "bob@example.com", Preferences.DEFAULT);
        assertThat(store.members().setPreferences(bob.number(), chosen, act("member.set", "bob"))).isTrue();
        assertThat(store.members().find(bob.number()).orElseThrow().preferences()).isEqualTo(chosen);
    }

    @Test
    void followed_topics_come_muted_ones_do_not_and_a_name_is_no_pattern() {
        MailingList talk = list("talk");
        add(talk, "all@example.com", Preferences.DEFAULT);
        add(talk, "follows@example.com", Preferences.DEFAULT.topics(Topics.parse("+a_b +jobs").orThrow()));
        add(talk, "mutes@example.com", Preferences.DEFAULT.topics(Topics.parse("-a_b -jobs-old").orThrow()));
        add(talk, "both@example.com", Preferences.DEFAULT.topics(Topics.parse("+a_b -jobs").orThrow()));

        assertThat(receivers(talk, "x@example.net", List.of("a_b"))).containsExactly("all@example.com", "follows@example.com", "both@example.com");
        assertThat(receivers(talk, "x@example.net", List.of("a-b"))).containsExactly("all@example.com", "mutes@example.com");
        assertThat(receivers(talk, "x@example.net", List.of("a_b", "jobs"))).containsExactly("all@example.com", "follows@example.com");
        assertThat(receivers(talk, "x@example.net", List.of("jobs"))).containsExactly("all@example.com", "follows@example.com", "mutes@example.com");
        assertThat(receivers(talk, "x@example.net", List.of())).containsExactly("all@example.com", "mutes@example.com");
    }

    @Test
    void who_is_on_vacation_gets_nothing_until_the_day_and_then_everything_by_itself() {
        MailingList talk = list("talk");
        add(talk, "ann@example.com", Preferences.DEFAULT.away(Optional.of(LocalDate.parse("2026-11-24"))));
        add(talk, "bob@example.com", Preferences.DEFAULT);
        assertThat(receivers(talk, "x@example.net")).containsExactly("bob@example.com");
        now = Instant.parse("2026-11-23T23:59:59Z");
        assertThat(receivers(talk, "x@example.net")).containsExactly("bob@example.com");
        now = Instant.parse("2026-11-24T00:00:00Z");
        assertThat(receivers(talk, "x@example.net")).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void own_posts_come_back_unless_the_author_chose_otherwise_whichever_address_wrote() {
        MailingList talk = list("talk");
        account();
        add(talk, "ann@example.com", Preferences.DEFAULT.ownPosts(false));
        add(talk, "bob@example.com", Preferences.DEFAULT);
        assertThat(receivers(talk, "Ann@Example.com")).containsExactly("bob@example.com");
        assertThat(receivers(talk, "ann@work.example")).containsExactly("bob@example.com");
        assertThat(receivers(talk, "bob@example.com")).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void who_is_named_in_the_post_gets_a_copy_unless_the_member_wants_none() {
        MailingList talk = list("talk");
        add(talk, "ann@example.com", Preferences.DEFAULT.duplicates(false));
        add(talk, "bob@example.com", Preferences.DEFAULT);
        assertThat(receivers(talk, "x@example.net", "talk@example.org", "ANN@example.com", "bob@example.com")).containsExactly("bob@example.com");
        assertThat(receivers(talk, "x@example.net", "talk@example.org")).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void a_chunk_of_members_who_are_all_spared_does_not_end_the_expansion() {
        MailingList talk = list("talk");
        for (int i = 0; i < 250; i++) {
            add(talk, "m" + i + "@example.net", Preferences.DEFAULT.duplicates(i >= 240));
        }
        String[] named = IntStream.range(0, 240).mapToObj(i -> "m" + i + "@example.net").toArray(String[]::new);
        assertThat(receivers(talk, "x@example.net", named)).hasSize(10);
    }

    @Test
    void who_writes_from_another_address_of_the_same_person_stands_as_the_member() {
        MailingList talk = list("talk");
        account();
        add(talk, "ann@example.com", Preferences.DEFAULT);
        add(talk, "ann@work.example", Role.OWNER, Preferences.DEFAULT);
        assertThat(store.members().standing(talk.id(), WORK)).isEqualTo(Map.of(Role.MEMBER, ANN, Role.OWNER, WORK));
        assertThat(store.members().roles(talk.id(), WORK)).containsExactly(Role.OWNER);
        assertThat(store.members().standing(talk.id(), Address.of("else@example.net"))).isEmpty();
        store.persons().remove(ANN, WORK, act("account.address.remove", "ann"));
        assertThat(store.members().standing(talk.id(), WORK)).isEqualTo(Map.of(Role.OWNER, WORK));
    }

    @Test
    void an_address_belongs_to_one_account_and_the_login_stays() {
        account();
        Address bob = Address.of("bob@example.com");
        store.accounts().add(bob, act("account.add", "bob"));
        assertThat(store.persons().of(WORK)).hasValue(new Person(ANN, ANN, List.of(ANN, WORK)));
        assertThat(store.persons().add(bob, WORK, act("account.address.add", "bob"))).isFalse();
        assertThat(store.persons().add(bob, ANN, act("account.address.add", "bob"))).isFalse();
        assertThat(store.persons().add(Address.of("nobody@example.com"), Address.of("x@example.com"), act("account.address.add", "x"))).isFalse();
        assertThat(store.accounts().add(WORK, act("account.add", "work"))).isFalse();
        assertThat(store.persons().remove(ANN, ANN, act("account.address.remove", "ann"))).isFalse();
        assertThat(store.persons().prefer(ANN, WORK, act("account.address.prefer", "ann"))).isTrue();
        assertThat(store.persons().prefer(ANN, WORK, act("account.address.prefer", "ann"))).isFalse();
        assertThat(store.persons().prefer(ANN, bob, act("account.address.prefer", "ann"))).isFalse();
        assertThat(store.persons().of(ANN).orElseThrow().preferred()).isEqualTo(WORK);
        assertThat(store.persons().remove(ANN, WORK, act("account.address.remove", "ann"))).isTrue();
        assertThat(store.persons().of(ANN)).hasValue(new Person(ANN, ANN, List.of(ANN)));
        store.accounts().remove(ANN, act("account.remove", "ann"));
        assertThat(store.persons().of(ANN)).isEmpty();
    }

    @Test
    void a_change_of_address_moves_every_membership_and_merges_where_the_new_one_is_there() {
        MailingList talk = list("talk");
        MailingList news = list("news");
        Address fresh = Address.of("Ann@new.example");
        Member old = add(talk, "ann@example.com", Preferences.DEFAULT.digest(Member.Digest.MIME));
        add(talk, "ann@example.com", Role.OWNER, Preferences.DEFAULT);
        add(news, "ann@example.com", Preferences.DEFAULT);
        Member there = add(news, "ann@new.example", Preferences.DEFAULT.hidden(true));
        int before = store.audit().last(1_000).size();
        assertThat(store.members().move(ANN, fresh, act("member.move", "ann"))).isEqualTo(new Moved(2, 1));
        assertThat(store.members().of(ANN)).isEmpty();
        Member moved = store.members().find(old.number()).orElseThrow();
        assertThat(moved.address().toString()).isEqualTo("Ann@new.example");
        assertThat(moved.preferences()).isEqualTo(old.preferences());
        assertThat(store.members().roles(talk.id(), fresh)).containsExactlyInAnyOrder(Role.MEMBER, Role.OWNER);
        assertThat(store.members().find(news.id(), fresh, Role.MEMBER)).hasValue(there);
        assertThat(store.members().move(ANN, fresh, act("member.move", "ann"))).isEqualTo(new Moved(0, 0));
        assertThat(store.audit().last(1_000)).hasSize(before + 1);
    }

    @Test
    void the_posts_that_count_for_a_member_go_along_to_the_new_address_on_the_lists_of_the_member() {
        MailingList talk = list("talk");
        MailingList elsewhere = list("elsewhere");
        Address fresh = Address.of("ann@new.example");
        add(talk, "ann@example.com", Preferences.DEFAULT);
        post(talk, Order.State.ACCEPTED);
        post(elsewhere, Order.State.ACCEPTED);
        store.members().move(ANN, fresh, act("member.move", "ann"));
        assertThat(store.receipts().acceptedPosts(talk.id(), fresh, 9)).isEqualTo(1);
        assertThat(store.receipts().acceptedPosts(talk.id(), ANN, 9)).isZero();
        assertThat(store.receipts().acceptedPosts(elsewhere.id(), fresh, 9)).isZero();
    }

    @Test
    void a_moved_address_stays_the_same_persons() {
        account();
        Address fresh = Address.of("ann@new.example");
        store.members().move(WORK, fresh, act("member.move", "ann"));
        assertThat(store.persons().of(fresh)).hasValue(new Person(ANN, ANN, List.of(ANN, fresh)));
        assertThat(store.persons().of(WORK)).isEmpty();
        store.members().move(ANN, Address.of("ann@third.example"), act("member.move", "ann"));
        assertThat(store.persons().of(ANN)).isPresent();
    }

    private static final Preferences FOLLOWING = Preferences.DEFAULT.followsPreferred(true);

    private boolean prefer(Address address) {
        return store.persons().prefer(ANN, address, act("account.address.prefer", "ann"));
    }

    private List<String> addresses(MailingList list) {
        List<String> all = new ArrayList<>();
        store.members().each(list.id(), Optional.of(Role.MEMBER), member -> all.add(member.address().toString()));
        return all;
    }

    @Test
    void memberships_that_follow_go_along_with_the_preferred_address_and_no_others_do() {
        account();
        MailingList talk = list("talk");
        MailingList news = list("news");
        Member follows = add(talk, "ann@example.com", FOLLOWING.digest(Member.Digest.MIME));
        add(talk, "ann@example.com", Role.MODERATOR, FOLLOWING);
        add(news, "ann@example.com", Preferences.DEFAULT);
        add(news, "bob@example.com", FOLLOWING);
        assertThat(prefer(WORK)).isTrue();
        Member moved = store.members().find(follows.number()).orElseThrow();
        assertThat(moved.address().toString()).isEqualTo("Ann@work.example");
        assertThat(moved.preferences()).isEqualTo(follows.preferences());
        assertThat(store.members().roles(talk.id(), WORK)).containsExactlyInAnyOrder(Role.MEMBER, Role.MODERATOR);
        assertThat(addresses(news)).containsExactly("ann@example.com", "bob@example.com");
        assertThat(receivers(news, "x@example.net")).containsExactly("ann@example.com", "bob@example.com");
        store.members().setPreferences(moved.number(), FOLLOWING, act("member.set", "ann"));
        assertThat(receivers(talk, "x@example.net")).containsExactly("Ann@work.example");
        assertThat(prefer(ANN)).isTrue();
        assertThat(addresses(talk)).containsExactly("ann@example.com");
        assertThat(store.members().preferred(WORK)).isEqualTo(ANN);
    }

    @Test
    void who_begins_to_follow_is_at_the_preferred_address_at_once_and_a_new_membership_begins_there() {
        account();
        prefer(WORK);
        MailingList talk = list("talk");
        Member ann = add(talk, "ann@example.com", Preferences.DEFAULT);
        assertThat(store.members().setPreferences(ann.number(), FOLLOWING, act("member.set", "ann"))).isTrue();
        assertThat(addresses(talk)).containsExactly("Ann@work.example");
        MailingList news = list("news");
        assertThat(add(news, "ann@example.com", FOLLOWING).address()).isEqualTo(WORK);
        assertThat(store.members().add(new NewMember(news.id(), ANN, "", Role.MEMBER, FOLLOWING), act("member.add", "ann"))).as("is there already").isEmpty();
        MailingList many = list("many");
        store.members().addAll(List.of(new NewMember(many.id(), ANN, "", Role.MEMBER, FOLLOWING), new NewMember(many.id(), Address.of("bob@example.com"), "", Role.MEMBER, FOLLOWING)),
                act("member.import", "many"), _ -> {});
        assertThat(addresses(many)).containsExactly("Ann@work.example", "bob@example.com");
    }

    @Test
    void where_the_preferred_address_is_there_already_one_membership_is_left_and_it_follows() {
        account();
        MailingList talk = list("talk");
        Member work = add(talk, "ann@work.example", Preferences.DEFAULT.hidden(true));
        add(talk, "ann@example.com", FOLLOWING);
        prefer(WORK);
        assertThat(addresses(talk)).containsExactly("ann@work.example");
        assertThat(store.members().find(work.number()).orElseThrow().preferences()).isEqualTo(FOLLOWING.hidden(true));
        prefer(ANN);
        assertThat(addresses(talk)).containsExactly("ann@example.com");
    }

    @Test
    void an_address_that_joins_or_leaves_the_person_takes_what_follows_along() {
        MailingList talk = list("talk");
        add(talk, "ann@work.example", FOLLOWING);
        account();
        assertThat(addresses(talk)).as("the work address is Ann's now, and she prefers the other").containsExactly("ann@example.com");
        prefer(WORK);
        assertThat(addresses(talk)).containsExactly("Ann@work.example");
        store.persons().remove(ANN, WORK, act("account.address.remove", "ann"));
        assertThat(addresses(talk)).as("the login takes the place of an address that is hers no more").containsExactly("ann@example.com");
    }

    @Test
    void a_change_of_address_that_names_one_ends_the_following_unless_the_new_one_takes_the_place_of_the_preferred() {
        account();
        prefer(WORK);
        MailingList talk = list("talk");
        Member ann = add(talk, "ann@work.example", FOLLOWING);
        Address fresh = Address.of("ann@new.example");
        store.members().move(WORK, fresh, act("member.move", "ann"));
        assertThat(store.persons().of(ANN).orElseThrow().preferred()).isEqualTo(fresh);
        assertThat(store.members().find(ann.number()).orElseThrow().preferences().followsPreferred()).isTrue();
        prefer(ANN);
        store.members().move(ANN, Address.of("ann@else.example"), act("member.move", "ann"));
        assertThat(store.members().find(ann.number()).orElseThrow().preferences().followsPreferred()).isFalse();
        prefer(fresh);
        assertThat(addresses(talk)).containsExactly("ann@else.example");
    }

    @Test
    void a_new_address_begins_without_the_failures_of_the_old_one() {
        account();
        MailingList talk = list("talk");
        Member stopped = add(talk, "ann@example.com", FOLLOWING.state(Member.Delivery.OFF_BY_BOUNCES));
        Member paused = add(list("news"), "ann@example.com", FOLLOWING.state(Member.Delivery.OFF_BY_MODERATOR));
        Failure failure = new Failure(now, Kind.PERMANENT, "5.1.1", "no such user", "550 5.1.1 no such user", false);
        store.bounces().count(stopped.number(), before -> before.after(failure, new Standing.Measure(5, Duration.ofDays(7))));
        assertThat(store.bounces().find(stopped.number())).isPresent();
        prefer(WORK);
        assertThat(store.bounces().find(stopped.number())).isEmpty();
        assertThat(store.members().find(stopped.number()).orElseThrow().preferences().delivery()).isTrue();
        assertThat(store.members().find(paused.number()).orElseThrow().preferences().state()).isEqualTo(Member.Delivery.OFF_BY_MODERATOR);
    }

    @Test
    void posts_are_counted_on_lists_whose_prefix_shows_it_each_list_for_itself() {
        MailingList talk = list("talk");
        MailingList news = list("news");
        store.lists().saveSettings(talk.id(), talk.settings(), new Settings(Map.of(Setting.SUBJECT_PREFIX, "[talk {number}]")), act("list.set", "talk"));
        for (MailingList list : List.of(talk, news, talk)) {
            receivers(list, "x@example.net");
        }
        assertThat(store.receipts().post(new PostingId(1)).orElseThrow().number()).isEqualTo(1);
        assertThat(store.receipts().post(new PostingId(2)).orElseThrow().number()).isZero();
        assertThat(store.receipts().post(new PostingId(3)).orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void a_list_is_asked_for_once_and_decided_once() {
        Address wanted = Address.of("new@example.org");
        ListRequest asked = store.listRequests().ask(wanted, "discussion", "for talk", ANN, act("list.ask", "new")).orElseThrow();
        assertThat(store.listRequests().ask(Address.of("NEW@example.org"), "announce", "", WORK, act("list.ask", "new"))).isEmpty();
        assertThat(store.listRequests().waiting()).containsExactly(asked);
        assertThat(store.listRequests().find(asked.id())).hasValue(asked);
        assertThat(store.listRequests().decide(asked.id(), false, act("list.refuse", "new"))).isTrue();
        assertThat(store.listRequests().decide(asked.id(), true, act("list.grant", "new"))).isFalse();
        assertThat(store.listRequests().find(asked.id())).isEmpty();
        assertThat(store.listRequests().ask(wanted, "discussion", "again", ANN, act("list.ask", "new"))).isPresent();
    }
}
