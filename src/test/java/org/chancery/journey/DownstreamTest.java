package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.chancery.administration.QueueAdministration;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.posting.Receipts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of copies that the mail host behind us refuses, and of all when it is down.
class DownstreamTest {
    private static final String POSTER = "poster@example.net";
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(Site to, MailingList list) throws IOException {
        return to.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), "Downstream"));
    }

    @Test
    void a_recipient_that_is_put_off_is_tried_again_and_the_others_do_not_wait() throws IOException {
        MailingList list = site.openList("later", "now@example.net", "later@example.net");
        site.sink().refuseOnce("later@example.net", "450 4.2.1 come again");

        String reply = post(site, list);

        assertThat(site.copies("now@example.net", 1)).hasSize(1);
        Site.await(() -> site.onList(reply).post().deferred().size() == 1);
        Receipts.Pending pending = site.onList(reply).post().deferred().getFirst();
        assertThat(pending.address().toString()).isEqualTo("later@example.net");
        assertThat(pending.reply()).contains("450 4.2.1 come again");
        List<QueueAdministration.Open> open = site.administration().queue().open(10);
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().entry().deferred()).isEqualTo(1);
        site.administration().queue().retry(Site.CALLER, open.getFirst().entry().posting().toString());
        assertThat(site.copies("later@example.net", 1)).hasSize(1);
        site.settle();
        assertThat(site.copies("now@example.net", 1)).hasSize(1);
    }

    @Test
    void a_recipient_that_is_refused_is_recorded_as_failed_and_stays_a_member() throws IOException {
        MailingList list = site.openList("never", "never@example.net", "well@example.net");
        site.sink().refuse("never@example.net", "550 5.1.1 no such person");

        String reply = post(site, list);
        site.settle();

        assertThat(site.onList(reply).post().failures()).hasSize(1).first().satisfies(failure -> {
            assertThat(failure.address().toString()).isEqualTo("never@example.net");
            assertThat(failure.reply()).contains("no such person");
            assertThat(failure.status()).isEqualTo("5.1.1");
        });
        assertThat(site.onList(reply).post().delivered()).isEqualTo(1);
        assertThat(site.administration().members().show(list, "never@example.net")).hasSize(1);
    }

    @Test
    void queue_retry_tries_a_smarthost_that_was_taken_for_dead(@TempDir Path data) throws IOException {
        SmtpSink sink = SmtpSink.start().keepContent().greeting("421 4.3.2 closed for now");
        Site back = Site.in(data, sink);
        back.administration().domains().add(Site.CALLER, Site.DOMAIN);
        MailingList list = back.openList("back", "back@example.net");
        post(back, list);
        Site.await(() -> back.administration().queue().shape().chunksWaiting() == 1);
        sink.greeting("220 sink.example ESMTP");

        back.administration().queue().retryAll(Site.CALLER);

        assertThat(back.copies("back@example.net", 1)).hasSize(1);
        back.stop();
        sink.close();
    }

    @Test
    void nothing_is_lost_while_the_smarthost_is_down_and_the_server_is_restarted(@TempDir Path data) throws IOException {
        SmtpSink sink = SmtpSink.start().keepContent().greeting("421 4.3.2 closed for now");
        Site first = Site.in(data, sink);
        first.administration().domains().add(Site.CALLER, Site.DOMAIN);
        MailingList list = first.openList("restart", "restarted@example.net");
        String reply = post(first, list);
        Site.await(() -> sink.connections() > 0);
        first.stop();
        sink.greeting("220 sink.example ESMTP");

        Site second = Site.in(data, sink);
        second.administration().queue().retryAll(Site.CALLER);
        assertThat(second.copies("restarted@example.net", 1)).hasSize(1);
        second.settle();
        assertThat(second.onList(reply).post().delivered()).isEqualTo(1);
        second.stop();
        sink.close();
    }
}
