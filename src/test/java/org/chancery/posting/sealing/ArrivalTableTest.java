package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy.Level;
import org.chancery.list.Setting;
import org.chancery.protection.Technology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a post by how it came, whoever wrote it: each row of the table for each scheme, each pair of demands, and a member with
/// a key, a member without and an outsider. The verdicts are derived from the table here, not from the rules that the settings make.
class ArrivalTableTest {
    private static final String MEMBER = "ann@example.net";
    private static final String KEYLESS = "kit@example.net";
    private static final String OUTSIDER = "out@example.net";
    private static final String TEXT = "The canary sings at dawn.\r\n";
    @TempDir
    static Path folder;

    private static EncryptedLists lists;

    @BeforeAll
    static void open() throws IOException {
        lists = EncryptedLists.in(folder);
    }

    @AfterAll
    static void close() {
        lists.close();
    }

    /// How a post comes.
    private enum Form {
        PLAIN, SIGNED, ENCRYPTED, SIGNED_ENCRYPTED, TO_OTHERS, TAMPERED, CUT_SIGNATURE, SIGNED_FOOTER, ENCRYPTED_PART;

        boolean isSigned() {
            return this == SIGNED || this == SIGNED_ENCRYPTED;
        }

        boolean isOpened() {
            return this == ENCRYPTED || this == SIGNED_ENCRYPTED;
        }

        boolean isClosed() {
            return this == TO_OTHERS || this == TAMPERED;
        }
    }

    private static Setting setting(Technology technology, String what) {
        return Setting.ofKey(technology.setting() + "_" + what).orElseThrow();
    }

