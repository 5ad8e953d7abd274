package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.delivery.Expanding;
import org.chancery.keyring.AcceptedMacs;
import org.chancery.keyring.CipherChoice;
import org.chancery.keyring.KeyQuestions;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeys;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeys;
import org.chancery.keyring.Slot;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.posting.Order;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.Test;

/// The keys of lists and members, on each engine.
class KeyringContractTest extends ContractTest {
    private static final Address ANNA = Address.of("anna@example.net");
    private static final Instant END = NOON.plus(Duration.ofDays(30));

    private ListKeys keys() {
        return store.keys().lists();
    }

    private MemberKeys members() {
        return store.keys().members();
    }

    private ListKey listKey(MailingList list, String component) {
        return new ListKey(list.id(), Technology.OPENPGP, component, "F1", ListKey.State.CURRENT, new byte[] {1}, new byte[] {2}, new byte[] {3},
                now, now, Optional.of(END), Optional.empty());
    }

    private MemberKey memberKey(MailingList list, Address address, String fingerprint, MemberKey.State state) {
        return new MemberKey(list.id(), address, Slot.OPENPGP, fingerprint, state, MemberKey.Source.MAIL, new byte[] {1}, now, now,
                Optional.of(END), Optional.of(NOON.plus(Duration.ofDays(3))), 77, 0);
    }

    private boolean put(MailingList list, MemberKey... after) {
        List<MemberKey> before = members().ofPerson(list.id(), after[0].address());
        return members().replace(list.id(), after[0].address(), after[0].slot(), before, List.of(after), List.of(act("key.test", "k")), List.of());
    }

    @Test
    void a_key_of_a_list_comes_back_as_it_was_and_raises_the_version() {
        MailingList talk = list("talk");
        assertThat(keys().version(talk.id())).isZero();
        assertThat(keys().put(talk.id(), 0, List.of(listKey(talk, "C1")), act("key.generate", "C1"))).isTrue();

        assertThat(keys().version(talk.id())).isEqualTo(1);
        assertThat(keys().of(talk.id())).singleElement().usingRecursiveComparison().isEqualTo(listKey(talk, "C1"));
        assertThat(store.audit().last(1).getFirst().act().action()).isEqualTo("key.generate");
    }

    @Test
    void who_saw_an_older_version_writes_nothing() {
        MailingList talk = list("talk");
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1")), act("key.generate", "C1"));

        assertThat(keys().put(talk.id(), 0, List.of(listKey(talk, "C2")), act("key.generate", "C2"))).isFalse();
        assertThat(keys().of(talk.id())).hasSize(1);
        assertThat(keys().put(talk.id(), 1, List.of(listKey(talk, "C1").retiring(now, END), listKey(talk, "C2")), act("key.rotate", "C2"))).isTrue();
        assertThat(keys().of(talk.id())).extracting(ListKey::component, ListKey::state).containsExactly(
                org.assertj.core.groups.Tuple.tuple("C2", ListKey.State.CURRENT), org.assertj.core.groups.Tuple.tuple("C1", ListKey.State.RETIRING));
    }

    @Test
    void a_retiring_key_may_be_destroyed_when_its_time_is_over_and_no_post_needs_it() {
        MailingList talk = list("talk");
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1").retiring(now, END)), act("key.rotate", "C1"));
        assertThat(keys().destroyable(END.minusSeconds(1))).isEmpty();
        assertThat(keys().destroyable(END)).extracting(ListKey::component).containsExactly("C1");

        post(talk, Order.State.HELD);
        assertThat(keys().destroyable(END)).as("a held post needs it").isEmpty();
    }

    @Test
    void a_post_on_its_way_to_the_archive_needs_the_key_it_was_written_to() {
        MailingList talk = list("talk");
        store.lists().saveSettings(talk.id(), talk.settings(), talk.settings().with(Setting.ARCHIVE, "owners"), act("list.set", "talk"));
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1").retiring(now, END)), act("key.rotate", "C1"));
        post(talk, Order.State.ACCEPTED);
        store.queue().expand(Expanding.begin(store.queue()).orElseThrow(), 1);
        assertThat(keys().destroyable(END)).isEmpty();
        store.archive().keep(store.archive().due(now, 1).getFirst().posting(), true, OCTETS);
        assertThat(keys().destroyable(END)).hasSize(1);
    }

