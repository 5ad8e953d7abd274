package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.journey.SealedSite.ANNA;
import static org.chancery.journey.SealedSite.LIST;
import static org.chancery.journey.SealedSite.OWNER;
import static org.chancery.journey.SealedSite.file;
import static org.chancery.journey.SealedSite.words;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.administration.ListLog.Log;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.junit.jupiter.api.Test;

/// What owners are told of their lists, and of nothing besides.
class ListLogTest {
    private static final String POSTER = "old@example.net";

    private static List<String> lines(Site site, MailingList list) {
        return site.administration().log().of(Site.CALLER, list).lines();
    }

    private static String post(Site site, String list) throws IOException {
        return Site.receipt(site.post(POSTER, list, Site.message(POSTER, list, "The secret subject")));
    }

    @Test
    void an_owner_asks_by_mail_and_others_may_not() throws IOException {
        try (SealedSite world = new SealedSite()) {
            MailingList other = world.site.openList("other", POSTER);
            String receipt = post(world.site, LIST);
            String elsewhere = post(world.site, other.address().toString());
            world.site.account("somebody@example.org");
            world.site.settle();
            String answer = world.ask(OWNER, "list: " + LIST + "\nx-get-logfile\nlog\n");
            assertThat(words(answer)).contains("The log of the last 30 days is attached.").contains("> log The log is attached already.");
            String log = new String(file(answer, "log.txt").decoded().readAllBytes(), UTF_8);
            assertThat(log.lines()).allMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\dT[\\d:.]+Z\\t.*"))
                    .anyMatch(line -> line.contains("\tlist.create\ttest\tcli\t"))
                    .anyMatch(line -> line.contains("\tmember.add\ttest\tcli\t") && line.contains(ANNA))
                    .anyMatch(line -> line.contains("\tkey.install\ttest\tcli\t" + ANNA + "\t") && line.contains(world.gpg.fingerprint("<" + ANNA + ">")))
                    .anyMatch(line -> line.matches(".*\tpost \\d+\t" + POSTER + "\taccept\t(accepted|distributed)\tpolicy/1\t.*\treceipt=" + receipt));
            assertThat(log).doesNotContain("secret subject").doesNotContain("other").doesNotContain(elsewhere).doesNotContain("somebody").doesNotContain("domain.add").doesNotContain("taken by the list itself");

            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nlog\n"))).contains("may not read what was done").doesNotContain("log.txt");
            world.site.add(world.talk, ANNA, Role.MODERATOR);
            assertThat(words(world.ask(ANNA, "list: " + LIST + "\nlog\n"))).as("a moderator").contains("may not read what was done").doesNotContain("log.txt");
        }
    }

    @Test
    void decisions_of_moderators_stand_in_it_and_what_they_wrote_stays_in_its_line() throws IOException {
        try (Site site = Site.start()) {
            MailingList talk = site.openList("talk");
            site.set(talk, Map.of("emergency", "true"));
            String receipt = post(site, LIST);
            String number = site.administration().desk().held(Optional.of(talk)).getFirst().post().id().toString();
            site.administration().desk().reject(Site.CALLER, number, "no\n2026-01-01T00:00:00Z\tlist.set\tforged\u2028 end " + "x".repeat(600));
            assertThat(lines(site, talk)).noneMatch(line -> line.startsWith("2026-01-01") || line.contains("\u2028"))
                    .anyMatch(line -> line.contains("\theld.reject\ttest\tcli\t" + LIST + " post=" + number + " receipt=" + receipt + "\tno 2026-01-01T00:00:00Z list.set forged  end xxx") && line.endsWith("x ..."))
                    .anyMatch(line -> line.contains("\tpost " + number + "\t" + POSTER + "\thold\trejected\tcheck/") && line.endsWith("receipt=" + receipt));
        }
    }

    @Test
    void a_list_that_hides_its_authors_hides_them_from_its_owners_too_and_after_it_stopped_to() throws IOException {
        try (Site site = Site.start()) {
            MailingList talk = site.openList("talk");
            site.set(talk, Map.of("anonymous", "true", "emergency", "true"));
            String receipt = post(site, LIST);
            String number = site.administration().desk().held(Optional.of(talk)).getFirst().post().id().toString();
            site.administration().audit().note(new Act(Instant.now(), POSTER, "mail", "held.withdraw", LIST + " post=7 receipt=x", ""));
            site.administration().desk().reject(Site.CALLER, number, "not by " + POSTER);
            for (String anonymous : List.of("true", "false")) {
                site.set(site.administration().lists().require(LIST), Map.of("anonymous", anonymous));
                assertThat(lines(site, site.administration().lists().require(LIST)))
                        .anyMatch(line -> line.contains("\tpost " + number + "\t\t") && line.endsWith("receipt=" + receipt))
                        .anyMatch(line -> line.contains("\theld.reject\ttest\t")).anyMatch(line -> line.contains("\theld.withdraw\t\tmail\t"))
                        .noneMatch(line -> line.contains(POSTER));
            }
        }
    }

    @Test
    void nothing_of_another_list_that_had_its_address_before_stands_in_it() throws IOException {
        try (Site site = Site.start()) {
            MailingList first = site.openList("talk", "gone@example.net");
            site.administration().lists().delete(Site.CALLER, first);
            MailingList second = site.openList("talk", "here@example.net");
            assertThat(lines(site, second)).anyMatch(line -> line.contains("here@example.net")).noneMatch(line -> line.contains("gone@example.net"));
            site.administration().lists().delete(Site.CALLER, second);

            MailingList renamed = site.openList("chat", "moved@example.net");
            site.administration().lists().rename(Site.CALLER, renamed, LIST);
            renamed = site.administration().lists().require(LIST);
            site.add(renamed, "later@example.net", Role.MEMBER);
            assertThat(lines(site, renamed)).anyMatch(line -> line.contains("later@example.net")).noneMatch(line -> line.contains("gone@example.net") || line.contains("here@example.net"));
        }
    }

    @Test
    void it_goes_back_thirty_days_and_five_hundred_acts() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        try (Site site = Site.startAt(now::get)) {
            MailingList talk = site.openList("talk");
            site.administration().audit().note(new Act(now.get(), "test", "cli", "digest.bump", LIST, "the oldest"));
            now.updateAndGet(at -> at.plus(Duration.ofDays(30)).plusSeconds(1));
            assertThat(lines(site, talk)).isEmpty();
            for (int i = 0; i < 502; i++) {
                site.administration().audit().note(new Act(now.get().plusMillis(i), "test", "cli", "digest.bump", LIST, "number " + i));
            }
            site.administration().audit().note(new Act(now.get(), "test", "cli", "digest.bump", "talk@lists.example.com", "of another"));
            site.administration().audit().note(new Act(now.get(), "test", "cli", "key.prefer", ANNA, "list " + talk.id() + "7, of another"));
            Log log = site.administration().log().of(Site.CALLER, talk);
            assertThat(log.acts()).isEqualTo(500);
            assertThat(log.lines()).hasSize(500).noneMatch(line -> line.contains("another"));
            assertThat(log.lines().getFirst()).endsWith("number 2");
            assertThat(log.lines().getLast()).endsWith("number 501");
        }
    }
}
