package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What owners let their list answer, as it arrives over SMTP.
class AutomaticAnswersTest {
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        MailingList list = site.openList("talk", "member@example.net");
        site.add(list, "owner@example.net", Role.OWNER);
        site.set(list, Map.of("auto_post", "Thank you for your post.", "auto_owner", "The owners read this.", "auto_request", "Commands are short.", "language", "de"));
        site.list("closed@lists.example.org", "discussion", "otherwise hold for moderators.");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static void send(String from, String to, String fields) throws IOException {
        Site.receipt(site.post(from, to, Site.message(from.isEmpty() ? "x@example.net" : from, to, "Hi", fields, "Hello.\r\n")));
    }

    private static List<SmtpSink.Message> answers(String to) {
        site.settle();
        return site.sink().messages().stream().filter(mail -> mail.recipients().contains(to)).toList();
    }

    @Test
    void a_post_is_answered_once_and_the_answer_can_start_no_loop() throws IOException {
        send("ann@example.net", "talk@lists.example.org", "");
        send("ann@example.net", "talk@lists.example.org", "");
        assertThat(site.copies("ann@example.net", 1)).hasSize(1);
        assertThat(answers("ann@example.net")).hasSize(1);
        SmtpSink.Message answer = answers("ann@example.net").getFirst();
        Message mail = Site.read(answer);
        assertThat(answer.mailFrom()).isEmpty();
        assertThat(mail.headers().first("Subject").orElseThrow().text()).isEqualTo("Automatische Antwort von talk@lists.example.org");
        assertThat(mail.root().text()).startsWith("Thank you for your post.");

        int before = site.sink().messages().size();
        site.post("ann@example.net", "talk-help@lists.example.org", mail.toByteArray());
        site.settle();
        assertThat(answers("ann@example.net")).as("an answer to the answer").hasSize(1);
        assertThat(site.sink().messages().size() - before).as("mail to -help reaches people at most once").isLessThanOrEqualTo(1);
    }

    @Test
    void mail_to_owners_and_to_request_is_answered_with_the_words_of_each() throws IOException {
        send("bob@example.net", "talk-owner@lists.example.org", "");
        send("bob@example.net", "talk-request@lists.example.org", "");
        assertThat(site.copies("bob@example.net", 3)).extracting(mail -> Site.read(mail).root().text().lines().findFirst().orElseThrow())
                .as("the words of each, and what became of the line that is no command")
                .containsExactlyInAnyOrder("The owners read this.", "Commands are short.", "Eine Zeile Ihrer Mail ist kein Befehl.");
    }

    @Test
    void a_list_says_it_in_its_own_words() throws IOException {
        var texts = site.administration().texts();
        var place = texts.place(Optional.of("talk@lists.example.org"), Optional.empty(), Optional.empty());
        texts.set(Site.CALLER, "auto-answer", place, "Subject: Grüße von {list}\n\nHier der Teeroboter:\n\n{text}\n");
        send("dora@example.net", "talk-owner@lists.example.org", "");
        Message mail = site.copy("dora@example.net");
        assertThat(mail.headers().first("Subject").orElseThrow().text()).isEqualTo("Grüße von talk@lists.example.org");
        assertThat(mail.root().text()).isEqualTo("Hier der Teeroboter:\r\n\r\nThe owners read this.\r\n");
        texts.remove(Site.CALLER, "auto-answer", place);
    }

    @Test
    void machines_and_held_posts_are_not_answered() throws IOException {
        send("", "talk-owner@lists.example.org", "");
        send("carl@example.net", "talk@lists.example.org", "Auto-Submitted: auto-replied\r\n");
        send("carl@example.net", "talk-owner@lists.example.org", "Precedence: bulk\r\n");
        site.administration().lists().set(Site.CALLER, site.administration().lists().require("closed@lists.example.org"), Map.of("auto_post", "Thanks.", "poster_notices", "false"));
        send("carl@example.net", "closed@lists.example.org", "");
        Site.receipt(site.forge("carl@example.net", "talk-owner@lists.example.org", Site.message("carl@example.net", "talk-owner@lists.example.org", "Forged")));
        assertThat(answers("carl@example.net")).isEmpty();
    }
}
