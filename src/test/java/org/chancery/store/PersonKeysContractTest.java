package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.chancery.keyring.AcceptedMacs;
import org.chancery.keyring.Mark;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeys;
import org.chancery.keyring.Slot;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

/// All keys that one person has on a list, in whatever slot and under whichever address, on each engine.
class PersonKeysContractTest extends ContractTest {
    private static final Address ANNA = Address.of("anna@example.net");
    private static final Address WORK = Address.of("anna@work.example");

    private MemberKeys keys() {
        return store.keys().members();
    }

    private MemberKey key(MailingList list, Address address, Slot slot, String fingerprint, MemberKey.State state) {
        return new MemberKey(list.id(), address, slot, fingerprint, state, MemberKey.Source.MAIL, new byte[] {1}, now, now, Optional.empty(), Optional.empty(), fingerprint.hashCode(), 0);
    }

    private boolean replace(MemberKey after, List<MemberKey> before, byte[]... signatures) {
        return keys().replace(after.list(), after.address(), after.slot(), before, List.of(after), new MemberKeys.Along(List.of(act("key.test", "k")), List.of(), Stream.of(signatures).map(mac -> new Mark(mac, AcceptedMacs.MEMORY, true)).toList()));
    }

    private boolean put(MemberKey after) {
        return replace(after, keys().ofPerson(after.list(), after.address()));
    }

    private void person() {
        store.accounts().add(ANNA, act("account.add", "anna"));
        store.persons().add(ANNA, WORK, act("account.address", "anna"));
    }

    @Test
    void the_keys_of_a_person_are_those_of_all_addresses_of_the_account_and_of_no_other_list() {
        MailingList talk = list("talk");
        MailingList walk = list("walk");
        put(key(talk, ANNA, Slot.OPENPGP, "F1", MemberKey.State.ACTIVE));
        put(key(talk, ANNA, Slot.SMIME, "F2", MemberKey.State.PENDING));
        put(key(talk, WORK, Slot.OPENPGP, "F3", MemberKey.State.PENDING));
        put(key(talk, Address.of("ben@example.net"), Slot.OPENPGP, "F4", MemberKey.State.ACTIVE));
        put(key(walk, ANNA, Slot.OPENPGP, "F5", MemberKey.State.ACTIVE));
        assertThat(keys().ofPerson(talk.id(), ANNA)).extracting(MemberKey::fingerprint).containsExactlyInAnyOrder("F1", "F2");
        person();
        assertThat(keys().ofPerson(talk.id(), ANNA)).extracting(MemberKey::fingerprint).containsExactlyInAnyOrder("F1", "F2", "F3");
        assertThat(keys().ofPerson(talk.id(), WORK)).hasSize(3);
    }

    @Test
    void who_did_not_see_a_key_in_another_slot_or_under_another_address_changes_nothing() {
        MailingList talk = list("talk");
        MemberKey pending = key(talk, ANNA, Slot.OPENPGP, "F1", MemberKey.State.PENDING);
        put(pending);
        List<MemberKey> seen = keys().ofPerson(talk.id(), ANNA);
        put(key(talk, ANNA, Slot.SMIME, "F2", MemberKey.State.ACTIVE));
        MemberKey active = pending.in(MemberKey.State.ACTIVE, Optional.empty(), now);
        assertThat(replace(active, seen)).as("another slot").isFalse();

        List<MemberKey> both = keys().ofPerson(talk.id(), ANNA);
        put(key(talk, WORK, Slot.OPENPGP, "F3", MemberKey.State.ACTIVE));
        person();
        assertThat(replace(active, both)).as("another address").isFalse();
        assertThat(replace(active, keys().ofPerson(talk.id(), ANNA))).isTrue();
        assertThat(keys().of(talk.id())).extracting(MemberKey::fingerprint).as("the others stay").containsExactlyInAnyOrder("F1", "F2", "F3");
    }

