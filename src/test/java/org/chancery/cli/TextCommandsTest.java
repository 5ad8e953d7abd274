package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.chancery.notice.TextId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery text` as people type it.
class TextCommandsTest {
    private static final String LIST = "talk@lists.example.org";
    private static final String MINE = "Subject: Hello at {list}\n\nHello {address},\n\nnice that you came.\n";

    @TempDir
    private Path data;

    private TestSite site = new TestSite(Path.of("."));

    @BeforeEach
    void a_site_with_one_list() {
        site = new TestSite(data);
        site.done("domain", "add", "lists.example.org");
        site.done("list", "create", LIST);
    }

    private void isRefused(String because, String stdin, String... line) {
        TestSite.Ran ran = site.runWith(stdin, line);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.err()).contains(because);
    }

    @Test
    void what_text_show_prints_can_be_set_for_every_text() {
        for (TextId id : new TextId[] {TextId.WELCOME, TextId.HELD_MODERATORS, TextId.DIGEST_FOOTER}) {
            String shown = site.done("text", "show", id.word(), "--language", "ja");
            assertThat(site.runWith(shown, "text", "set", id.word(), "--language", "ja").exit()).isEqualTo(ExitCode.DONE);
            assertThat(site.done("text", "show", id.word(), "--language", "ja")).isEqualTo(shown);
        }
    }

    @Test
    void the_nearest_words_are_shown_with_whose_they_are_until_they_are_taken_back() {
        assertThat(site.done("text", "show", "welcome", "--list", LIST)).startsWith("Subject: Welcome to {list}");
        assertThat(site.runWith(MINE, "text", "set", "welcome", "--domain", "lists.example.org").out()).contains("of lists.example.org in language en is in force");
        assertThat(site.done("text", "show", "welcome", "--list", LIST)).isEqualTo(MINE);
        assertThat(site.done("text", "show", "welcome")).startsWith("Subject: Welcome to {list}");
        assertThat(site.run("text", "show", "welcome", "--list", LIST).err()).contains("From: lists.example.org.", "{address} (required)");
        assertThat(site.done("text", "list", "--list", LIST)).containsPattern("welcome +lists\\.example\\.org +en").containsPattern("goodbye +shipped +en");
        assertThat(site.runWith(MINE, "text", "set", "welcome", "--domain", "lists.example.org").out()).contains("was the same already");
        site.done("text", "remove", "welcome", "--domain", "lists.example.org");
        assertThat(site.done("text", "show", "welcome", "--list", LIST)).startsWith("Subject: Welcome");
        isRefused("there are no words", "", "text", "remove", "welcome", "--domain", "lists.example.org");
    }

    @Test
    void without_a_language_that_of_the_list_counts() {
        site.done("list", "set", LIST, "language=de");
        assertThat(site.done("text", "show", "welcome", "--list", LIST)).startsWith("Subject: Willkommen");
        assertThat(site.done("text", "show", "welcome", "--list", LIST, "--language", "fr-CA")).startsWith("Subject: Bienvenue");
    }

    @Test
    void a_useless_text_and_an_unknown_place_are_refused_with_a_sentence() {
        isRefused("must hold {address}", "Subject: x\n\nhello\n", "text", "set", "welcome");
        isRefused("{addres} is no placeholder of welcome", "Subject: x\n\n{address} {addres}\n", "text", "set", "welcome");
        isRefused("begins with the line", "hello", "text", "set", "welcome");
        isRefused("There is no text \"welcom\"", "", "text", "show", "welcom");
        isRefused("the languages are en, de, fr, es, ja", "", "text", "show", "welcome", "--language", "it");
        isRefused("There is no list", "", "text", "show", "welcome", "--list", "none@lists.example.org");
        isRefused("is not served here", "", "text", "show", "welcome", "--domain", "other.example");
        isRefused("not of both", "", "text", "show", "welcome", "--domain", "lists.example.org", "--list", LIST);
        assertThat(site.done("text", "show", "welcome")).startsWith("Subject: Welcome");
    }

    @Test
    void every_change_is_in_the_audit_log() {
        site.runWith(MINE, "text", "set", "welcome", "--list", LIST);
        site.done("text", "remove", "welcome", "--list", LIST);
        assertThat(site.done("audit", "show")).contains("text.set", "text.remove", "for=" + LIST + " language=en");
    }

    @Test
    void scripts_get_the_words_as_json() {
        assertThat(site.done("text", "show", "goodbye", "--json")).contains("\"required\":[\"address\"]", "\"from\":\"shipped\"");
    }
}
