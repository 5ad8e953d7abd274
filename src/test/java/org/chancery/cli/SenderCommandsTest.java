package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Authorised senders as an administrator works with them.
class SenderCommandsTest extends OneListTest {
    private static final String ANN = "ann@example.net";

    @Test
    void a_sender_gets_a_key_and_a_grant_and_both_are_shown_without_the_secret() {
        site.done("sender", "add", ANN);
        JsonNode key = json(site.done("sender", "key", "new", ANN, "--label", "laptop", "--json"));
        assertThat(key.path("secret").stringValue()).matches("chs1\\.[a-z2-7]{12}\\.[a-z2-7]{26}\\.[a-z2-7]{4}");
        assertThat(json(site.done("grant", "add", LIST, ANN, "--json")).path("state").stringValue()).isEqualTo("granted");
        String shown = site.done("sender", "show", ANN, "--json");
        assertThat(json(shown).path("grants").get(0).path("target").stringValue()).isEqualTo(LIST);
        assertThat(json(shown).path("keys").get(0).path("key").stringValue()).isEqualTo(key.path("key").stringValue());
        assertThat(shown + site.done("sender", "key", "list", ANN) + site.done("audit", "show", "--json"))
                .contains(key.path("key").stringValue()).doesNotContain(key.path("secret").stringValue().substring(18, 40));
        isRefused("belongs to a sender already", "sender", "add", ANN);
        isRefused("already", "grant", "add", LIST, ANN);
    }

    @Test
    void ten_one_time_keys_are_a_list_of_ten() {
        site.done("sender", "add", ANN);
        assertThat(json(site.done("sender", "key", "new", ANN, "--once", "10", "--json")).size()).isEqualTo(10);
        assertThat(site.done("sender", "key", "new", ANN).lines()).hasSize(1);
        isRefused("At most 100", "sender", "key", "new", ANN, "--once", "101");
    }

    @Test
    void a_deleted_sender_is_shown_at_the_list_with_its_time_and_comes_back_with_the_grant() {
        site.done("sender", "add", ANN);
        site.done("grant", "add", LIST, ANN);
        site.done("sender", "delete", ANN);
        isRefused("sender restore", "sender", "add", ANN);
        JsonNode grant = json(site.done("grant", "list", LIST, "--json")).get(0);
        assertThat(grant.path("sender").stringValue()).isEqualTo("tombstone");
        assertThat(grant.path("restorableUntil").stringValue()).isNotEmpty();
        site.done("sender", "restore", ANN);
        assertThat(json(site.done("grant", "list", LIST, "--json")).get(0).path("sender").stringValue()).isEqualTo("active");
        isRefused("is not deleted", "sender", "restore", ANN);
    }

    @Test
    void a_password_is_set_from_stdin_where_it_is_good_enough_and_never_shown() {
        site.done("sender", "add", ANN);
        assertThat(site.runWith("password1234", "sender", "password", "set", ANN).exit()).isEqualTo(1);
        assertThat(site.runWith("seven-herons+12lanterns\n", "sender", "password", "set", ANN).exit()).isZero();
        assertThat(site.runWith("nine-kettles+34ladders\n", "sender", "password", "set", ANN).exit()).isZero();
        String shown = site.done("sender", "key", "list", ANN, "--json") + site.done("audit", "show", "--json");
        assertThat(shown).doesNotContain("seven-herons").doesNotContain("nine-kettles");
        assertThat(json(site.done("sender", "key", "list", ANN, "--json"))).filteredOn(key -> key.path("ended").isNull()).singleElement()
                .satisfies(key -> assertThat(key.path("kind").stringValue()).isEqualTo("password"));
        site.done("sender", "password", "remove", ANN);
        isRefused("has no password", "sender", "password", "remove", ANN);
    }

    @Test
    void the_password_of_an_account_is_no_password_for_mail() {
        site.done("sender", "add", ANN);
        site.done("account", "add", ANN);
        String login = json(site.done("account", "password", "new", ANN, "--json")).path("password").stringValue();
        assertThat(site.runWith(login, "sender", "password", "set", ANN).err()).contains("password of the account");
    }