    @Test
    void of_two_first_keys_that_are_proved_at_the_same_moment_one_counts() throws InterruptedException {
        MailingList talk = list("talk");
        person();
        for (int i = 0; i < 20; i++) {
            put(key(talk, ANNA, Slot.OPENPGP, "A" + i, MemberKey.State.PENDING));
            put(key(talk, ANNA, Slot.SMIME, "B" + i, MemberKey.State.PENDING));
            put(key(talk, WORK, Slot.OPENPGP, "C" + i, MemberKey.State.PENDING));
            List<MemberKey> seen = keys().ofPerson(talk.id(), ANNA);
            AtomicInteger counted = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (MemberKey key : seen) {
                threads.add(Thread.startVirtualThread(() -> counted.addAndGet(replace(key.in(MemberKey.State.ACTIVE, Optional.empty(), now), seen) ? 1 : 0)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(counted).hasValue(1);
            assertThat(keys().ofPerson(talk.id(), ANNA)).filteredOn(MemberKey::isActive).hasSize(1);
        }
    }

    @Test
    void a_signature_brings_one_change_about() {
        MailingList talk = list("talk");
        MemberKey first = key(talk, ANNA, Slot.OPENPGP, "F1", MemberKey.State.ACTIVE);
        byte[] mac = {1, 2, 3};
        assertThat(replace(first, List.of(), mac)).isTrue();
        assertThat(store.keys().accepted().contains(mac)).isTrue();
        MemberKey second = key(talk, Address.of("ben@example.net"), Slot.OPENPGP, "F2", MemberKey.State.ACTIVE);
        assertThat(replace(second, List.of(), mac)).isFalse();
        assertThat(keys().of(talk.id())).hasSize(1);
        assertThat(replace(second, List.of(), new byte[] {4})).isTrue();
    }

    @Test
    void a_membership_that_moves_to_an_address_of_a_stranger_finds_no_key_of_his_there() {
        MailingList talk = list("talk");
        MailingList walk = list("walk");
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        put(key(talk, ANNA, Slot.OPENPGP, "MINE", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.OPENPGP, "HIS", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.SMIME, "HIS2", MemberKey.State.ACTIVE));
        put(key(walk, WORK, Slot.OPENPGP, "HIS3", MemberKey.State.ACTIVE));
        store.members().move(ANNA, WORK, act("member.move", "anna"));
        assertThat(keys().of(talk.id(), WORK)).extracting(MemberKey::fingerprint).containsExactly("MINE");
        assertThat(keys().of(walk.id(), WORK)).as("where nothing of hers counted").hasSize(1);
    }

    @Test
    void a_membership_that_moves_within_a_person_keeps_what_counts_and_drops_what_waits() {
        MailingList talk = list("talk");
        person();
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        put(key(talk, ANNA, Slot.OPENPGP, "OLD", MemberKey.State.ACTIVE));
        put(key(talk, ANNA, Slot.SMIME, "CERTIFICATE", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.OPENPGP, "NEW", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.SMIME, "WAITS", MemberKey.State.PROVED));
        store.members().move(ANNA, WORK, act("member.move", "anna"));
        assertThat(keys().of(talk.id(), WORK)).extracting(MemberKey::fingerprint).containsExactlyInAnyOrder("NEW", "CERTIFICATE");
    }

    @Test
    void an_address_that_takes_the_place_of_another_in_an_account_brings_no_key_of_a_stranger_into_it() {
        MailingList talk = list("talk");
        Address his = Address.of("his@example.org");
        person();
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        put(key(talk, ANNA, Slot.OPENPGP, "MINE", MemberKey.State.ACTIVE));
        put(key(talk, his, Slot.OPENPGP, "HIS", MemberKey.State.ACTIVE));
        store.members().move(WORK, his, act("member.move", "anna"));
        assertThat(store.persons().of(his)).map(person -> person.account()).contains(ANNA);
        assertThat(keys().ofPerson(talk.id(), his)).extracting(MemberKey::fingerprint).containsExactly("MINE");
    }

    @Test
    void a_key_in_use_moves_to_an_address_that_had_one_before() {
        MailingList talk = list("talk");
        person();
        store.members().add(member(talk, ANNA.toString()), act("member.add", "anna"));
        put(key(talk, ANNA, Slot.OPENPGP, "MINE", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.OPENPGP, "GONE", MemberKey.State.REVOKED));
        put(key(talk, ANNA, Slot.SMIME, "LOST", MemberKey.State.ACTIVE));
        put(key(talk, WORK, Slot.SMIME, "LOST", MemberKey.State.REVOKED));
        store.members().move(ANNA, WORK, act("member.move", "anna"));
        assertThat(keys().of(talk.id(), WORK)).filteredOn(MemberKey::isActive).extracting(MemberKey::fingerprint).containsExactly("MINE");
        assertThat(keys().of(talk.id(), WORK)).as("what was revoked stays revoked").extracting(MemberKey::fingerprint).containsExactlyInAnyOrder("MINE", "GONE", "LOST");
    }
}
