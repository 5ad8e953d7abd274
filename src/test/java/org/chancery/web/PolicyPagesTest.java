package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.policy.Policies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Row Z14 (authorisation.md section 4.2): everybody can read what will happen to his mail, from the rules in force.
class PolicyPagesTest {
    private final TestSite site = TestSite.delivering();

    @BeforeEach
    void list() {
        site.withPolicy("talk", Settings.DEFAULTS, Policies.shippedText("discussion"));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void az14_the_page_shows_the_rules_and_what_they_do_with_whom() {
        String page = site.get("/policy/talk@lists.example.org").body();
        assertThat(page).contains("Who may post to talk@lists.example.org", "accept when from member and proof at least domain.",
                "<tr><td>member</td><td>proof domain</td><td>accept</td><td>3</td></tr>",
                "<tr><td>a stranger</td><td>forged</td><td>refuse</td><td>1</td></tr>",
                "<tr><td>a stranger</td><td>proof none</td><td>refuse</td><td>7</td></tr>");
    }

    /// The whole page without its markup, a line for each element.
    @Test
    void az14_the_whole_page_reads_as_it_was_written_down() throws IOException {
        String main = site.get("/policy/talk@lists.example.org").body().replaceAll("(?s).*<main>|</main>.*", "");
        String text = main.replaceAll("</t[dh]><t[dh]>", " | ").replaceAll("</(option|label)>|</?(pre|code|em|strong|a)\\b[^>]*>", " ")
                .replaceAll("<[^>]*>", "\n").replaceAll("[ \\t]+", " ").replaceAll("(?m)^ | $", "").replaceAll("\n{2,}", "\n").strip() + "\n";
        assertThat(text).isEqualTo(Files.readString(Path.of("src/test/data/policy-page/discussion.txt")));
    }

    @Test
    void a_question_is_answered_by_the_rule_that_would_decide() {
        assertThat(site.get("/policy/talk@lists.example.org?who=a%20stranger&proof=forged").body())
                .contains("Rule 1 decides: refuse. Only members may post", "<option value=\"a stranger\" selected=\"selected\">");
        assertThat(site.get("/policy/talk@lists.example.org?who=nobody&proof=x").body()).doesNotContain("decides:");
    }

    @Test
    void a_list_that_is_not_advertised_has_no_such_page() {
        site.withPolicy("board", Settings.DEFAULTS.with(Setting.ADVERTISED, "false"), Policies.shippedText("discussion"));
        assertThat(site.get("/policy/board@lists.example.org").statusCode()).isEqualTo(404);
        assertThat(site.get("/policy/board@lists.example.org").body()).isEqualTo(site.get("/no/such/path").body());
    }

    @Test
    void the_page_of_the_list_leads_there() {
        assertThat(site.get("/lists/talk@lists.example.org").body()).contains("href=\"/policy/talk@lists.example.org\"");
    }
}