    @Test
    void senders_come_and_go_as_comma_separated_values_with_their_grants_and_without_their_keys() {
        String csv = "address,addresses,scope,grants\nann@example.net,office@example.net,lists.example.org," + LIST + "\nbob@example.net,,,\nnobody,,,\nbea@example.net,,,none@lists.example.org\n";
        TestSite.Ran ran = site.runWith(csv, "sender", "import", "-", "--json");
        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).contains("line 4: ").contains("line 5: ");
        assertThat(json(ran.out()).path("senders").intValue()).isEqualTo(3);
        assertThat(json(site.runWith(csv, "sender", "import", "-", "--json").out()).path("grants").intValue()).as("nothing twice").isZero();
        String exported = site.done("sender", "export");
        assertThat(exported.lines()).contains("address,addresses,scope,grants", "ann@example.net,office@example.net,lists.example.org," + LIST, "bob@example.net,,,");
        isRefused("first line", "sender", "import", "/dev/null");
    }

    @Test
    void a_sender_of_one_domain_is_none_on_the_lists_of_another() {
        site.done("sender", "add", ANN);
        site.done("grant", "add", LIST, ANN);
        site.done("domain", "add", "other.example.org");
        assertThat(json(site.done("sender", "limit", ANN, "other.example.org", "--json")).path("scope").stringValue()).isEqualTo("other.example.org");
        isRefused("no domain", "sender", "limit", ANN, "elsewhere.example.org");
        site.done("sender", "limit", ANN);
    }

    @Test
    void a_revoked_key_stays_in_the_list_with_its_reason() {
        site.done("sender", "add", ANN);
        String kid = json(site.done("sender", "key", "new", ANN, "--json")).path("key").stringValue();
        site.done("sender", "key", "revoke", kid);
        assertThat(json(site.done("sender", "key", "list", ANN, "--json")).get(0).path("reason").stringValue()).isEqualTo("revoked");
        isRefused("no key", "sender", "key", "revoke", kid);
    }

    @Test
    void the_addresses_of_a_sender_change_and_the_key_of_the_record_does_not() {
        site.done("sender", "add", ANN);
        String id = json(site.done("sender", "show", ANN, "--json")).path("sender").stringValue();
        site.done("sender", "address", "add", ANN, "office@example.net");
        isRefused("primary", "sender", "address", "remove", ANN, ANN);
        site.done("sender", "address", "prefer", ANN, "office@example.net");
        site.done("sender", "address", "remove", "office@example.net", ANN);
        assertThat(json(site.done("sender", "show", "office@example.net", "--json")).path("sender").stringValue()).isEqualTo(id);
        isRefused("There is no sender", "sender", "show", ANN);
        isRefused("taken back", "sender", "add", ANN);
        site.done("sender", "address", "add", "office@example.net", "old@example.net");
        site.done("sender", "address", "remove", "office@example.net", "old@example.net", "--final");
        site.done("sender", "add", "old@example.net");
    }

    @Test
    void a_link_to_his_page_is_mailed_to_a_sender_three_times_a_day() {
        site.done("sender", "add", ANN);
        for (int i = 0; i < 3; i++) {
            site.done("sender", "page", ANN);
        }
        isRefused("3 of them today", "sender", "page", ANN);
        isRefused("There is no sender", "sender", "page", "nobody@example.net");
    }

    @Test
    void a_list_group_is_made_filled_granted_and_removed() {
        site.done("sender", "add", ANN);
        site.done("listgroup", "create", "faculties", LIST);
        site.done("grant", "add", "@faculties", ANN, "--only", ANN, "--reapprove", "--days", "90");
        assertThat(site.done("grant", "list", "@faculties")).contains(ANN).contains("@faculties");
        assertThat(json(site.done("listgroup", "list", "--json")).get(0).path("lists").get(0).stringValue()).isEqualTo(LIST);
        site.done("listgroup", "remove", "faculties", LIST);
        assertThat(site.done("listgroup", "list", "faculties")).contains("No list is in it");
        site.done("listgroup", "remove", "faculties");
        isRefused("There is no list group", "grant", "add", "@faculties", ANN);
        isRefused("cannot name", "listgroup", "create", "Fac Ulties");
    }

    @Test
    void an_address_that_is_no_sender_is_asked_once_before_it_gets_the_grant() {
        assertThat(json(site.done("grant", "add", LIST, "new@example.net", "--json")).path("state").stringValue()).isEqualTo("asked");
        isRefused("was asked already", "grant", "add", LIST, "new@example.net");
        isRefused("There is no sender", "sender", "show", "new@example.net");
        assertThat(site.done("grant", "list", LIST)).contains("Nothing is granted");
    }

    @Test
    void a_key_of_a_moderator_is_for_moderators_alone() {
        isRefused("neither moderator nor owner", "sender", "key", "new", "mod@example.net", "--moderator", LIST);
        site.done("member", "add", LIST, "mod@example.net", "--role", "moderator");
        assertThat(site.done("sender", "key", "new", "mod@example.net", "--moderator", LIST)).startsWith("chm1.");
        assertThat(json(site.done("sender", "key", "list", "mod@example.net", "--moderator", LIST, "--json")).size()).isEqualTo(1);
    }
}
