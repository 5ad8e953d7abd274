package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.protection.Technology;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When owners hear that a key of their list ends, or waits.
class ListKeyWarningsTest extends KeyringTest {
    private static final Address OWNER = Address.of("owner@example.net");
    private KeyWarnings warnings = unopened();
    private MailingList smime = unopened();
    private Instant end = Instant.EPOCH;

    @BeforeEach
    void list() {
        end = now.plus(Duration.ofDays(100));
        byte[] secret = new byte[32];
        secret[0] = 1;
        warnings = new KeyWarnings(store.keys(), keyrings, new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, RANDOM), new ConfirmTokens(secret), List::of, clock, RANDOM, () -> {}));
        smime = store.lists().create(Address.of("smime@lists.example.org"), "discussion", new Settings(Map.of(Setting.SMIME_DISTRIB_SIGN, "yes")), "accept.", act("list.create", "smime"))
                .orElseThrow();
        own(smime, OWNER);
        own(talk, Address.of("talker@example.net"));
    }

    private void own(MailingList list, Address address) {
        store.members().add(new NewMember(list.id(), address, "", Role.OWNER, Member.Preferences.DEFAULT), act("member.add", address.toString())).orElseThrow();
    }

    private void put(MailingList list, String component, ListKey.State state, Optional<Instant> expires, Instant created) {
        ListKey key = new ListKey(list.id(), Technology.SMIME, component, component, state, new byte[] {1}, new byte[0], new byte[0], created, now, expires, Optional.empty());
        assertThat(store.keys().lists().put(list.id(), store.keys().lists().version(list.id()), List.of(key), act("key.import", component))).isTrue();
    }

    private List<String> told(Address to) {
        return store.queue().entries(100).stream().flatMap(entry -> store.receipts().notice(entry.posting()).stream())
                .filter(mail -> mail.recipients().contains(to)).map(Notice::message).map(KeyringTest::text).toList();
    }

    private void at(Instant when) {
        now = when;
        warnings.warn(now);
        warnings.warn(now);
    }

    @Test
    void owners_hear_thirty_fourteen_and_three_days_before_the_certificate_of_their_list_ends() {
        put(smime, "C1", ListKey.State.CURRENT, Optional.of(end), now);
        at(end.minus(Duration.ofDays(31)));
        assertThat(told(OWNER)).isEmpty();
        at(end.minus(Duration.ofDays(30)));
        at(end.minus(Duration.ofDays(20)));
        assertThat(told(OWNER)).singleElement().satisfies(mail -> assertThat(mail).contains("30 days", "chancery key rotate smime@lists.example.org --technology smime", "chancery key csr"));
        at(end.minus(Duration.ofDays(14)));
        at(end.minus(Duration.ofDays(3)));
        at(end.minus(Duration.ofDays(1)));
        at(end);
        assertThat(told(OWNER)).hasSize(3);
        assertThat(store.audit().last(1).getFirst().act().action()).isEqualTo("key.warn");
    }

    @Test
    void the_same_key_with_a_later_end_is_warned_of_anew() {
        put(smime, "C1", ListKey.State.CURRENT, Optional.of(end), now);
        at(end.minus(Duration.ofDays(2)));
        Instant later = end.plus(Duration.ofDays(365));
        put(smime, "C1", ListKey.State.CURRENT, Optional.of(later), now);
        at(end);
        assertThat(told(OWNER)).hasSize(1);
        at(later.minus(Duration.ofDays(30)));
        assertThat(told(OWNER)).hasSize(2);
    }

    @Test
    void a_request_that_waits_is_told_of_after_three_fourteen_and_thirty_days() {
        Instant made = now;
        put(smime, "OLD", ListKey.State.REQUESTED, Optional.empty(), made.minusSeconds(60));
        put(smime, "R1", ListKey.State.REQUESTED, Optional.empty(), made);
        at(made.plus(Duration.ofDays(2)));
        assertThat(told(OWNER)).isEmpty();
        for (int days : List.of(3, 10, 14, 30, 90)) {
            at(made.plus(Duration.ofDays(days)));
        }
        assertThat(told(OWNER)).as("the newest request only").hasSize(3).allSatisfy(mail -> assertThat(mail).contains("chancery key csr smime@lists.example.org"));
    }

    @Test
    void who_asked_for_a_new_certificate_already_is_not_told_to_ask() {
        put(smime, "C1", ListKey.State.CURRENT, Optional.of(end), now);
        put(smime, "R1", ListKey.State.REQUESTED, Optional.empty(), end.minus(Duration.ofDays(15)));
        at(end.minus(Duration.ofDays(14)));
        assertThat(told(OWNER)).singleElement().satisfies(mail -> assertThat(mail).contains("14 days", "chancery key csr").doesNotContain("key rotate"));
    }

    @Test
    void keys_that_the_settings_have_no_use_for_are_left_alone() {
        put(talk, "C1", ListKey.State.CURRENT, Optional.of(end), now);
        put(talk, "R1", ListKey.State.REQUESTED, Optional.empty(), now);
        at(end.minus(Duration.ofDays(3)));
        assertThat(told(Address.of("talker@example.net"))).isEmpty();
    }
}
