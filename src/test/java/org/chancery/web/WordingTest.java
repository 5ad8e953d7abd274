package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The pages in the languages of their readers.
class WordingTest {
    @ParameterizedTest
    @EnumSource(Wording.class)
    void each_sentence_is_there_in_each_language_with_the_same_values(Wording sentence) {
        Set<String> expected = placeholders(sentence.template("en"));
        for (String language : Tongue.TAGS) {
            assertThat(sentence.template(language)).as(language).isNotBlank();
            assertThat(placeholders(sentence.template(language))).as(language).isEqualTo(expected);
        }
    }

    private static Set<String> placeholders(String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\{[a-z]+\\}").matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /nothing     | 404 | de | Nicht gefunden   | Unter dieser Adresse gibt es nichts.
            /nothing     | 404 | fr | Introuvable      | rien à cette adresse
            /c/aaaa      | 404 | es | No encontrado    | Este enlace no es válido
            /m/aaaa      | 404 | ja | 見つかりません   | このリンクは無効
            /leave/aaaa  | 404 | de | Nicht gefunden   | Dieser Link ist nicht gültig
            /nothing     | 404 | pt | Not found        | There is nothing at this address.
            """)
    void a_refusal_is_written_as_the_browser_asks_its_heading_too(String path, int status, String asked, String heading, String sentence) {
        try (TestSite site = TestSite.delivering()) {
            HttpResponse<String> refused = site.get(path, "Accept-Language", asked);
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.body()).contains("<h1>" + heading + "</h1>").contains(sentence)
                    .contains("<html lang=\"" + (heading.equals("Not found") ? "en" : asked) + "\">");
        }
    }

    @Test
    void a_form_that_is_too_old_is_refused_in_the_language_of_its_list() {
        try (TestSite site = TestSite.delivering()) {
            site.list("talk", Settings.DEFAULTS.with(Setting.LANGUAGE, "fr"));
            HttpResponse<String> refused = site.post("/lists/talk@lists.example.org/join", "application/x-www-form-urlencoded", "nonce=old&address=a@example.net&wish=join");
            assertThat(refused.body()).contains("<html lang=\"fr\">").contains("<h1>Requête incomprise</h1>").contains("Ce formulaire est trop ancien");
        }
    }

    @Test
    void a_value_is_never_read_again() {
        assertThat(Wording.LEAVES.in("en", "address", "{list}", "list", "$1")).isEqualTo("{list} leaves $1.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de-CH,de;q=0.9,en;q=0.5 | de | Beitreten
            es                      | es | Entrar
            ja                      | ja | 入会する
            pt-BR,fr;q=0.3          | fr | Rejoindre
            zh                      | fr | Rejoindre
            ;;;                     | fr | Rejoindre
            """)
    void a_page_is_written_as_the_browser_asks_and_else_as_the_list_is(String asked, String language, String button) {
        try (TestSite site = TestSite.delivering()) {
            site.list("talk", Settings.DEFAULTS.with(Setting.LANGUAGE, "fr"));
            assertThat(site.get("/lists/talk@lists.example.org/join", "Accept-Language", asked).body())
                    .contains("<html lang=\"" + language + "\">").contains(">" + button + "</button>");
            assertThat(site.get("/lists/talk@lists.example.org", "Accept-Language", asked).body()).contains("<html lang=\"" + language + "\">")
                    .contains(">" + Wording.LIST_JOIN.in(language) + "</a>");
        }
    }
}
