package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chancery.account.Account.Grant;
import org.chancery.account.AccountRole;
import org.chancery.account.Accounts.PasswordEntry;
import org.chancery.account.Accounts.StoredPassword;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.ImportResult;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.junit.jupiter.api.Test;

/// Domains, lists, members and accounts.
class DirectoryContractTest extends ContractTest {
    private static final Address TALK = Address.of("talk@example.org");

    private int acts() {
        return store.audit().last(1_000).size();
    }

    @Test
    void a_domain_with_lists_is_not_removed() {
        list("talk");
        assertThat(store.lists().addDomain(EXAMPLE, act("domain.add", "again"))).isFalse();
        assertThat(store.lists().removeDomain(EXAMPLE, act("domain.remove", "example.org"))).isFalse();
        assertThat(store.lists().domains()).containsExactly(EXAMPLE);
        store.lists().delete(store.lists().find(TALK).orElseThrow().id(), act("list.delete", "talk"));
        assertThat(store.lists().removeDomain(EXAMPLE, act("domain.remove", "example.org"))).isTrue();
        assertThat(store.lists().domains()).isEmpty();
    }

    @Test
    void a_list_is_found_by_its_address_without_regard_to_case_as_it_was_created() {
        MailingList talk = list("talk");
        assertThat(store.lists().find(Address.of("TALK@example.org"))).hasValue(talk);
        assertThat(store.lists().find(talk.id())).hasValue(talk);
        assertThat(talk.policy()).isEqualTo(new MailingList.PolicyText(1, "accept."));
        assertThat(store.lists().create(TALK, "x", Settings.DEFAULTS, "", act("list.create", "talk"))).isEmpty();
        assertThat(store.lists().create(Address.of("a@foreign.example"), "x", Settings.DEFAULTS, "", act("list.create", "a"))).isEmpty();
        assertThat(store.lists().all()).containsExactly(talk);
    }

    @Test
    void a_change_of_a_list_is_seen_at_once_and_audited_only_when_something_changed() {
        MailingList talk = list("talk");
        Settings prefixed = Settings.DEFAULTS.with(Setting.SUBJECT_PREFIX, "[talk]");
        int before = acts();
        assertThat(store.lists().saveSettings(talk.id(), talk.settings(), prefixed, act("list.set", "talk"))).isTrue();
        assertThat(store.lists().saveSettings(talk.id(), prefixed, prefixed, act("list.set", "talk"))).isFalse();
        assertThat(store.lists().saveSettings(talk.id(), talk.settings(), Settings.DEFAULTS.with(Setting.ROSTER, "members"), act("list.set", "talk"))).as("set by somebody else meanwhile").isFalse();
        assertThat(store.lists().find(TALK).orElseThrow().settings()).isEqualTo(prefixed);
        assertThat(store.lists().savePolicy(talk.id(), "refuse.", act("policy.set", "talk"))).isEqualTo(2);
        assertThat(store.lists().find(TALK).orElseThrow().policy()).isEqualTo(new MailingList.PolicyText(2, "refuse."));
        assertThat(store.lists().setState(talk.id(), MailingList.State.CLOSED, act("list.close", "talk"))).isTrue();
        assertThat(store.lists().setState(talk.id(), MailingList.State.CLOSED, act("list.close", "talk"))).isFalse();
        assertThat(store.lists().find(TALK).orElseThrow().state()).isEqualTo(MailingList.State.CLOSED);
        assertThat(acts() - before).isEqualTo(3);
    }

    @Test
    void a_renamed_list_is_found_only_under_its_new_address() {
        MailingList talk = list("talk");
        list("other");
        assertThat(store.lists().rename(talk.id(), Address.of("other@example.org"), act("list.rename", "talk"))).isFalse();
        assertThat(store.lists().rename(talk.id(), Address.of("talk@foreign.example"), act("list.rename", "talk"))).isFalse();
        assertThat(store.lists().rename(talk.id(), Address.of("chat@example.org"), act("list.rename", "talk"))).isTrue();
        assertThat(store.lists().find(TALK)).isEmpty();
        assertThat(store.lists().find(Address.of("chat@example.org")).orElseThrow().id()).isEqualTo(talk.id());
    }

    @Test
    void one_address_holds_several_roles_and_a_number_is_never_given_twice() {
        MailingList talk = list("talk");
        Address ann = Address.of("Ann@example.com");
        Member member = store.members().add(member(talk, "Ann@example.com"), act("member.add", "ann")).orElseThrow();
        assertThat(store.members().add(member(talk, "ann@EXAMPLE.com"), act("member.add", "ann"))).isEmpty();
        store.members().add(
                new NewMember(talk.id(), ann, "Ann", Role.OWNER, Member.Preferences.DEFAULT), act("member.add", "ann"));
        assertThat(store.members().roles(talk.id(), Address.of("ann@example.com"))).containsExactlyInAnyOrder(Role.MEMBER, Role.OWNER);
        assertThat(store.members().find(member.number())).hasValue(member);
        assertThat(store.members().of(ann)).hasSize(2);

        assertThat(store.members().remove(talk.id(), ann, Role.OWNER, act("member.remove", "ann"))).isTrue();
        assertThat(store.members().remove(talk.id(), ann, Role.OWNER, act("member.remove", "ann"))).isFalse();
        Member again = store.members().add(
                new NewMember(talk.id(), ann, "", Role.OWNER, Member.Preferences.DEFAULT), act("member.add", "ann")).orElseThrow();
        assertThat(again.number().value()).isGreaterThan(member.number().value() + 1);
    }

