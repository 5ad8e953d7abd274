package org.chancery.keyword;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.keyword.KeywordDoor.Look;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which mails to `-request` are opened, in both technologies. The same word stands in all refusals, so only that it is one can be asked.
class KeywordDoorTest {
    private static final String MEMBER = "ann@example.net";
    private static final String OTHER = "ben@example.net";
    private static final String OUTSIDER = "out@example.net";
    private static final String TEXT = "list: l1@lists.example.org\r\nmembers\r\n";
    @TempDir
    static Path folder;

    private static final AtomicInteger networks = new AtomicInteger();
    private static EncryptedLists lists;
    private static MailingList list;

    @BeforeAll
    static void open() throws IOException {
        lists = EncryptedLists.in(folder);
        list = lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes"));
        lists.member(list, MEMBER, Technology.OPENPGP, Technology.SMIME);
        lists.member(list, OTHER, Technology.OPENPGP, Technology.SMIME);
    }

    @AfterAll
    static void close() {
        lists.close();
    }

    private static byte[] sealed(Author author, Technology technology, boolean isSigned) {
        return switch (technology) {
            case OPENPGP -> author.encrypted(lists.ofList().key().certificate(), TEXT, isSigned);
            case SMIME -> author.encrypted(lists.ofList().certificate(), TEXT, isSigned);
        };
    }

    private static Look look(String from, byte[] content, Instant at) {
        return look(from, content, at, "192.0." + networks.incrementAndGet() + ".1");
    }

    private static Look look(String from, byte[] content, Instant at, String peer) {
        byte[] mail = lists.author(from).message("l1-request@lists.example.org", "x", content);
        return lists.door().look(EncryptedLists.received(list, from, mail, at, peer), Message.parse(mail).orThrow(), list, Mailbox.of(Address.of(from)));
    }

    private static Look look(String from, byte[] content) {
        return look(from, content, Instant.now());
    }

    @ParameterizedTest
    @EnumSource
    void what_a_member_encrypted_and_signed_is_opened(Technology technology) {
        Look look = look(MEMBER, sealed(lists.author(MEMBER), technology, true));
        assertThat(look).isInstanceOfSatisfying(Look.Open.class, open -> {
            assertThat(BlockReader.read(open.mail().content()).orThrow().keywords()).containsExactly(new Keyword.Members(""));
            assertThat(open.mail().marks()).as("one for the signature and one for the encryption, each for the site and for this address").hasSize(4);
            assertThat(open.mail().signers()).containsKey(open.mail().reader().technology());
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_is_not_signed_or_not_by_its_author_or_not_by_one_with_a_role_is_refused(Technology technology) {
        assertThat(look(MEMBER, sealed(lists.author(MEMBER), technology, false))).as("not signed").isEqualTo(new Look.Refused());
        assertThat(look(MEMBER, sealed(lists.author(OTHER), technology, true))).as("by another").isEqualTo(new Look.Refused());
        assertThat(look(OUTSIDER, sealed(lists.author(OUTSIDER), technology, true))).as("by an outsider").isEqualTo(new Look.Refused());
    }

    @ParameterizedTest
    @EnumSource
    void an_old_signature_is_refused(Technology technology) {
        byte[] mail = sealed(lists.author(MEMBER), technology, true);
        assertThat(look(MEMBER, mail, Instant.now().plus(Duration.ofDays(8)))).isEqualTo(new Look.Refused());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_encrypted_to_somebody_else_is_refused(Technology technology) {
        Author member = lists.author(MEMBER);
        byte[] mail = switch (technology) {
            case OPENPGP -> member.encrypted(lists.author(OTHER).key().certificate(), TEXT, true);
            case SMIME -> member.encrypted(lists.author(OTHER).certificate(), TEXT, true);
        };
        assertThat(look(MEMBER, mail)).isEqualTo(new Look.Refused());
    }

    @Test
    void what_is_not_encrypted_is_for_the_other_door_signed_or_not() {
        assertThat(look(MEMBER, lists.author(MEMBER).plain(TEXT))).isEqualTo(new Look.Plain());
        assertThat(look(MEMBER, lists.author(MEMBER).signed(Technology.OPENPGP, TEXT))).isEqualTo(new Look.Plain());
    }

    // ---- people of whom the list has no key

    private static byte[] sealed(String from, Technology technology, String text, boolean isSigned) {
        return switch (technology) {
            case OPENPGP -> lists.author(from).encrypted(lists.ofList().key().certificate(), text, isSigned);
            case SMIME -> lists.author(from).encrypted(lists.ofList().certificate(), text, isSigned);
        };
    }

    @ParameterizedTest
    @EnumSource
    void simple_commands_of_somebody_without_a_key_are_read_as_if_they_had_come_in_clear(Technology technology) {
        assertThat(look(OUTSIDER, sealed(OUTSIDER, technology, "join\r\nhelp\r\n", true)))
                .isInstanceOfSatisfying(Look.Everybody.class, all -> {
                    assertThat(all.shown().root().type().subtype()).isNotIn("encrypted", "pkcs7-mime");
                    assertThat(all).asString().doesNotContain("join");
                });
    }

    @Test
    void what_is_more_than_simple_commands_is_refused() {
        assertThat(look(OUTSIDER, sealed(OUTSIDER, Technology.OPENPGP, "join\r\nand a letter to whom it may concern\r\n", true))).isEqualTo(new Look.Refused());
        assertThat(look(OUTSIDER, sealed(OUTSIDER, Technology.OPENPGP, "Hello all\r\n", false))).isEqualTo(new Look.Refused());
    }

    @Test
    void what_somebody_else_wrote_tells_a_stranger_nothing() {
        assertThat(look(OUTSIDER, sealed(MEMBER, Technology.OPENPGP, "help\r\n", true))).as("signed by a member").isEqualTo(new Look.Refused());
        assertThat(look(OUTSIDER, sealed(OUTSIDER, Technology.SMIME, "help\r\n", false))).as("may have been changed").isEqualTo(new Look.Refused());
        byte[] protectedHeader = lists.author(OUTSIDER).encrypted(lists.ofList().key().certificate(),
                "Content-Type: text/plain; protected-headers=\"v1\"\r\nFrom: somebody@example.net\r\n\r\nhelp\r\n".getBytes(StandardCharsets.UTF_8), false);
        assertThat(look(OUTSIDER, protectedHeader)).as("says inside that it is from another").isEqualTo(new Look.Refused());
    }

    @Test
    void whom_the_list_has_a_key_of_must_sign() {
        assertThat(look(MEMBER, sealed(MEMBER, Technology.OPENPGP, "help\r\n", false))).isEqualTo(new Look.Refused());
    }

    @Test
    void a_network_whose_mails_were_refused_again_and_again_comes_later_and_others_do_not() {
        Author out = lists.author(OUTSIDER);
        byte[] toOthers = out.encrypted(lists.author(OTHER).key().certificate(), "help\r\n", true);
        for (int i = 0; i < 30; i++) {
            assertThat(look(OUTSIDER, toOthers, Instant.now(), "198.51.100." + i)).isEqualTo(new Look.Refused());
        }
        byte[] good = sealed(MEMBER, Technology.OPENPGP, TEXT, true);
        assertThat(look(MEMBER, good, Instant.now(), "198.51.100.77")).isEqualTo(new Look.Busy());
        assertThat(look(MEMBER, good, Instant.now(), "198.51.101.1")).isInstanceOf(Look.Open.class);
    }
}
