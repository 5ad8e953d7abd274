package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.AutocryptHeader;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.MemberKey;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.kit.TestKeyring;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys in the headers of mails: those of posters are noted, that of the list is given.
class AutocryptTest {
    private static final String ANN = "ann@example.net";
    @TempDir
    Path folder = Path.of(".");

    private EncryptedLists lists = unopened();

    @BeforeEach
    void open() throws IOException {
        lists = EncryptedLists.in(folder);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    /// With the key of `owner` in the header, said to be Ann's.
    private byte[] mail(MailingList list, Author owner, String date) {
        String field = EncryptedLists.text(new AutocryptHeader(Address.of(ANN), owner.key().certificate().encoded(), true).field().orElseThrow().bytes());
        String mail = EncryptedLists.text(lists.author(ANN).message(list.address().toString(), "Key inside", lists.author(ANN).plain("Hello " + date + "\r\n")));
        return (field + mail.replace("Sun, 29 Nov 2026 12:00:00 +0000", date)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private PreparedPost post(MailingList list, byte[] mail) {
        return lists.prepared(lists.post(list, ANN, mail));
    }

    private List<MemberKey> keys(MailingList list) {
        return lists.store().keys().members().of(list.id(), Address.of(ANN));
    }

    private MailingList list() {
        return lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes", Setting.GPG_DISTRIB_SIGN, "yes"));
    }

    @Test
    void the_key_of_a_member_becomes_a_candidate_once_and_never_counts() {
        MailingList list = list();
        lists.member(list, ANN);
        post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000"));
        post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 13:00:00 +0000"));

        assertThat(keys(list)).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo(MemberKey.State.CANDIDATE);
            assertThat(key.source()).isEqualTo(MemberKey.Source.AUTOCRYPT);
            assertThat(key.created()).isEqualTo(Instant.parse("2026-11-28T12:00:00Z"));
        });
    }

    @Test
    void of_several_keys_the_one_of_the_newest_mail_stays() {
        MailingList list = list();
        lists.member(list, ANN);
        Author newer = lists.author("bob@example.net");
        post(list, mail(list, newer, "Sat, 28 Nov 2026 12:00:00 +0000"));
        post(list, mail(list, lists.author(ANN), "Fri, 27 Nov 2026 12:00:00 +0000"));
        assertThat(keys(list)).extracting(MemberKey::fingerprint).containsExactly(newer.key().certificate().fingerprint());
    }

    @Test
    void a_stranger_leaves_no_key_and_a_key_in_use_stays() {
        MailingList list = list();
        post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000"));
        assertThat(keys(list)).isEmpty();

        lists.member(list, ANN, Technology.OPENPGP);
        post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:30:00 +0000"));
        post(list, mail(list, lists.author("bob@example.net"), "Sat, 28 Nov 2026 13:00:00 +0000"));
        assertThat(keys(list)).extracting(MemberKey::state).containsExactly(MemberKey.State.ACTIVE, MemberKey.State.CANDIDATE);
    }

    @Test
    void lists_without_encryption_look_at_no_key() {
        MailingList list = lists.list(Map.of());
        lists.member(list, ANN);
        post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000"));
        assertThat(keys(list)).isEmpty();
    }

    /// A key that names the list, newer than the one that all lists of the kit have.
    private OpenPgpKey ownKey(MailingList list) {
        Instant now = Instant.now().plusSeconds(1);
        OpenPgpKey key = new OpenPgpKeyGenerator(() -> now.minusSeconds(10), new SecureRandom())
                .generate(Profile.ED25519, List.of("<" + list.address() + ">", "<other@lists.example.org>"), Optional.empty(), Optional.empty());
        String component = key.certificate().encryptionKeys(now).getFirst();
        List<ListKey> rows = new ArrayList<>(lists.store().keys().lists().of(list.id()).stream()
                .filter(old -> old.technology() == Technology.OPENPGP).map(old -> old.retiring(now, now.plusSeconds(1000))).toList());
        rows.add(new ListKey(list.id(), Technology.OPENPGP, component, key.certificate().fingerprint(), ListKey.State.CURRENT, key.certificate().encoded(),
                TestKeyring.of(lists.store()).box().sealKey(list.id(), Technology.OPENPGP, component, key.encoded()), new byte[0], now, now, Optional.empty(), Optional.empty()));
        assertThat(lists.store().keys().lists().put(list.id(), lists.store().keys().lists().version(list.id()), rows, new Act(now, "test", "cli", "test", "x", ""))).isTrue();
        return key;
    }

    /// By GnuPG.
    private static String shown(byte[] certificate) {
        try (Gpg gpg = Gpg.start()) {
            return new String(gpg.run(certificate, "--show-keys"), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private Message copy(MailingList list, PreparedPost post) {
        return Message.parse(EncryptedLists.octets(post, lists.content(post, list, ANN))).orThrow();
    }

    @Test
    void copies_from_the_list_bear_its_key_with_its_address_and_no_other() {
        MailingList list = list();
        lists.member(list, ANN, Technology.OPENPGP);
        OpenPgpKey own = ownKey(list);
        Message copy = copy(list, post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000")));

        AutocryptHeader header = AutocryptHeader.of(copy, Instant.now()).orElseThrow().header();
        assertThat(copy.headers().count("Autocrypt")).isEqualTo(1);
        assertThat(header.address()).isEqualTo(list.address());
        assertThat(header.prefersEncryption()).isTrue();
        assertThat(OpenPgpKeyring.read(header.keydata(), List.of()).orThrow().certificates().getFirst().fingerprint()).isEqualTo(own.certificate().fingerprint());
        String shown = shown(header.keydata());
        assertThat(shown).contains(list.address().toString()).doesNotContain("other@");
    }

    @Test
    void a_key_that_does_not_name_the_list_is_not_given() {
        MailingList list = list();
        lists.member(list, ANN, Technology.OPENPGP);
        assertThat(copy(list, post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000"))).headers().count("Autocrypt")).isZero();
    }

    @Test
    void copies_whose_from_stays_keep_the_authors_key() {
        MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        lists.member(list, ANN);
        PreparedPost post = post(list, mail(list, lists.author(ANN), "Sat, 28 Nov 2026 12:00:00 +0000"));
        AutocryptHeader header = AutocryptHeader.of(copy(list, post), Instant.now()).orElseThrow().header();
        assertThat(OpenPgpKeyring.read(header.keydata(), List.of()).orThrow().certificates().getFirst().fingerprint())
                .isEqualTo(lists.author(ANN).key().certificate().fingerprint());
    }
}