    @Test
    void a_post_that_came_after_the_transition_and_one_that_was_refused_need_no_old_key() {
        MailingList talk = list("talk");
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1").retiring(now, END)), act("key.rotate", "C1"));
        post(talk, Order.State.REJECTED);
        now = END.plusSeconds(1);
        post(talk, Order.State.HELD);

        assertThat(keys().destroyable(now)).hasSize(1);
        assertThat(keys().put(talk.id(), 1, List.of(keys().destroyable(now).getFirst().destroyed(now)), act("key.destroy", "C1"))).isTrue();
        assertThat(keys().of(talk.id())).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo(ListKey.State.DESTROYED);
            assertThat(key.sealed()).isEmpty();
        });
        assertThat(keys().destroyable(now)).isEmpty();
    }

    @Test
    void a_retiring_key_whose_time_is_over_is_found_whether_a_post_needs_it_or_not() {
        MailingList talk = list("talk");
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1").retiring(now, END), listKey(talk, "C2")), act("key.rotate", "C1"));
        post(talk, Order.State.HELD);
        assertThat(keys().ended(END.minusSeconds(1))).isEmpty();
        assertThat(keys().ended(END)).extracting(ListKey::component).containsExactly("C1");
    }

    @Test
    void a_key_in_force_is_asked_for_by_whoever_knew_when_it_was_asked_for_last() {
        KeyQuestions questions = store.keys().questions();
        MailingList talk = list("talk");
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        assertThat(questions.askedUntil(now)).as("without a role").isEmpty();
        store.members().add(new NewMember(talk.id(), ANNA, "", Role.MEMBER, Member.Preferences.DEFAULT), act("member.add", ANNA.toString())).orElseThrow();
        KeyQuestions.Question fresh = questions.askedUntil(now).getFirst();
        assertThat(fresh).isEqualTo(new KeyQuestions.Question(talk.id(), ANNA, "F1", Optional.of(END), Optional.empty()));
        assertThat(questions.ask(fresh, now)).isTrue();
        assertThat(questions.ask(fresh, now)).as("somebody was quicker").isFalse();
        KeyQuestions.Question known = questions.askedUntil(now).getFirst();
        assertThat(known.asked()).contains(now);
        assertThat(questions.askedUntil(now.minusMillis(1))).isEmpty();
        assertThat(questions.ask(known, now.plusSeconds(1))).isTrue();
        assertThat(questions.ask(known, now.plusSeconds(2))).isFalse();

        members().purge(now);
        assertThat(questions.askedUntil(END).getFirst().asked()).isPresent();
        put(talk, memberKey(talk, ANNA, "F2", MemberKey.State.ACTIVE));
        members().purge(now);
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        assertThat(questions.askedUntil(END).getFirst().asked()).as("forgotten with the key").isEmpty();
    }

    @Test
    void what_a_list_trusts_is_written_once_and_a_newer_revocation_list_takes_the_place_of_the_older() {
        MailingList talk = list("talk");
        Trusted anchor = new Trusted(talk.id(), Trusted.Kind.ANCHOR, "A1", "CN=Lab", new byte[] {5}, now, Optional.of(END));
        Trusted crl = new Trusted(talk.id(), Trusted.Kind.CRL, "A1", "CN=Lab", new byte[] {6}, now, Optional.empty());
        assertThat(keys().trust(anchor, act("key.anchor.add", "A1"))).isTrue();
        assertThat(keys().trust(anchor, act("key.anchor.add", "A1"))).isFalse();
        assertThat(keys().trust(crl, act("key.crl", "A1"))).isTrue();
        Trusted newer = new Trusted(talk.id(), Trusted.Kind.CRL, "A1", "CN=Lab", new byte[] {7}, now, Optional.empty());
        assertThat(keys().trust(newer, act("key.crl", "A1"))).isTrue();

        assertThat(keys().trusted(talk.id())).usingRecursiveFieldByFieldElementComparator().containsExactly(anchor, newer);
        assertThat(keys().version(talk.id())).isEqualTo(3);
        assertThat(keys().distrust(talk.id(), Trusted.Kind.ANCHOR, "A1", act("key.anchor.remove", "A1"))).isTrue();
        assertThat(keys().distrust(talk.id(), Trusted.Kind.ANCHOR, "A1", act("key.anchor.remove", "A1"))).isFalse();
    }

    @Test
    void a_members_key_is_replaced_by_who_saw_the_one_that_is_there() {
        MailingList talk = list("talk");
        MemberKey pending = memberKey(talk, ANNA, "F1", MemberKey.State.PENDING);
        assertThat(put(talk, pending)).isTrue();
        assertThat(members().of(talk.id(), ANNA)).usingRecursiveFieldByFieldElementComparator().containsExactly(pending);
        assertThat(members().challenged(77)).map(MemberKey::fingerprint).contains("F1");
        assertThat(members().challenged(0)).isEmpty();

        now = now.plusSeconds(5);
        MemberKey active = pending.in(MemberKey.State.ACTIVE, Optional.empty(), now);
        assertThat(members().replace(talk.id(), ANNA, Slot.OPENPGP, List.of(), List.of(active), List.of(act("key.activate", "F1")), List.of())).isFalse();
        assertThat(members().replace(talk.id(), ANNA, Slot.OPENPGP, List.of(pending), List.of(active), List.of(act("key.activate", "F1")),
                List.of(new Notice("key", Optional.empty(), List.of(ANNA), OCTETS)))).isTrue();
        assertThat(members().of(talk.id())).singleElement().satisfies(key -> assertThat(key.isActive()).isTrue());
        assertThat(store.queue().entries(10)).as("the mail waits").hasSize(1);
    }

    @Test
    void ten_wrong_tokens_end_a_challenge() {
        MailingList talk = list("talk");
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.PENDING));
        for (int i = 0; i < 9; i++) {
            members().wrongToken(77);
        }
        assertThat(members().challenged(77)).isPresent();
        members().wrongToken(77);
        assertThat(members().challenged(77)).isEmpty();
    }

    @Test
    void a_key_is_bound_to_all_addresses_of_a_person_who_has_a_role_here() {
        MailingList talk = list("talk");
        store.accounts().add(ANNA, act("account.add", "anna"));
        Address work = Address.of("anna@work.example");
        store.persons().add(ANNA, work, act("account.address", "anna"));
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        assertThat(members().bound(talk.id())).as("no role").isEmpty();

        store.members().add(member(talk, "anna@work.example"), act("member.add", "anna"));
        assertThat(members().bound(talk.id())).singleElement().satisfies(bound -> {
            assertThat(bound.addresses()).containsExactlyInAnyOrder(ANNA, work);
            assertThat(bound.preferred()).isEmpty();
        });
        assertThat(members().prefer(talk.id(), ANNA, Technology.SMIME, act("key.prefer", "anna"))).isTrue();
        assertThat(members().prefer(talk.id(), ANNA, Technology.SMIME, act("key.prefer", "anna"))).isFalse();
        assertThat(members().bound(talk.id()).getFirst().preferred()).contains(Technology.SMIME);
        assertThat(members().preferred(talk.id(), ANNA)).contains(Technology.SMIME);
    }

    private static CipherChoice.Heard heard(String certificate, ContentCipher cipher, int minute) {
        return new CipherChoice.Heard(certificate, cipher, NOON.plus(Duration.ofMinutes(minute)));
    }

    @Test
    void of_what_a_program_announced_the_newest_stays_and_the_same_again_is_no_news() {
        MailingList talk = list("talk");
        Act act = act("key.cipher", "anna");
        assertThat(members().cipher(talk.id(), ANNA)).isEqualTo(CipherChoice.NONE);
        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_GCM, 10), act)).isTrue();
        long version = keys().version(talk.id());
        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_GCM, 20), act)).as("the same").isFalse();
        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_CBC, 5), act)).as("older").isFalse();
        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_CBC, 10), act)).as("as old").isFalse();
        assertThat(keys().version(talk.id())).isEqualTo(version);
        assertThat(members().cipher(talk.id(), ANNA).heard()).contains(heard("A1", ContentCipher.AES256_GCM, 10));

        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_CBC, 11), act)).isTrue();
        assertThat(members().heard(talk.id(), ANNA, heard("A2", ContentCipher.AES256_CBC, 12), act)).as("of another certificate").isTrue();
        assertThat(keys().version(talk.id())).isEqualTo(version + 2);
        assertThat(members().cipher(talk.id(), ANNA).of("A2")).contains(ContentCipher.AES256_CBC);
        assertThat(members().cipher(talk.id(), ANNA).of("A1")).isEmpty();
        assertThat(store.audit().last(10)).filteredOn(entry -> entry.act().action().equals("key.cipher")).hasSize(3);
    }

    @Test
    void what_was_chosen_for_a_member_stands_beside_what_was_heard_and_both_come_with_the_keys() {
        MailingList talk = list("talk");
        store.members().add(member(talk, "anna@example.net"), act("member.add", "anna"));
        put(talk, memberKey(talk, ANNA, "A1", MemberKey.State.ACTIVE));
        Act act = act("key.cipher", "anna");
        assertThat(members().chooseCipher(talk.id(), ANNA, Optional.empty(), act)).as("nothing to take back").isFalse();
        assertThat(members().chooseCipher(talk.id(), ANNA, Optional.of(ContentCipher.AES256_GCM), act)).isTrue();
        assertThat(members().chooseCipher(talk.id(), ANNA, Optional.of(ContentCipher.AES256_GCM), act)).isFalse();
        assertThat(members().heard(talk.id(), ANNA, heard("A1", ContentCipher.AES256_CBC, 1), act)).isTrue();
        CipherChoice both = new CipherChoice(Optional.of(ContentCipher.AES256_GCM), Optional.of(heard("A1", ContentCipher.AES256_CBC, 1)));
        assertThat(members().bound(talk.id()).getFirst().cipher()).isEqualTo(both);
        assertThat(both.of("A1")).contains(ContentCipher.AES256_GCM);
        long version = keys().version(talk.id());
        assertThat(members().chooseCipher(talk.id(), ANNA, Optional.empty(), act)).isTrue();
        assertThat(keys().version(talk.id())).isEqualTo(version + 1);
        assertThat(members().cipher(talk.id(), ANNA).of("A1")).contains(ContentCipher.AES256_CBC);
    }

    @Test
    void ciphers_go_along_with_an_address_that_moves_and_end_with_the_keys() {
        MailingList talk = list("talk");
        store.members().add(member(talk, "anna@example.net"), act("member.add", "anna"));
        put(talk, memberKey(talk, ANNA, "A1", MemberKey.State.ACTIVE));
        members().chooseCipher(talk.id(), ANNA, Optional.of(ContentCipher.AES256_GCM), act("key.cipher", "anna"));
        members().purge(now);
        assertThat(members().cipher(talk.id(), ANNA).chosen()).isPresent();
        Address office = Address.of("anna@office.example");
        store.members().move(ANNA, office, act("member.move", "anna"));
        assertThat(members().cipher(talk.id(), office).chosen()).contains(ContentCipher.AES256_GCM);
        assertThat(members().cipher(talk.id(), ANNA)).isEqualTo(CipherChoice.NONE);
        members().replace(talk.id(), office, Slot.OPENPGP, members().of(talk.id(), office), List.of(), List.of(act("key.test", "k")), List.of());
        assertThat(members().purge(now)).isEqualTo(1);
        assertThat(members().cipher(talk.id(), office)).isEqualTo(CipherChoice.NONE);
    }

    @Test
    void neither_pending_keys_nor_those_of_nonmembers_are_bound() {
        MailingList talk = list("talk");
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.PENDING));
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        Address ben = Address.of("ben@example.net");
        put(talk, memberKey(talk, ben, "F2", MemberKey.State.ACTIVE));
        store.members().add(new NewMember(talk.id(), ben, "", Role.NONMEMBER, Member.Preferences.DEFAULT), act("member.add", "ben"));
        assertThat(members().bound(talk.id())).isEmpty();
    }

    @Test
    void whatever_may_change_a_keyring_raises_its_version() {
        MailingList talk = list("talk");
        store.accounts().add(ANNA, act("account.add", "anna"));
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        long version = raised(talk, 0);
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        version = raised(talk, version);
        store.persons().add(ANNA, Address.of("anna@work.example"), act("account.address", "anna"));
        version = raised(talk, version);
        store.persons().remove(ANNA, Address.of("anna@work.example"), act("account.address", "anna"));
        version = raised(talk, version);
        store.members().move(ANNA, Address.of("anna@new.example"), act("member.move", "anna"));
        version = raised(talk, version);
        assertThat(members().of(talk.id(), Address.of("anna@new.example"))).as("the key moves along").hasSize(1);
        store.members().remove(talk.id(), Address.of("anna@new.example"), Role.MEMBER, act("member.remove", "anna"));
        raised(talk, version);
    }

    private long raised(MailingList list, long before) {
        long after = keys().version(list.id());
        assertThat(after).isGreaterThan(before);
        return after;
    }

    @Test
    void the_roster_of_a_list_without_keys_counts_nothing() {
        MailingList talk = list("talk");
        members(talk, 3);
        assertThat(keys().version(talk.id())).isZero();
    }

    @Test
    void keys_that_end_keys_that_cooled_and_what_is_over_are_found() {
        MailingList talk = list("talk");
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        Address ben = Address.of("ben@example.net");
        put(talk, memberKey(talk, ben, "F2", MemberKey.State.COOLING));
        Address cleo = Address.of("cleo@example.net");
        put(talk, memberKey(talk, cleo, "F3", MemberKey.State.PENDING));

        assertThat(members().ending(END.minusSeconds(1))).isEmpty();
        assertThat(members().ending(END)).extracting(MemberKey::fingerprint).containsExactly("F1");
        assertThat(members().cooled(NOON)).isEmpty();
        assertThat(members().cooled(NOON.plus(Duration.ofDays(3)))).extracting(MemberKey::fingerprint).containsExactly("F2");
        assertThat(members().purge(NOON)).isZero();
        assertThat(members().purge(NOON.plus(Duration.ofDays(3)))).isEqualTo(1);
        assertThat(members().of(talk.id(), cleo)).isEmpty();
    }

    @Test
    void who_left_leaves_no_key_behind_after_a_month() {
        MailingList talk = list("talk");
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        put(talk, memberKey(talk, Address.of("ben@example.net"), "F2", MemberKey.State.REVOKED));
        assertThat(members().purge(NOON.plus(Duration.ofDays(29)))).isZero();
        assertThat(members().purge(NOON.plus(Duration.ofDays(30)))).isEqualTo(1);
        assertThat(members().of(talk.id())).extracting(MemberKey::fingerprint).containsExactly("F1");
    }

    @Test
    void a_key_comes_into_use_for_one_person_only() {
        MailingList talk = list("talk");
        Address ben = Address.of("ben@example.net");
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        assertThat(members().otherUser(talk.id(), "F1", ben)).contains(ANNA);
        assertThat(members().otherUser(talk.id(), "F1", ANNA)).isEmpty();
        assertThat(put(talk, memberKey(talk, ben, "F1", MemberKey.State.ACTIVE))).as("two who proved it at the same moment").isFalse();
        assertThat(put(talk, memberKey(talk, ben, "F1", MemberKey.State.PROVED))).isTrue();
        store.accounts().add(ANNA, act("account.add", "anna"));
        store.persons().add(ANNA, ben, act("account.address", "anna"));
        assertThat(members().otherUser(talk.id(), "F1", ben)).isEmpty();
        assertThat(put(talk, memberKey(talk, ben, "F1", MemberKey.State.ACTIVE))).isTrue();
    }

    @Test
    void a_warning_about_a_key_of_a_list_is_written_once_and_ends_with_a_later_end() {
        MailingList talk = list("talk");
        ListKey key = listKey(talk, "C1");
        keys().put(talk.id(), 0, List.of(key), act("key.generate", "C1"));
        assertThat(keys().warned(key)).isZero();
        assertThat(keys().warn(key, 0, 30, act("key.warn", "C1"), List.of())).isTrue();
        assertThat(keys().warn(key, 0, 30, act("key.warn", "C1"), List.of())).isFalse();
        assertThat(keys().warned(key)).isEqualTo(30);
        keys().put(talk.id(), keys().version(talk.id()), List.of(key), act("key.extend", "C1"));
        assertThat(keys().warned(key)).as("the same end").isEqualTo(30);
        keys().put(talk.id(), keys().version(talk.id()), List.of(key.certified(new byte[] {1}, new byte[] {2}, Optional.of(END.plusSeconds(1)), now)), act("key.extend", "C1"));
        assertThat(keys().warned(key)).isZero();
        assertThat(keys().waiting(now)).isEmpty();
    }

    @Test
    void a_list_that_is_deleted_takes_its_keys_along() {
        MailingList talk = list("talk");
        keys().put(talk.id(), 0, List.of(listKey(talk, "C1")), act("key.generate", "C1"));
        put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE));
        assertThat(store.lists().delete(talk.id(), new Act(now, "a", "cli", "list.delete", "talk", ""))).isTrue();
        assertThat(keys().of(talk.id())).isEmpty();
        assertThat(members().of(talk.id())).isEmpty();
        assertThat(put(talk, memberKey(talk, ANNA, "F1", MemberKey.State.ACTIVE))).isFalse();
    }
}
