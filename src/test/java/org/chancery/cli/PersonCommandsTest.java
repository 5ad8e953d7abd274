package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.chancery.cli.TestSite.Ran;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Persons, what members choose, and lists that are asked for, on a real store.
class PersonCommandsTest extends OneListTest {
    private JsonNode member(String address) {
        return json(site.done("member", "show", LIST, address, "--json")).get(0);
    }

    @Test
    void a_member_has_every_choice_set_shown_and_refused_when_it_makes_no_sense() {
        site.done("member", "add", LIST, "anna@example.org");
        site.done("member", "set", LIST, "anna@example.org", "--own-posts", "off", "--duplicates", "off", "--language", "ja", "--topics", "+releases -jobs",
                "--vacation", "none", "--hidden", "on");
        JsonNode anna = member("anna@example.org");
        assertThat(anna.path("ownPosts").booleanValue()).isFalse();
        assertThat(anna.path("duplicates").booleanValue()).isFalse();
        assertThat(anna.path("language").stringValue()).isEqualTo("ja");
        assertThat(anna.path("topics").stringValue()).isEqualTo("+releases -jobs");
        assertThat(anna.path("state").stringValue()).isEqualTo("on");
        site.done("member", "set", LIST, "anna@example.org", "--delivery", "off", "--stopped-by", "moderator");
        assertThat(member("anna@example.org").path("state").stringValue()).contains("moderator");
        isRefused("vacation cannot be", "member", "set", LIST, "anna@example.org", "--vacation", "2020-01-01");
        isRefused("language cannot be", "member", "set", LIST, "anna@example.org", "--language", "xx");
        isRefused("topics cannot be", "member", "set", LIST, "anna@example.org", "--topics", "jobs");
        assertThat(site.done("audit", "show")).contains("own-posts=off");
    }

    @Test
    void an_import_reads_what_members_choose() {
        String file = "address,own-posts,duplicates,language,topics,moderated\nanna@example.org,off,,de,+a,on\nben@example.org,maybe,,,,\n";
        Ran ran = site.runWith(file, "member", "import", LIST, "-");
        assertThat(ran.err()).contains("line 3").contains("own-posts");
        JsonNode anna = member("anna@example.org");
        assertThat(anna.path("ownPosts").booleanValue()).isFalse();
        assertThat(anna.path("duplicates").booleanValue()).isTrue();
        assertThat(anna.path("language").stringValue()).isEqualTo("de");
        assertThat(anna.path("moderated").booleanValue()).isTrue();
    }

    @Test
    void an_account_has_several_addresses_of_which_one_is_preferred() {
        site.done("account", "add", "anna@example.org");
        site.done("account", "add", "ben@example.org");
        site.done("account", "address", "add", "anna@example.org", "anna@work.example");
        site.done("account", "address", "prefer", "anna@example.org", "anna@work.example");
        isRefused("belongs to the account anna@example.org", "account", "address", "add", "ben@example.org", "anna@work.example");
        isRefused("belongs to the account anna@example.org", "account", "add", "anna@work.example");
        isRefused("is the login", "account", "address", "remove", "anna@example.org", "anna@example.org");
        isRefused("is preferred already", "account", "address", "prefer", "anna@example.org", "anna@work.example");
        isRefused("is not an address of", "account", "address", "prefer", "anna@example.org", "x@example.org");
        assertThat(json(site.done("account", "address", "list", "anna@example.org", "--json"))).isEqualTo(json("""
                [{"address":"anna@example.org","login":true,"preferred":false},{"address":"anna@work.example","login":false,"preferred":true}]"""));
        site.done("member", "add", LIST, "anna@example.org");
        site.done("member", "set", LIST, "anna@example.org", "--preferred", "on");
        assertThat(member("anna@work.example").path("preferred").booleanValue()).as("the membership is at the preferred address now").isTrue();
        site.done("account", "address", "remove", "anna@example.org", "anna@work.example");
        assertThat(member("anna@example.org").path("preferred").booleanValue()).isTrue();
        site.done("account", "add", "anna@work.example");
    }

    @Test
    void a_person_moves_to_a_new_address_on_all_lists() {
        site.done("member", "add", LIST, "anna@example.org");
        site.done("member", "add", LIST, "anna@example.org", "--role", "owner");
        assertThat(site.done("member", "move", "anna@example.org", "anna@new.example")).contains("2 memberships moved");
        isRefused("is on no list", "member", "move", "anna@example.org", "anna@new.example");
        isRefused("the same address", "member", "move", "anna@new.example", "ANNA@new.example");
        assertThat(site.done("audit", "show")).contains("member.move");
    }

    @Test
    void a_list_is_asked_for_by_a_creator_and_granted_with_its_first_owner() {
        site.done("account", "add", "anna@example.org");
        isRefused("may not ask for a new list", "list", "request", "new@lists.example.org", "--as", "anna@example.org");
        site.done("account", "role", "anna@example.org", "list-creator", "lists.example.org");
        site.done("list", "request", "new@lists.example.org", "--as", "anna@example.org", "--style", "announce", "--reason", "news");
        isRefused("is asked for already", "list", "request", "new@lists.example.org", "--as", "anna@example.org");
        isRefused("is taken", "list", "request", LIST, "--as", "anna@example.org");
        String id = json(site.done("list", "requests", "--json")).get(0).path("id").toString();
        site.done("list", "grant", id);
        assertThat(json(site.done("list", "show", "new@lists.example.org", "--json")).path("style").stringValue()).isEqualTo("announce");
        assertThat(site.done("member", "list", "new@lists.example.org", "--role", "owner")).contains("anna@example.org");
        isRefused("No list is asked for", "list", "grant", id);
        site.done("list", "request", "other@lists.example.org", "--as", "anna@example.org");
        site.done("list", "refuse", json(site.done("list", "requests", "--json")).get(0).path("id").toString(), "--reason", "no");
        isRefused("There is no list", "list", "show", "other@lists.example.org");
    }
}
