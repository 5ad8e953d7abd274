package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.junit.jupiter.api.Test;

/// A site that changes the key of its confirmations while mails are out.
class KeyChangeTest {
    @Test
    void who_was_asked_before_the_change_can_answer_after_it() throws IOException {
        try (Site site = Site.start()) {
            MailingList list = site.openList("turning");
            String ann = "ann@example.net";
            Site.receipt(site.post(ann, "turning-join@" + Site.DOMAIN, Site.message(ann, "turning-join@" + Site.DOMAIN, "join")));
            Message asked = site.copy(ann);
            site.restart("tokens.confirm_key=2");
            String answer = site.header(asked, "Reply-To").orElseThrow().replaceAll("[<>]", "");
            Site.receipt(site.post(ann, answer, Site.message(ann, answer, "Re: yes")));
            assertThat(site.administration().members().count(list, Role.MEMBER)).isEqualTo(1);
        }
    }
}
