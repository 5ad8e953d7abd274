package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.ArchiveAdministration;
import org.chancery.administration.Caller;
import org.chancery.administration.Rank;
import org.chancery.administration.Refused;
import org.chancery.archive.Archive.Entry;
import org.chancery.audit.AuditEntry;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What lists keep of their posts: the same that members get, once, and sealed where it came or goes out encrypted.
class ArchiveTest {
    private static final String ANN = "ann@example.net";
    private static final String BOB = "bob@example.net";
    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start();
        site = readers.site();
    }

    private static ArchiveAdministration archive() {
        return site.administration().archive();
    }

    private static MailingList keeping(String name, String... settings) {
        return keeping(site.openList(name, ANN), settings);
    }

    private static MailingList keeping(MailingList list, String... settings) {
        Map<String, String> all = new java.util.HashMap<>(Map.of("archive", "owners"));
        for (String one : settings) {
            all.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return site.set(list, all);
    }

    private static MailingList encrypted(String name, String... settings) {
        MailingList list = readers.list(name, "encrypted");
        readers.member(list, ANN, Technology.OPENPGP);
        readers.member(list, BOB, Technology.SMIME);
        return keeping(list, settings);
    }

    /// Once nothing waits any more.
    private static List<Entry> entries(MailingList list) {
        site.settle();
        Site.await(() -> archive().waiting(Optional.of(list)).isEmpty());
        List<Entry> entries = new ArrayList<>();
        archive().each(Site.CALLER, list, entries::add);
        return entries;
    }

    private static Entry only(MailingList list) {
        assertThat(entries(list)).hasSize(1);
        return entries(list).getFirst();
    }

    private static String read(MailingList list, Entry entry) {
        return new String(archive().read(Site.CALLER, list, String.valueOf(entry.number())).borrow(), UTF_8);
    }

    private static String post(MailingList list, Technology technology, String author, String text) throws IOException {
        String reply = site.post(author, list, readers.encrypted(list, technology, author, "Outer words", text, true));
        assertThat(reply).startsWith("250");
        return reply;
    }

    private static List<Path> filesWith(String text) throws IOException {
        List<Path> hits = new ArrayList<>();
        try (Stream<Path> files = Files.walk(site.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
                    hits.add(file);
                }
            }
        }
        return hits;
    }

    @Test
    void a_post_is_kept_octet_for_octet_as_its_members_got_it() throws IOException {
        MailingList list = keeping("plainly", "subject_prefix=[Plain] ", "footer=The end.");
        site.post(BOB, list, Site.message(BOB, list.address().toString(), "first"));
        Entry entry = only(list);
        assertThat(entry.isSealed()).isFalse();
        byte[] copy = site.copies(list, ANN).getFirst().content();
        assertThat(new String(copy, UTF_8)).contains("[Plain] first", "The end.");
        assertThat(read(list, entry)).isEqualTo(new String(copy, UTF_8));
    }

    @Test
    void held_posts_are_kept_when_they_are_accepted_and_refused_ones_never() throws IOException {
        MailingList list = keeping(site.list("desk@" + Site.DOMAIN, "discussion", "hold when from anyone. otherwise refuse.", ANN));
        for (String subject : List.of("yes", "no")) {
            assertThat(site.post(BOB, list, Site.message(BOB, list.address().toString(), subject))).startsWith("250");
        }
        assertThat(entries(list)).isEmpty();
        List<String> held = site.administration().desk().held(Optional.of(list), Optional.empty());
        site.administration().desk().accept(Site.CALLER, held.getFirst(), "");
        site.administration().desk().reject(Site.CALLER, held.getLast(), "");
        assertThat(read(list, only(list))).contains("Subject: yes");
    }

    @Test
    void a_list_that_was_not_asked_to_keep_anything_keeps_nothing_and_neither_does_it_keep_what_its_author_wants_forgotten() throws IOException {
        MailingList silent = site.openList("silent", ANN);
        site.post(BOB, silent, Site.message(BOB, silent.address().toString(), "x"));
        MailingList list = keeping("heeding");
        for (String field : List.of("X-No-Archive: Yes\r\n", "Archive: no ; filename=x\r\n", "X-Archive: no\r\n", "X-No-Archive: no\r\n")) {
            site.post(BOB, list, Site.message(BOB, list.address().toString(), "x", field, "Hello.\r\n"));
        }
        assertThat(entries(silent)).isEmpty();
        assertThat(read(list, only(list))).contains("X-No-Archive: no");
    }

    @Test
    void copies_with_a_link_of_their_own_leave_no_token_in_the_archive() throws IOException {
        try (Site https = Site.start("web.url=https://lists.example.org")) {
            MailingList list = https.openList("linked", ANN);
            https.set(list, Map.of("archive", "owners"));
            https.post(BOB, list.address().toString(), Site.message(BOB, list.address().toString(), "x"));
            assertThat(https.copies(ANN, 1).getFirst().text()).contains("/leave/");
            List<Entry> entries = new ArrayList<>();
            Site.await(() -> {
                entries.clear();
                https.administration().archive().each(Site.CALLER, list, entries::add);
                return !entries.isEmpty();
            });
            assertThat(new String(https.administration().archive().read(Site.CALLER, list, "1").borrow(), UTF_8))
                    .contains("List-Id: <linked.").doesNotContain("/leave/", "List-Unsubscribe-Post", "bounces+");
        }
    }

    @Test
    void a_password_in_a_post_never_comes_into_the_archive() throws IOException {
        MailingList list = keeping("passwords");
        String secret = "s3kret-pass-of-a-moderator";
        String key = "chs1.aaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbb.cccc";
        for (byte[] post : List.of(
                Site.message(BOB, list.address().toString(), "x", "", "Approved: " + secret + "\r\n\r\nHello one.\r\n"),
                Site.message(BOB, list.address().toString(), "x", "Authorised: " + key + "\r\n", "Hello two.\r\n"))) {
            try (Talk talk = site.mxWithTls()) {
                assertThat(talk.post(BOB, List.of(list.address().toString()), post)).startsWith("250");
            }
        }
        assertThat(entries(list)).hasSize(2).allSatisfy(entry -> assertThat(read(list, entry)).contains("Hello ").doesNotContain(secret, "Approved", "Authorised", key));
        assertThat(filesWith(secret)).isEmpty();
        assertThat(filesWith(key)).isEmpty();
    }

    @Test
    void posts_of_an_encrypted_list_lie_sealed_on_the_disk_and_its_owners_read_them() throws IOException {
        MailingList list = encrypted("safe");
        post(list, Technology.OPENPGP, ANN, "The canary of OpenPGP sings.\r\n");
        post(list, Technology.SMIME, BOB, "The canary of SMIME sings.\r\n");
        List<Entry> entries = entries(list);
        assertThat(entries).hasSize(2).allMatch(Entry::isSealed);
        assertThat(entries.stream().map(entry -> read(list, entry)).toList())
                .anySatisfy(post -> assertThat(post).contains("The canary of OpenPGP sings.", "List-Id: <safe.", "Received: "))
                .anySatisfy(post -> assertThat(post).contains("The canary of SMIME sings."));
        assertThat(filesWith("canary of ")).isEmpty();
        Message message = Message.parse(archive().read(Site.CALLER, list, "1").borrow()).orThrow();
        assertThat(message.headers().first("From")).isPresent();
    }

    @Test
    void keys_for_mail_come_and_go_and_the_archive_stays_readable() throws IOException {
        MailingList list = encrypted("rotating");
        post(list, Technology.OPENPGP, ANN, "The canary sang before.\r\n");
        Entry before = only(list);
        var keys = site.administration().keys();
        keys.rotate(Site.CALLER, list, ListKeyDesk.Which.of(Technology.OPENPGP));
        keys.revoke(Site.CALLER, list, ListKeyDesk.Which.of(Technology.OPENPGP));
        keys.revoke(Site.CALLER, list, ListKeyDesk.Which.of(Technology.SMIME));
        assertThat(read(list, before)).contains("The canary sang before.");
        site.restart();
        assertThat(read(list, before)).contains("The canary sang before.");
    }

    @Test
    void a_clear_post_to_a_list_that_encrypts_its_copies_is_sealed_too() throws IOException {
        MailingList list = keeping("copies", "gpg_distrib_encrypt=yes");
        site.post(BOB, list, Site.message(BOB, list.address().toString(), "x"));
        Entry entry = only(list);
        assertThat(entry.isSealed()).isTrue();
        assertThat(read(list, entry)).contains("Hello.");
    }

    @Test
    void an_encrypted_list_may_keep_nothing_and_keeps_in_clear_only_what_two_settings_ask_for() throws IOException {
        MailingList none = encrypted("forgetful", "archive_encrypted=none");
        post(none, Technology.OPENPGP, ANN, "The canary is forgotten.\r\n");
        assertThat(entries(none)).isEmpty();
        assertThatThrownBy(() -> site.set(none, Map.of("archive_encrypted", "plain"))).isInstanceOf(Refused.class).hasMessageContaining("sealed or none");
        MailingList light = keeping("lightly", "gpg_post_encrypt=yes", "gpg_distrib_encrypt=yes");
        assertThatThrownBy(() -> site.set(light, Map.of("archive_encrypted", "plain"))).isInstanceOf(Refused.class).hasMessageContaining("allow_plaintext_archive=true");
        site.set(light, Map.of("archive_encrypted", "plain", "allow_plaintext_archive", "true"));
        post(light, Technology.OPENPGP, ANN, "Nobody minds.\r\n");
        assertThat(only(light).isSealed()).isFalse();
        assertThat(read(light, only(light))).contains("Nobody minds.");
        assertThatThrownBy(() -> site.set(light, Map.of("gpg_distrib_encrypt", "force"))).isInstanceOf(Refused.class);
    }

    @Test
    void an_export_is_an_mbox_with_every_post_and_it_is_in_the_audit_log_who_has_it() throws IOException {
        MailingList list = encrypted("exported");
        post(list, Technology.OPENPGP, ANN, "Sung by OpenPGP.\r\n");
        post(list, Technology.SMIME, BOB, "Sung by SMIME.\r\n");
        assertThat(entries(list)).hasSize(2);
        var mbox = new ByteArrayOutputStream();
        assertThat(archive().export(Site.CALLER, list, Optional.empty(), mbox, _ -> {})).isEqualTo(new ArchiveAdministration.Exported(2, List.of()));
        assertThat(mbox.toString(UTF_8)).contains("Sung by OpenPGP.", "Sung by SMIME.").startsWith("From exported-bounces@lists.example.org ").doesNotContain("\r");
        read(list, entries(list).getFirst());
        archive().delete(Site.CALLER, list, "1");
        assertThat(entries(list)).extracting(Entry::number).containsExactly(2L);
        assertThatThrownBy(() -> archive().delete(Site.CALLER, list, "1")).isInstanceOf(Refused.class).hasMessageContaining("chancery archive list");
        assertThat(site.administration().audit().last(10)).extracting(AuditEntry::act).filteredOn(act -> act.object().equals(list.address().key()))
                .extracting(act -> act.action() + " " + act.actor()).contains("archive.export test", "archive.read test", "archive.delete test");
    }

    @Test
    void an_export_can_be_sealed_to_one_reader() throws IOException {
        MailingList list = encrypted("handed");
        post(list, Technology.SMIME, BOB, "Sung for Ann.\r\n");
        assertThat(entries(list)).hasSize(1);
        var mbox = new ByteArrayOutputStream();
        assertThat(archive().export(Site.CALLER, list, Optional.of(ANN), mbox, _ -> {}).posts()).isEqualTo(1);
        assertThat(mbox.toString(UTF_8)).doesNotContain("Sung for Ann.", "Outer words");
        assertThat(readers.decryptedText(list, ANN, mbox.toByteArray())).contains("Sung for Ann.");
        assertThatThrownBy(() -> archive().export(Site.CALLER, list, Optional.of("kit@example.net"), mbox, _ -> {})).isInstanceOf(Refused.class).hasMessageContaining("key list");
    }

    @Test
    void sealed_posts_that_were_put_in_each_others_place_are_refused_and_the_others_are_exported() throws IOException, SQLException {
        MailingList list = encrypted("swapped");
        for (String text : List.of("First.\r\n", "Second.\r\n", "Third.\r\n")) {
            post(list, Technology.OPENPGP, ANN, text);
        }
        List<Entry> entries = entries(list);
        assertThat(site.sql("UPDATE archive_octets SET posting = CASE posting WHEN %1$d THEN -%2$d ELSE -%1$d END WHERE posting IN (%1$d, %2$d)"
                .formatted(entries.getFirst().posting().value(), entries.get(1).posting().value()))).isPositive();
        assertThat(site.sql("UPDATE archive_octets SET posting = -posting WHERE posting < 0")).isPositive();
        assertThatThrownBy(() -> read(list, entries.getFirst())).isInstanceOf(Refused.class).hasMessageContaining("not to be opened: 1.");
        var mbox = new ByteArrayOutputStream();
        assertThat(archive().export(Site.CALLER, list, Optional.empty(), mbox, _ -> {})).isEqualTo(new ArchiveAdministration.Exported(1, List.of(1L, 2L)));
        assertThat(mbox.toString(UTF_8)).contains("Third.");
    }

    @Test
    void what_cannot_be_sealed_waits_and_lies_nowhere_in_clear_until_the_key_is_back() throws IOException, SQLException {
        MailingList list = encrypted("closing");
        post(list, Technology.OPENPGP, ANN, "Before.\r\n");
        assertThat(entries(list)).hasSize(1);
        String where = " WHERE list = " + list.id().value();
        site.sql("CREATE TABLE aside AS SELECT sealed FROM list_archive_key" + where);
        assertThat(site.sql("UPDATE list_archive_key SET sealed = zeroblob(60)" + where)).isPositive();
        post(list, Technology.OPENPGP, ANN, "The canary of the lost key sings.\r\n");
        Site.await(() -> archive().waiting(Optional.of(list)).stream().anyMatch(one -> one.why().contains("chancery key restore")));
        assertThat(filesWith("canary of the lost key")).isEmpty();
        assertThat(site.sql("UPDATE list_archive_key SET sealed = (SELECT sealed FROM aside)" + where)).isPositive();
        assertThat(site.sql("UPDATE archive_wait SET next_at = 0" + where)).isPositive(); // half a minute later
        assertThat(entries(list)).hasSize(2);
        assertThat(read(list, entries(list).getLast())).contains("The canary of the lost key sings.");
    }

    @Test
    void nobody_but_owners_and_administrators_reads_it() {
        MailingList list = keeping("closed");
        Caller moderator = new Caller("mod@example.net", "web", _ -> java.util.Set.of(Rank.MODERATOR, Rank.MEMBER));
        assertThatThrownBy(() -> archive().each(moderator, list, _ -> {})).isInstanceOf(Refused.NotAllowed.class);
        assertThatThrownBy(() -> archive().read(moderator, list, "1")).isInstanceOf(Refused.NotAllowed.class);
        assertThatThrownBy(() -> archive().export(moderator, list, Optional.empty(), new ByteArrayOutputStream(), _ -> {})).isInstanceOf(Refused.NotAllowed.class);
        assertThatThrownBy(() -> archive().delete(moderator, list, "1")).isInstanceOf(Refused.NotAllowed.class);
    }
}
