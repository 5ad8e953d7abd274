package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.delivery.CopyContent;
import org.chancery.delivery.PreparedPost;
import org.chancery.keyring.KeyBox;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeys;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Slot;
import org.chancery.keyring.Trusted;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.posting.Disposition;
import org.chancery.protection.Technology;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that are in the store and cannot be read are not the same as no keys: the post is put off, never refused for good and never sent
/// weaker.
class UnreadableKeysTest {
    private static final String ANN = "ann@example.net";
    private static final String KIT = "kit@example.net";
    private static final Act ACT = new Act(Instant.now(), "test", "cli", "test", "x", "");

    @TempDir
    Path folder;

    private EncryptedLists lists;
    private Author ann;

    @BeforeEach
    void open() throws IOException {
        lists = EncryptedLists.in(folder);
        ann = lists.author(ANN);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void a_member_whose_certificate_cannot_be_read_gets_no_copy_in_clear() {
        MailingList list = lists.list(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        lists.member(list, ANN, Technology.OPENPGP);
        lists.member(list, KIT);
        Address kit = Address.of(KIT);
        MemberKey key = new MemberKey(list.id(), kit, Slot.OPENPGP, "F00D", MemberKey.State.ACTIVE, MemberKey.Source.ADMINISTRATOR, new byte[] {1, 2, 3},
                Instant.now(), Instant.now(), Optional.empty(), Optional.empty(), 0, 0);
        lists.store().keys().members().replace(list.id(), kit, Slot.OPENPGP, List.of(), List.of(key), List.of(ACT), List.of());

        PreparedPost post = lists.prepared(lists.post(list, ANN, ann.message(list.address().toString(), "x", ann.plain("Hello.\r\n"))));
        assertThat(lists.content(post, list, KIT)).isEqualTo(new CopyContent.NotYet(Audience.UNREADABLE));
        assertThat(lists.content(post, list, ANN)).isInstanceOf(CopyContent.Sliced.class);
    }

    @Test
    void while_the_lists_secret_does_not_open_a_post_to_it_is_to_come_again_later() {
        MailingList list = lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        lists.member(list, ANN, Technology.OPENPGP);
        byte[] post = ann.message(list.address().toString(), "x", ann.encrypted(lists.ofList().key().certificate(), "Hello.\r\n", true));
        ListKeys keys = lists.store().keys().lists();
        ListKey key = keys.of(list.id()).stream().filter(one -> one.technology() == Technology.OPENPGP).findFirst().orElseThrow();
        KeyBox otherSite = new KeyBox(new SealedBox(Secret.of("another site, another master key"), new SecureRandom()));
        byte[] sealed = otherSite.sealKey(list.id(), Technology.OPENPGP, key.component(), lists.ofList().key().encoded());
        keys.put(list.id(), keys.version(list.id()), List.of(key.certified(key.certificate(), sealed, key.expires(), Instant.now())), ACT);

        assertThat(lists.post(list, ANN, post)).isEqualTo(
                new Disposition.Refused(451, "4.3.2", "A key of this list cannot be used at the moment; please send it again later"));
        keys.put(list.id(), keys.version(list.id()), List.of(key), ACT);
        assertThat(lists.judge(list, ANN, post)).startsWith("accept");
    }

    @Test
    void with_a_revocation_list_that_cannot_be_read_no_certificate_counts_unless_it_is_vouched_for() {
        MailingList list = lists.list(Map.of(Setting.SMIME_POST_SIGN, "force", Setting.REVOCATION, "off"));
        lists.member(list, ANN, Technology.SMIME);
        assertThat(lists.judge(list, ANN, signed(list, "One.\r\n"))).isEqualTo("accept");
        lists.store().keys().lists().trust(
                new Trusted(list.id(), Trusted.Kind.CRL, "CA", "CN=ca", new byte[] {1, 2, 3}, Instant.now(), Optional.empty()), ACT);
        assertThat(lists.judge(list, ANN, signed(list, "Two.\r\n"))).isEqualTo("refuse");
    }

    private byte[] signed(MailingList list, String text) {
        return ann.message(list.address().toString(), "x", ann.signed(Technology.SMIME, text));
    }
}
