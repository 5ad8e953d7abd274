package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.chancery.administration.Refused;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `and notify ROLE`: a rule tells people what it did, and they get one mail each with the post.
class NotifyTest {
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

    private static MailingList list(String name, String policy) {
        MailingList list = site.list(name + "@" + Site.DOMAIN, "discussion", policy, name + "-member@example.net");
        site.add(list, name + "-owner@example.net", Role.OWNER);
        site.add(list, name + "-both@example.net", Role.OWNER);
        site.add(list, name + "-both@example.net", Role.MODERATOR);
        return list;
    }

    private static String post(MailingList list, String subject) throws IOException {
        return site.post(POSTER, list.address().toString(), Site.message(POSTER, list.address().toString(), subject));
    }

    @Test
    void owners_and_moderators_whom_an_accepting_rule_names_are_told_once_each_and_members_get_the_post() throws IOException {
        MailingList list = list("told", "accept and notify owner and notify moderator when from anyone. otherwise refuse.");
        post(list, "Look at this");
        site.settle();
        assertThat(site.copy("told-member@example.net").headers().first("Subject").orElseThrow().value()).contains("Look at this");
        for (String told : new String[] {"told-owner@example.net", "told-both@example.net"}) {
            assertThat(site.copies(told, 1)).hasSize(1);
            SmtpSink.Message mail = site.copies(told, 1).getFirst();
            assertThat(mail.text()).contains("Decision:  accept").contains("Look at this").contains(POSTER);
        }
    }

    @Test
    void a_dropped_post_tells_whom_its_rule_names() throws IOException {
        MailingList list = list("dropped", "drop and notify owner when subject empty. otherwise refuse.");
        post(list, "");
        site.settle();
        assertThat(site.copies("dropped-owner@example.net", 1)).hasSize(1);
        assertThat(site.sink().messages()).noneMatch(copy -> copy.recipients().contains("dropped-member@example.net"));
    }

    @Test
    void a_policy_that_would_tell_members_or_tell_of_a_refused_post_is_not_stored() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> list("members", "hold and notify member when from anyone. otherwise refuse."));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> list("refused", "accept when from owner. otherwise refuse and notify owner."));
    }
}
