package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.chancery.keyring.By;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.Outcome;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListPagesTest {
    private final TestSite site = TestSite.delivering();

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void an_empty_site_says_so() {
        assertThat(site.get("/").body()).contains("Example lists", "No mailing list");
    }

    @Test
    void advertised_lists_are_shown_with_address_description_and_a_link_to_write() {
        site.list("talk", "All about talk");
        assertThat(site.get("/").body()).contains(
                "All about talk", "href=\"/lists/talk@lists.example.org\"", "href=\"mailto:talk@lists.example.org\"");
    }

    @Test
    void a_list_that_is_not_advertised_looks_like_no_list_at_all() {
        site.list("board", Settings.DEFAULTS.with(Setting.ADVERTISED, "false").with(Setting.DESCRIPTION, "Secret plans"));
        assertThat(site.get("/").body()).doesNotContain("board", "Secret");
        String unknown = site.get("/no/such/path").body();
        assertThat(site.get("/lists/board@lists.example.org").body()).isEqualTo(unknown);
        assertThat(site.get("/lists/nobody@lists.example.org").body()).isEqualTo(unknown);
        assertThat(site.get("/lists/not-an-address").body()).isEqualTo(unknown);
        assertThat(site.get("/lists/board@lists.example.org").statusCode()).isEqualTo(404);
    }

    @Test
    void a_description_is_text_and_never_markup() {
        site.list("talk", "<script>alert(1)</script> & \"more\" 'x'");
        for (String path : new String[] {"/", "/lists/talk@lists.example.org"}) {
            assertThat(site.get(path).body()).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot; &#39;x&#39;");
        }
    }

    @Test
    void the_page_of_a_list_says_how_to_write_to_it() {
        site.list("talk", "All about talk");
        assertThat(site.get("/lists/Talk@LISTS.example.org").body()).contains("All about talk",
                "mailto:talk@lists.example.org", "mailto:talk-request@lists.example.org", "mailto:talk-owner@lists.example.org");
    }

    @Test
    void a_closed_list_says_that_it_takes_no_posts() {
        MailingList list = site.list("talk", "");
        site.close(list.id());
        assertThat(site.get("/lists/talk@lists.example.org").body()).contains("closed").doesNotContain("talk-request");
    }

    @Test
    void a_local_part_with_special_characters_stays_inside_its_link() {
        site.list("a&b?c#d", "");
        assertThat(site.get("/").body()).contains("href=\"mailto:a%26b%3Fc%23d@lists.example.org\"", "href=\"/lists/a%26b%3Fc%23d@lists.example.org\"");
        assertThat(site.get("/lists/a%26b%3Fc%23d@lists.example.org").statusCode()).isEqualTo(200);
    }

    @Test
    void the_hundred_and_first_list_stands_on_the_second_page() {
        for (int i = 0; i <= PageNumber.ROWS; i++) {
            site.list("l" + (1000 + i), "");
        }
        assertThat(site.get("/").body()).contains("l1099@", "?page=2").doesNotContain("l1100@", "Previous");
        assertThat(site.get("/?page=2").body()).contains("l1100@", "?page=1").doesNotContain("l1099@", "Next");
    }

    @Test
    void a_page_number_that_is_none_is_not_found() {
        for (String page : new String[] {"0", "-1", "x", "1e3", "99999999999", "%00", ""}) {
            assertThat(site.get("/?page=" + page).statusCode()).as(page).isBetween(400, 404);
        }
    }

    @Test
    void a_list_with_a_key_shows_its_fingerprint_and_how_to_get_it() {
        MailingList list = site.list("talk", "All about talk");
        assertThat(site.get("/lists/talk@lists.example.org").body()).doesNotContain("-sendkey");
        String fingerprint = site.keyring.listKeys().generate(list, ListKeyDesk.Kind.ED25519, new By("test", "cli")) instanceof Outcome.Done<ListKey>(ListKey key) ? key.fingerprint() : "";
        assertThat(site.get("/lists/talk@lists.example.org").body()).contains("mailto:talk-sendkey@lists.example.org")
                .contains(String.join(" ", fingerprint.split("(?<=\\G.{4})")));
    }
}