    private static MailingList list(Technology technology, Level encrypt, Level sign) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(setting(technology, "post_encrypt"), encrypt.name());
        settings.put(setting(technology, "post_sign"), sign.name());
        settings.put(setting(technology, "distrib_encrypt"), "yes");
        MailingList list = lists.list(settings);
        lists.member(list, MEMBER, Technology.OPENPGP, Technology.SMIME);
        lists.member(list, KEYLESS);
        return list;
    }

    private static byte[] content(Technology technology, Form form, Author author) {
        return switch (form) {
            case PLAIN -> author.plain(TEXT);
            case SIGNED -> author.signed(technology, TEXT);
            case ENCRYPTED -> encrypted(technology, author, lists.ofList(), false);
            case SIGNED_ENCRYPTED -> encrypted(technology, author, lists.ofList(), true);
            case TO_OTHERS -> encrypted(technology, author, lists.author("else@example.net"), true);
            case TAMPERED -> tampered(encrypted(technology, author, lists.ofList(), true));
            case CUT_SIGNATURE -> replaced(author.signed(technology, TEXT), "canary", "parrot");
            case SIGNED_FOOTER -> beside(author.signed(technology, TEXT));
            case ENCRYPTED_PART -> beside(encrypted(technology, author, lists.ofList(), true));
        };
    }

    private static byte[] encrypted(Technology technology, Author author, Author reader, boolean isSigned) {
        return technology == Technology.OPENPGP
                ? author.encrypted(reader.key().certificate(), TEXT, isSigned)
                : author.encrypted(reader.certificate(), TEXT, isSigned);
    }

    /// A line of the ciphertext is lost: its integrity (OpenPGP) or its structure (CMS) does not hold.
    private static byte[] tampered(byte[] message) {
        List<String> lines = new ArrayList<>(List.of(new String(message, StandardCharsets.ISO_8859_1).split("\r\n", -1)));
        int last = java.util.stream.IntStream.range(0, lines.size()).filter(i -> lines.get(i).matches("[A-Za-z0-9+/]{64}")).max().orElseThrow();
        lines.remove(last);
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] replaced(byte[] message, String old, String now) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(old);
        return text.replace(old, now).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// As a server on the way does it that puts a footer under everything.
    private static byte[] beside(byte[] entity) {
        return ("Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n" + new String(entity, StandardCharsets.ISO_8859_1)
                + "\r\n--m\r\nContent-Type: text/plain\r\n\r\nA footer\r\n--m--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The table, by its rows.
    private static String expected(Technology technology, Form form, Level encrypt, Level sign, String poster) {
        // An OpenPGP key counts because somebody bound it to a member; a certificate because an authority vouches for a member's address.
        boolean isKnown = technology == Technology.OPENPGP ? poster.equals(MEMBER) : !poster.equals(OUTSIDER);
        if (form.isClosed() || (form.isOpened() && encrypt == Level.NO)) {
            return "refuse"; // rows 3 to 5
        }
        if (encrypt == Level.FORCE && !form.isOpened()) {
            return "refuse"; // rows 2 and 6
        }
        if (form == Form.CUT_SIGNATURE && (technology == Technology.SMIME || poster.equals(MEMBER))) {
            return "refuse"; // row 10, where copies are encrypted
        }
        boolean isGood = form.isSigned() && isKnown; // rows 9 and 11; 15 and 22 count as not signed
        if (sign == Level.NO || isGood) {
            return "accept";
        }
        return sign == Level.YES ? "hold" : "refuse"; // rows 8, 11, 22
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void each_row_gives_its_verdict_for_each_demand_and_each_poster(Technology technology) {
        Map<String, byte[]> posts = new LinkedHashMap<>();
        for (String poster : List.of(MEMBER, KEYLESS, OUTSIDER)) {
            for (Form form : Form.values()) {
                posts.put(poster + " " + form, content(technology, form, lists.author(poster)));
            }
        }
        for (Level encrypt : Level.values()) {
            for (Level sign : Level.values()) {
                MailingList list = list(technology, encrypt, sign);
                posts.forEach((name, content) -> {
                    String poster = name.substring(0, name.indexOf(' '));
                    byte[] message = lists.author(poster).message(list.address().toString(), "Hello", content);
                    assertThat(lists.judge(list, poster, message)).as("%s, %s, encrypt=%s sign=%s", technology, name, encrypt, sign)
                            .isEqualTo(expected(technology, Form.valueOf(name.substring(name.indexOf(' ') + 1)), encrypt, sign, poster));
                });
            }
        }
    }

    @Test
    void a_signature_of_the_other_scheme_satisfies_nobody_where_one_scheme_is_demanded() {
        MailingList list = list(Technology.OPENPGP, Level.NO, Level.FORCE);
        Author ann = lists.author(MEMBER);
        assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", ann.signed(Technology.OPENPGP, TEXT)))).isEqualTo("accept");
        assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", ann.signed(Technology.SMIME, TEXT)))).isEqualTo("refuse");
    }

    @Test
    void one_good_signature_in_either_scheme_satisfies_a_list_that_demands_both() {
        MailingList list = lists.list(Map.of(Setting.GPG_POST_SIGN, "force", Setting.SMIME_POST_SIGN, "force"));
        lists.member(list, MEMBER, Technology.OPENPGP, Technology.SMIME);
        Author ann = lists.author(MEMBER);
        for (Technology technology : Technology.values()) {
            assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", ann.signed(technology, TEXT)))).isEqualTo("accept");
        }
        assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", ann.plain(TEXT)))).isEqualTo("refuse");
    }

    @Test
    void a_member_who_signs_in_the_name_of_another_is_refused() {
        MailingList list = list(Technology.OPENPGP, Level.NO, Level.FORCE);
        lists.member(list, "bob@example.net", Technology.OPENPGP);
        Author bob = lists.author("bob@example.net");
        byte[] forged = lists.author(MEMBER).message(list.address().toString(), "x", bob.signed(Technology.OPENPGP, TEXT));
        assertThat(lists.judge(list, MEMBER, forged)).isEqualTo("refuse");
    }

    @Test
    void the_same_signature_is_accepted_once_by_all_lists_of_the_site() {
        MailingList first = list(Technology.OPENPGP, Level.NO, Level.FORCE);
        MailingList second = list(Technology.OPENPGP, Level.NO, Level.FORCE);
        Author ann = lists.author(MEMBER);
        byte[] signed = ann.signed(Technology.OPENPGP, "Said once.\r\n");
        assertThat(lists.post(first, MEMBER, ann.message(first.address().toString(), "x", signed)).toString()).contains("Accepted");
        assertThat(lists.judge(first, MEMBER, ann.message(first.address().toString(), "other subject", signed))).isEqualTo("refuse");
        assertThat(lists.judge(second, MEMBER, ann.message(second.address().toString(), "x", signed))).isEqualTo("refuse");
    }

    @Test
    void everything_that_cannot_be_opened_is_refused_in_the_same_words() {
        MailingList list = list(Technology.OPENPGP, Level.YES, Level.NO);
        Author ann = lists.author(MEMBER);
        var first = lists.post(list, MEMBER, ann.message(list.address().toString(), "x", content(Technology.OPENPGP, Form.TO_OTHERS, ann)));
        var second = lists.post(list, MEMBER, ann.message(list.address().toString(), "x", content(Technology.OPENPGP, Form.TAMPERED, ann)));
        assertThat(second).isEqualTo(first);
        assertThat(first.toString()).contains(lists.ofList().key().certificate().fingerprint());
    }

    @Test
    void what_is_refused_whatever_is_in_it_is_not_opened() {
        MailingList list = lists.list(Map.of(Setting.GPG_POST_ENCRYPT, "yes", Setting.GPG_DISTRIB_ENCRYPT, "yes"), "accept when from member. otherwise refuse \"Members only\".");
        lists.member(list, MEMBER, Technology.OPENPGP);
        Author out = lists.author(OUTSIDER);
        for (Form form : List.of(Form.ENCRYPTED, Form.TO_OTHERS, Form.TAMPERED)) {
            var answer = lists.post(list, OUTSIDER, out.message(list.address().toString(), "x", content(Technology.OPENPGP, form, out)));
            assertThat(answer.toString()).as(form.name()).contains("Members only");
        }
    }
}
