package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.chancery.kit.DurablePostgres;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.posting.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Two servers of one site over one PostgreSQL that syncs.
class TwoServersTest {
    private static final int POSTS = 10;
    private static final int MEMBERS = 150;

    @Test
    void az22_two_servers_judge_alike_and_deliver_and_every_member_gets_each_post_once(@TempDir Path left, @TempDir Path right) throws Exception {
        for (String loud : new String[] {"org.flywaydb", "io.zonky", "com.zaxxer", "org.postgresql"}) {
            ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.ERROR);
        }
        try (EmbeddedPostgres postgres = DurablePostgres.builder().start();
                SmtpSink sink = SmtpSink.start().keepContent()) {
            String store = "store.url=" + DurablePostgres.database(postgres);
            Site first = Site.in(left, sink, store);
            Files.createDirectories(right.resolve("keys"));
            Files.copy(left.resolve("keys/master.key"), right.resolve("keys/master.key"));
            Site second = Site.in(right, sink, store);
            try {
                prove(first, second, sink);
            } finally {
                second.stop();
                first.stop();
            }
        }
    }

    private static void prove(Site first, Site second, SmtpSink sink) throws Exception {
        first.administration().domains().add(Site.CALLER, Site.DOMAIN);
        List<String> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add("m" + i + "@d" + i % 7 + ".example.net");
        }
        first.openList("shared", members.toArray(String[]::new));
        for (int i = 0; i < POSTS; i++) {
            Site site = i % 2 == 0 ? first : second;
            Site.receipt(site.post("poster@example.net", "shared@lists.example.org", Site.message("poster@example.net", "shared@lists.example.org", "Post " + i + ".")));
        }
        Site.await(() -> sink.accepted() >= (long) POSTS * MEMBERS);
        first.settle();
        second.settle();
        for (int i = 0; i < POSTS; i++) {
            String subject = "Subject: Post " + i + ".\r\n";
            assertThat(sink.messages().stream().filter(copy -> copy.text().contains(subject)).map(copy -> copy.recipients().getFirst()))
                    .containsExactlyInAnyOrderElementsOf(members);
        }
        judgeAlike(first, second);
        assertThat(second.administration().audit().verify()).isEmpty();
    }

    /// Row AZ22: whichever server a post comes to, the verdict, its rule and its facts are the same, and the story of either is told by both.
    private static void judgeAlike(Site first, Site second) throws Exception {
        List<MailingList> lists = List.of( // one for each server, or the second post would not be the first
                first.list("alike1@" + Site.DOMAIN, "discussion", "", "member@example.net", "eva@elsewhere.example"),
                first.list("alike2@" + Site.DOMAIN, "discussion", "", "member@example.net", "eva@elsewhere.example"));
        for (String from : List.of("member@example.net", "stranger@example.com", "nobody@nowhere.example", "eva@elsewhere.example")) {
            List<String> verdicts = new ArrayList<>();
            for (Site site : List.of(first, second)) {
                String to = lists.get(site == first ? 0 : 1).address().toString();
                String reply = site.post(from, to, Site.message(from, to, "x"));
                if (reply.startsWith("250")) {
                    Order.Judged judged = (site == first ? second : first).onList(reply).post().judged();
                    verdicts.add(judged.decision() + " " + judged.rule() + " " + judged.policyVersion() + " " + new TreeMap<>(judged.facts()));
                } else {
                    verdicts.add(reply.replaceAll("alike[12]", "alike").replaceAll("127.0.0.1:\\d+", "web"));
                }
            }
            assertThat(verdicts.getFirst()).as(from).isEqualTo(verdicts.getLast());
        }
    }
}