    @Test
    void preferences_are_kept_and_an_unchanged_one_is_not_audited() {
        MailingList talk = list("talk");
        Member ann = store.members().add(member(talk, "ann@example.com"), act("member.add", "ann")).orElseThrow();
        Member.Preferences wanted = new Member.Preferences(false, Member.Digest.MIME, true, true);
        assertThat(store.members().setPreferences(ann.number(), wanted, act("member.set", "ann"))).isTrue();
        int before = acts();
        assertThat(store.members().setPreferences(ann.number(), wanted, act("member.set", "ann"))).isFalse();
        assertThat(acts()).isEqualTo(before);
        assertThat(store.members().find(talk.id(), ann.address(), Role.MEMBER).orElseThrow().preferences()).isEqualTo(wanted);
    }

    @Test
    void an_import_skips_who_is_there_tells_its_progress_and_is_one_act() {
        MailingList talk = list("talk");
        store.members().add(member(talk, "m7@example.net"), act("member.add", "m7"));
        List<NewMember> members = IntStream.range(0, 12_345).mapToObj(i -> member(talk, "m" + i + "@example.net")).toList();
        int before = acts();
        List<Long> progress = new ArrayList<>();
        ImportResult result = store.members().addAll(members, act("member.import", "talk"), progress::add);

        assertThat(result).isEqualTo(new ImportResult(12_344, 1));
        assertThat(progress).containsExactly(5_000L, 10_000L, 12_345L);
        assertThat(acts() - before).isEqualTo(1);
        assertThat(store.members().count(talk.id(), Role.MEMBER)).isEqualTo(12_345);
        assertThat(store.members().addAll(members, act("member.import", "talk"), _ -> {}).added()).isZero();
        assertThat(acts() - before).isEqualTo(1);
    }

    @Test
    void the_roster_is_walked_in_the_order_of_addresses_across_pages() {
        MailingList talk = list("talk");
        members(talk, 2_100);
        store.members().add(
                new NewMember(talk.id(), Address.of("m5@example.net"), "", Role.MODERATOR, Member.Preferences.DEFAULT), act("member.add", "m5"));
        List<String> all = new ArrayList<>();
        store.members().each(talk.id(), Optional.empty(), member -> all.add(member.address().key()));
        assertThat(all).hasSize(2_101).isSorted();
        List<String> moderators = new ArrayList<>();
        store.members().each(talk.id(), Optional.of(Role.MODERATOR), member -> moderators.add(member.address().key()));
        assertThat(moderators).containsExactly("m5@example.net");
    }

    @Test
    void accounts_hold_roles_and_several_passwords_with_numbers_of_their_own() {
        Address ann = Address.of("ann@example.org");
        Grant owner = new Grant(AccountRole.DOMAIN_OWNER, Optional.of(Domain.of("example.org")));
        StoredPassword password = new StoredPassword(new byte[] {1, 0}, 4096, new byte[] {2}, new byte[] {3});
        assertThat(store.accounts().grant(ann, owner, act("account.role", "ann"))).isFalse();
        assertThat(store.accounts().addPassword(ann, "x", password, act("account.password", "ann"))).isEmpty();
        assertThat(store.accounts().add(ann, act("account.add", "ann"))).isTrue();
        assertThat(store.accounts().add(ann, act("account.add", "ann"))).isFalse();
        assertThat(store.accounts().grant(ann, owner, act("account.role", "ann"))).isTrue();
        assertThat(store.accounts().grant(ann, owner, act("account.role", "ann"))).isFalse();
        assertThat(store.accounts().find(ann).orElseThrow().roles()).containsExactly(owner);

        assertThat(store.accounts().addPassword(ann, "laptop", password, act("account.password", "ann"))).hasValue(1);
        assertThat(store.accounts().addPassword(ann, "phone", password, act("account.password", "ann"))).hasValue(2);
        assertThat(store.accounts().revokePassword(ann, 2, act("account.revoke", "ann"))).isTrue();
        assertThat(store.accounts().revokePassword(ann, 2, act("account.revoke", "ann"))).isFalse();
        assertThat(store.accounts().addPassword(ann, "new phone", password, act("account.password", "ann"))).hasValue(3);
        assertThat(store.accounts().passwords(ann)).extracting(PasswordEntry::number).containsExactly(1, 3);
        assertThat(store.accounts().passwords(ann).getFirst().password()).usingRecursiveComparison().isEqualTo(password);
        assertThat(store.accounts().remove(ann, act("account.remove", "ann"))).isTrue();
        assertThat(store.accounts().passwords(ann)).isEmpty();
        assertThat(store.accounts().all()).isEmpty();
    }
}
