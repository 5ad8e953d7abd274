package org.chancery.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.TextOverrides.Scope;
import org.chancery.notice.TextOverrides.Words;
import org.junit.jupiter.api.Test;

/// How a text is filled, and whose words count.
class TextsTest {
    private static final MailingList LIST = new MailingList(new ListId(7), Address.of("talk@lists.example.org"), "discussion", MailingList.State.OPEN,
            Settings.DEFAULTS, new MailingList.PolicyText(1, "otherwise accept."), Instant.EPOCH);

    private static Text filled(String template, Map<String, String> values) {
        return Template.parse(template).filled(values);
    }

    @Test
    void a_value_brings_neither_line_ends_into_the_subject_nor_placeholders_along() {
        Text text = filled("Subject: For {address}\n\nTo {address}\n", Map.of("address", "a\r\nBcc: x@example.com {page}", "page", "secret"));
        assertThat(text.subject()).isEqualTo("For a Bcc: x@example.com {page}");
        assertThat(text.body()).isEqualTo("To a Bcc: x@example.com {page}\n");
    }

    @Test
    void a_paragraph_with_an_empty_value_alone_on_its_line_is_left_out_with_its_introduction() {
        String template = "Subject: x\n\nFirst.\n\nThe page:\n    {page}\n\nLast: {reason}\n";
        assertThat(filled(template, Map.of("reason", "")).body()).isEqualTo("First.\n\nLast:\n");
        assertThat(filled(template, Map.of("page", "https://x.example/", "reason", "r")).body())
                .isEqualTo("First.\n\nThe page:\n    https://x.example/\n\nLast: r\n");
    }

    @Test
    void a_value_of_several_lines_stands_as_far_from_the_margin_as_its_placeholder() {
        assertThat(filled("Subject: x\n\nWhy:\n    {reason}\nend\n", Map.of("reason", "one\r\n\r\ntwo\n")).body()).isEqualTo("Why:\n    one\n\n    two\nend\n");
    }

