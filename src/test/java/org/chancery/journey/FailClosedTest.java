package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.chancery.list.MailingList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Row I29 of reliability.md where a decision is made: what a check needs is broken, so the check cannot be made, and the post is put off. It is
/// never accepted for want of a reason against it, and other lists do not suffer.
class FailClosedTest {
    private static Site site;
    private static MailingList unread;
    private static MailingList gone;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start();
        unread = site.openList("unread", "reader@example.com");
        gone = site.openList("gone", "reader@example.com");
        assertThat(site.sql("UPDATE list_policy SET text = 'accept when from anyone' WHERE list = ?", unread.id().value())).isPositive();
        assertThat(site.sql("DELETE FROM list_policy WHERE list = ?", gone.id().value())).isPositive();
        site.restart(); // what was read before is remembered
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String post(MailingList list) throws IOException {
        return site.post("ann@example.net", list.address().toString(), Site.message("ann@example.net", list.address().toString(), "x"));
    }

    private static void putsOff(MailingList list) throws IOException {
        assertThat(post(list)).startsWith("451 4.");
        MailingList sound = site.openList("beside-" + list.address().localPart());
        assertThat(post(sound)).startsWith("250 ");
        site.settle();
        assertThat(site.sink().messages()).noneMatch(copy -> copy.recipients().contains("reader@example.com"));
    }

    @Test
    void i29_a_policy_that_cannot_be_read_puts_every_post_off() throws IOException {
        putsOff(unread);
    }

    @Test
    void i29_a_list_whose_policy_is_gone_takes_nothing() throws IOException {
        assertThat(post(gone)).doesNotStartWith("250");
    }
}
