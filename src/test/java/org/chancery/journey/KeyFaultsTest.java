package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Row I29 of reliability.md where a post is opened, its signature judged and its copies sealed: what is needed for it cannot be read, so the post is
/// put off. It is neither refused for good nor let through, and no copy goes out weaker. As soon as it can be read again, the same post passes.
class KeyFaultsTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    private static final String KIT = "kit@example.net";
    private static final String DEFER = "451 4.";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static MailingList list(String name, Map<String, String> settings) {
        MailingList list = site.set(readers.openList(name, "encrypted"), settings);
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        readers.member(list, KIT);
        return list;
    }

    private interface Work {
        void run() throws IOException;
    }

    /// As long as this table is not there.
    private static void without(String table, Work work) throws IOException, SQLException {
        site.sql("ALTER TABLE " + table + " RENAME TO away");
        try {
            work.run();
        } finally {
            site.sql("ALTER TABLE away RENAME TO " + table);
        }
    }

    private static byte[] signed(MailingList list, Technology technology, String author) {
        return readers.message(list, author, "...", readers.person(author).signed(technology, "Signed, for " + list.address() + "\r\n"));
    }

    private static byte[] sealed(MailingList list, Technology technology, String author) {
        return readers.encrypted(list, technology, author, "...", "Sealed, for " + list.address() + "\r\n", true);
    }

    private static void nothingWentOut(MailingList list) {
        site.settle();
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(site.copies(list, member)).isEmpty();
        }
    }

    private static void passes(MailingList list, String from, byte[] message) throws IOException {
        Site.receipt(site.post(from, list, message));
        Site.await(() -> !site.copies(list, ANN).isEmpty() && !site.copies(list, BOB).isEmpty());
        for (String member : List.of(ANN, BOB)) {
            assertThat(site.copies(list, member).getFirst().text()).doesNotContain(", for " + list.address());
        }
    }

    @Test
    void i29_the_memory_of_signatures_cannot_be_read() throws Exception {
        for (Technology technology : Technology.values()) {
            String author = technology == Technology.OPENPGP ? ANN : BOB;
            for (String demand : List.of("no", "yes", "force")) {
                MailingList list = list("memory-" + technology.word() + "-" + demand, Map.of("gpg_post_encrypt", "yes", "smime_post_encrypt", "yes", "gpg_post_sign", demand, "smime_post_sign", demand));
                byte[] sealed = sealed(list, technology, author);
                byte[] signed = signed(list, technology, author);
                without("accepted_signature", () -> {
                    assertThat(site.post(author, list, signed)).as("%s in clear, signatures=%s", technology, demand).startsWith(DEFER);
                    assertThat(site.post(author, list, sealed)).as("%s sealed, signatures=%s", technology, demand).startsWith(DEFER);
                });
                nothingWentOut(list);
                passes(list, author, sealed);
            }
        }
    }

    @Test
    void i29_the_keys_cannot_be_read() throws Exception {
        int number = 0;
        for (String table : List.of("list_key", "member_key", "list_keyring", "list_trust")) {
            MailingList list = list("keys-" + ++number, Map.of("gpg_distrib_encrypt", "yes", "smime_distrib_encrypt", "yes"));
            byte[] sealed = sealed(list, Technology.OPENPGP, ANN);
            site.restart(); // what was read before is remembered
            without(table, () -> assertThat(site.post(ANN, list, sealed)).as("without %s", table).startsWith(DEFER));
            nothingWentOut(list);
            passes(list, ANN, sealed);
        }
    }

    /// Taken when all was well; then the keys cannot be read when its copies are made.
    @Test
    void i29_the_keys_cannot_be_read_when_copies_are_made() throws Exception {
        MailingList list = list("later", Map.of("gpg_post_encrypt", "no", "smime_post_encrypt", "no", "gpg_post_sign", "no", "smime_post_sign", "no", "gpg_distrib_encrypt", "yes", "smime_distrib_encrypt", "yes"));
        site.administration().queue().holdAll(Site.CALLER);
        Site.receipt(site.post(KIT, list, readers.message(list, KIT, "...", readers.person(KIT).plain("In clear, for " + list.address() + "\r\n"))));
        site.restart();
        site.sql("ALTER TABLE member_key RENAME TO away");
        site.administration().queue().releaseAll(Site.CALLER);
        Thread.sleep(2_000);
        for (String member : List.of(ANN, BOB, KIT)) {
            assertThat(site.copies(list, member)).as(member).isEmpty();
        }
        site.sql("ALTER TABLE away RENAME TO member_key");
        Site.await(() -> !site.copies(list, ANN).isEmpty() && !site.copies(list, BOB).isEmpty() && !site.copies(list, KIT).isEmpty());
        assertThat(site.copies(list, ANN).getFirst().text()).doesNotContain("In clear");
        assertThat(site.copies(list, BOB).getFirst().text()).doesNotContain("In clear");
        assertThat(site.copies(list, KIT).getFirst().text()).as("he has no key, and the list says yes and not force").contains("In clear");
    }
}
