package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.junit.jupiter.api.Test;

/// A post that changed where it lies reaches nobody (reliability.md I30).
class IntegrityTest {
    private static final String POSTER = "poster@example.net";

    @Test
    void a_held_post_whose_octets_changed_in_the_store_is_not_sent_when_it_is_accepted_and_the_reason_is_told() throws Exception {
        try (Site site = Site.start()) {
            MailingList list = site.list("kept@lists.example.org", "discussion", "hold for moderators when from anyone. otherwise refuse.", "kept@example.net");
            String to = list.address().toString();
            for (String subject : List.of("Transfer 100", "Untouched")) {
                Site.receipt(site.post(POSTER, to, Site.message(POSTER, to, subject)));
            }
            assertThat(site.services().backups().verify()).isEmpty();
            change(site, "Transfer 100", "Transfer 900");
            assertThat(site.services().backups().verify()).singleElement().asString().contains("is not what was received");

            for (var held : site.administration().desk().held(Optional.of(list))) {
                site.administration().desk().accept(Site.CALLER, held.post().id().toString(), "");
            }
            assertThat(site.copies("kept@example.net", 1)).hasSize(1);
            Site.await(() -> site.administration().queue().open(10).stream().anyMatch(open -> open.entry().lastReply().contains("is not what was received")));
            assertThat(site.mails("kept@example.net", "Transfer")).isEmpty();
            assertThat(site.mails("kept@example.net", "Untouched")).hasSize(1);
        }
    }

    private static void change(Site site, String before, String after) throws SQLException {
        assertThat(site.sql("UPDATE message SET octets = CAST(replace(CAST(octets AS TEXT), ?, ?) AS BLOB) WHERE CAST(octets AS TEXT) LIKE ?", before, after, "%" + before + "%")).isEqualTo(1);
    }
}