    @Test
    void long_lines_are_folded_at_blanks_and_links_stay_whole() {
        String link = "https://lists.example.org/" + "x".repeat(90);
        String body = filled("Subject: x\n\n  {reason}\n", Map.of("reason", "see this " + link + " " + "word ".repeat(20))).body();
        assertThat(body.lines()).contains("  see this", "  " + link).allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(body.lines().filter(line -> line.contains("word"))).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(76));
    }

    @Test
    void wide_characters_count_twice() {
        assertThat(Columns.width("日本 ab")).isEqualTo(7);
        assertThat(Columns.width("e\u0301")).isEqualTo(1);
    }

    @Test
    void controls_and_marks_that_turn_the_reading_direction_never_reach_a_mail() {
        assertThat(filled("Subject: {subject}\n\n{subject}\n", Map.of("subject", "a\u0007b\u202Ec\u0000d\u2067e"))).isEqualTo(new Text("a bc de", "a bc de\n"));
    }

    @Test
    void the_subject_of_a_stranger_is_short_and_holds_nothing_to_click() {
        assertThat(Harmless.subject("Cheap!\r\n HTTP://evil.example and https://x www.y.example mailto:z@example.com")).isEqualTo("Cheap! hxxp://evil.example and hxxps://x www[.]y.example ma…");
        assertThat(Harmless.subject("😀".repeat(80)).codePoints().count()).isEqualTo(60);
        assertThat(Harmless.subject("Release 1.2.3")).isEqualTo("Release 1.2.3");
    }

    @Test
    void values_that_are_words_of_ours_are_said_in_the_language_of_the_mail() {
        Map<String, String> values = Map.of("address", "ann@example.com", "action", "join");
        assertThat(new Texts().text(TextId.REQUEST_WAITS, Optional.of(LIST), Language.DE, values).body()).contains("\n    Beitritt\n");
        assertThat(new Texts().text(TextId.REQUEST_WAITS, Optional.of(LIST), Language.EN, values).body()).contains("\n    joining\n");
        assertThat(new Texts().text(TextId.OWNER_JOINED, Optional.of(LIST), Language.FR, Map.of("address", "ann@example.com", "how", "web, confirmed")).body())
                .contains("\n    par la page, confirmé\n");
        assertThat(new Texts().text(TextId.OWNER_JOINED, Optional.of(LIST), Language.FR, Map.of("address", "ann@example.com", "how", "pigeon")).body()).contains("\n    pigeon\n");
        assertThat(new Texts().text(TextId.CONFIRM_MORE, Optional.of(LIST), Language.ES, Map.of(
                        "address", "ann@example.com", "page", "https://x", "requests", "leave:\n    talk@example.org\npreferred-address:\n    news@example.org")).body())
                .contains("\nbaja:\n    talk@example.org\ncambio de la dirección preferida:\n    news@example.org\n");
    }

    @Test
    void the_words_of_the_list_come_before_those_of_its_domain_and_those_before_the_sites_each_in_the_language_asked_for() {
        Shelf shelf = new Shelf();
        Texts texts = new Texts(shelf);
        assertThat(texts.text(TextId.GOODBYE, Optional.of(LIST), Language.EN, Map.of()).subject()).startsWith("You have left");
        shelf.put(new Scope.OfSite(), Language.EN, "site");
        assertThat(texts.text(TextId.GOODBYE, Optional.of(LIST), Language.EN, Map.of()).subject()).isEqualTo("site");
        shelf.put(new Scope.OfDomain(Domain.of("lists.example.org")), Language.EN, "domain");
        assertThat(texts.text(TextId.GOODBYE, Optional.of(LIST), Language.EN, Map.of()).subject()).isEqualTo("domain");
        shelf.put(new Scope.OfList(new ListId(7)), Language.EN, "list");
        assertThat(texts.text(TextId.GOODBYE, Optional.of(LIST), Language.EN, Map.of()).subject()).isEqualTo("list");
        assertThat(texts.text(TextId.GOODBYE, Optional.empty(), Language.EN, Map.of()).subject()).isEqualTo("site");
        assertThat(texts.text(TextId.GOODBYE, Optional.of(LIST), Language.FR, Map.of()).subject()).startsWith("Vous avez");
    }

    @Test
    void a_text_without_its_form_or_a_required_placeholder_or_with_an_unknown_one_is_refused_in_one_sentence() {
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x\r\n\r\nbye {address} {site}\r\n")).isEmpty();
        assertThat(Texts.fault(TextId.GOODBYE, "bye {address}")).hasValueSatisfying(why -> assertThat(why).contains("begins with the line"));
        assertThat(Texts.fault(TextId.GOODBYE, "Subject:  \n\n{address}\n")).isPresent();
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x\n\n \n")).isPresent();
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x {address}\n\nbye\n")).contains("The body of goodbye must hold {address}.");
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x\n\n{address} {Page}\n"))
                .contains("{Page} is no placeholder of goodbye; it may hold {address}, {list}, {description}, {owner}, {help}, {request}, {site}.");
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x\n\n{address}\u001b[2J\n")).hasValueSatisfying(why -> assertThat(why).contains("control"));
        assertThat(Texts.fault(TextId.GOODBYE, "Subject: x\n\n{address}" + "a".repeat(20_000))).hasValueSatisfying(why -> assertThat(why).contains("20000"));
    }

    /// Words in memory.
    private static final class Shelf implements TextOverrides {
        private final Map<List<Object>, Words> words = new HashMap<>();

        void put(Scope scope, Language language, String subject) {
            words.put(List.of(scope, language), new Words(scope, TextId.GOODBYE, language, "Subject: " + subject + "\n\n{address}\n"));
        }

        @Override
        public Optional<Words> nearest(TextId id, Language language, List<Scope> scopes) {
            return scopes.stream().map(scope -> words.get(List.of(scope, language))).filter(found -> found != null).findFirst();
        }

        @Override
        public List<Words> all() {
            return new ArrayList<>(words.values());
        }

        @Override
        public boolean save(Words saved, Act act) {
            words.put(List.of(saved.scope(), saved.language()), saved);
            return true;
        }

        @Override
        public boolean remove(Scope scope, TextId id, Language language, Act act) {
            return words.remove(List.of(scope, language)) != null;
        }
    }
}
