package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.keyring.By;
import org.chancery.keyring.TrustDesk;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy.Level;
import org.chancery.list.Setting;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.Armor;
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
    private static final String BOB = "bob@example.net";
    private static final String OUTSIDER = "out@example.net";
    private static final String TEXT = "The canary sings at dawn.\r\n";
    @TempDir
    static Path folder;

    private static final Map<String, Gpg> homes = new HashMap<>();
    private static EncryptedLists lists;

    @BeforeAll
    static void open() throws IOException {
        lists = EncryptedLists.in(folder);
    }

    @AfterAll
    static void close() {
        homes.values().forEach(Gpg::close);
        lists.close();
    }

    /// How a post comes.
    private enum Form {
        PLAIN, SIGNED, ENCRYPTED, SIGNED_ENCRYPTED, TO_OTHERS, TAMPERED, CUT_SIGNATURE, SIGNED_FOOTER, ENCRYPTED_PART,
        /// Row 7: no integrity in OpenPGP, an old cipher in S/MIME.
        WEAK,
        /// Row 12: by another member than From says.
        IN_ANOTHERS_NAME,
        /// Row 15: SHA-1.
        WEAK_SIGNATURE,
        /// Row 16, OpenPGP only.
        CLEAR_SIGNED,
        /// Row 18, S/MIME only.
        OPAQUE,
        /// Row 19: a signature around what is encrypted and not signed.
        SIGNED_OUTSIDE,
        /// Row 20: a signed entity in what is encrypted without a signature of its own.
        ENCAPSULATED,
        /// Row 21: twice, three times, and signed, encrypted, signed.
        TWICE, THRICE, TRIPLE_WRAPPED,
        /// Row 24, OpenPGP only.
        EXCHANGED;

        boolean isOf(Technology technology) {
            return switch (this) {
                case CLEAR_SIGNED, EXCHANGED -> technology == Technology.OPENPGP;
                case OPAQUE -> technology == Technology.SMIME;
                case PLAIN, SIGNED, ENCRYPTED, SIGNED_ENCRYPTED, TO_OTHERS, TAMPERED, CUT_SIGNATURE, SIGNED_FOOTER, ENCRYPTED_PART, WEAK, IN_ANOTHERS_NAME,
                        WEAK_SIGNATURE, SIGNED_OUTSIDE, ENCAPSULATED, TWICE, THRICE, TRIPLE_WRAPPED -> true;
            };
        }

        /// What is encrypted more often than twice is opened twice, and whoever signed further inside is not known.
        boolean isSigned() {
            return List.of(SIGNED, SIGNED_ENCRYPTED, OPAQUE, ENCAPSULATED, TWICE, TRIPLE_WRAPPED, EXCHANGED).contains(this);
        }

        boolean isOpened() {
            return List.of(ENCRYPTED, SIGNED_ENCRYPTED, SIGNED_OUTSIDE, ENCAPSULATED, TWICE, THRICE, TRIPLE_WRAPPED, EXCHANGED).contains(this);
        }

        boolean isClosed() {
            return this == TO_OTHERS || this == TAMPERED || this == WEAK;
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
        lists.member(list, BOB, Technology.OPENPGP, Technology.SMIME);
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
            case WEAK -> switch (technology) {
                case OPENPGP -> withoutIntegrity(encrypted(technology, author, lists.ofList(), true));
                case SMIME -> author.encrypted(lists.ofList().certificate(), author.plain(TEXT), "-des3");
            };
            case IN_ANOTHERS_NAME -> lists.author(BOB).signed(technology, TEXT);
            case WEAK_SIGNATURE -> switch (technology) {
                case OPENPGP -> Author.beside(author.plain(TEXT), bySha1(author, author.plain(TEXT)));
                case SMIME -> author.byOpenssl(author.plain(TEXT), "-md", "sha1");
            };
            case CLEAR_SIGNED -> author.clearSigned(TEXT);
            case OPAQUE -> author.byOpenssl(author.plain(TEXT), "-nodetach");
            case SIGNED_OUTSIDE -> author.signed(technology, encrypted(technology, author, lists.ofList(), false));
            case ENCAPSULATED -> around(technology, author, author.signed(technology, TEXT));
            case TWICE -> around(technology, author, encrypted(technology, author, lists.ofList(), true));
            case THRICE -> around(technology, author, around(technology, author, encrypted(technology, author, lists.ofList(), true)));
            case TRIPLE_WRAPPED -> author.signed(technology, around(technology, author, author.signed(technology, TEXT)));
            case EXCHANGED -> exchanged(encrypted(technology, author, lists.ofList(), true));
        };
    }

    /// Encrypted to the list without a signature of its own.
    private static byte[] around(Technology technology, Author author, byte[] entity) {
        return technology == Technology.OPENPGP
                ? author.encrypted(lists.ofList().key().certificate(), entity, false)
                : author.encrypted(lists.ofList().certificate(), entity, "-aes256");
    }

    /// The packet with integrity becomes one without (tag 9), as EFAIL does it.
    private static byte[] withoutIntegrity(byte[] entity) {
        String text = new String(entity, StandardCharsets.ISO_8859_1);
        String armour = text.substring(text.indexOf("-----BEGIN"), text.indexOf("-----END PGP MESSAGE-----") + 25);
        byte[] packets = Base64.getMimeDecoder().decode(armour.replaceAll("(?m)^-----.*$|^=.{4}$", ""));
        int body = 2 + (packets[1] & 0xFF); // behind one session-key packet of new format with a length of one octet
        assertThat(packets[body] & 0xFF).isEqualTo(0xD2);
        packets[body] = (byte) 0xC9;
        return Author.enclosed(packets);
    }

    private static byte[] bySha1(Author author, byte[] entity) {
        return gpg(author).run(entity, "--digest-algo", "SHA1", "--allow-weak-digest-algos", "--armor", "--detach-sign");
    }

    private static Gpg gpg(Author author) {
        return homes.computeIfAbsent(author.address(), _ -> {
            Gpg gpg = Gpg.start();
            gpg.run(Armor.write("PGP PRIVATE KEY BLOCK", author.key().encoded().reveal()), "--import");
            return gpg;
        });
    }

    /// As Exchange writes PGP/MIME: a mixed multipart with an empty text in front.
    private static byte[] exchanged(byte[] entity) {
        String text = new String(entity, StandardCharsets.ISO_8859_1);
        String boundary = text.substring(text.indexOf("boundary=") + 9, text.indexOf("\r\n"));
        return ("Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\nContent-Type: text/plain\r\n\r\n\r\n"
                + text.substring(text.indexOf("--" + boundary))).getBytes(StandardCharsets.ISO_8859_1);
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
        boolean isGood = form.isSigned() && isKnown; // rows 9, 11, 18, 20, 21, 24; 12, 15, 16, 19 and 22 count as not signed by the author
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
                if (!form.isOf(technology)) {
                    continue;
                }
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
        Author bob = lists.author(BOB);
        byte[] forged = lists.author(MEMBER).message(list.address().toString(), "x", bob.signed(Technology.OPENPGP, TEXT));
        assertThat(lists.judge(list, MEMBER, forged)).isEqualTo("refuse");
    }

    /// Row 16: the whole of a text; an attachment beside it makes it a part.
    @Test
    void a_signed_text_counts_where_the_list_says_so_and_only_as_a_whole() {
        for (String counts : List.of("none", "good")) {
            for (Level sign : Level.values()) {
                MailingList list = lists.list(Map.of(Setting.GPG_POST_SIGN, sign.name(), Setting.INLINE_SIGNATURES, counts));
                lists.member(list, MEMBER, Technology.OPENPGP);
                Author ann = lists.author(MEMBER);
                byte[] signed = ann.clearSigned(TEXT + counts + sign + "\r\n");
                String unsigned = sign == Level.NO ? "accept" : sign == Level.YES ? "hold" : "refuse";
                assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", signed))).as(counts + sign).isEqualTo(counts.equals("good") ? "accept" : unsigned);
                assertThat(lists.judge(list, MEMBER, ann.message(list.address().toString(), "x", beside(signed)))).as(counts + sign).isEqualTo(unsigned);
                Author out = lists.author(OUTSIDER);
                assertThat(lists.judge(list, OUTSIDER, out.message(list.address().toString(), "x", out.clearSigned(TEXT)))).as(counts + sign).isEqualTo(unsigned);
            }
        }
    }

    /// Row 13.
    @ParameterizedTest
    @EnumSource(Technology.class)
    void whoever_signs_with_a_key_that_has_expired_hears_that_it_must_be_extended_and_the_post_sent_again(Technology technology) {
        Author old = lists.author(Author.expired(folder, lists.openssl(), "old@example.net"));
        for (Level sign : List.of(Level.YES, Level.FORCE)) {
            MailingList list = list(technology, Level.NO, sign);
            lists.member(list, old.address(), Technology.OPENPGP, Technology.SMIME);
            lists.trust(list, lists.openssl().read(old.address() + ".ca.pem"));
            String why = lists.reason(list, old.address(), old.message(list.address().toString(), "x", old.signed(technology, TEXT)));
            if (sign == Level.YES) {
                assertThat(why).contains("past its time", "must extend the key", "send the post again");
            } else {
                assertThat(why).contains("past its time", "Extend your key, mail it to " + list.address().localPart() + "-request@" + list.domain(), "send the message again");
            }
        }
    }

    /// Row 13.
    @ParameterizedTest
    @EnumSource(Technology.class)
    void a_signature_by_a_key_that_has_expired_counts_as_none(Technology technology) {
        Author old = lists.author(Author.expired(folder, lists.openssl(), "old@example.net"));
        for (Level encrypt : Level.values()) {
            for (Level sign : Level.values()) {
                MailingList list = list(technology, encrypt, sign);
                lists.member(list, old.address(), Technology.OPENPGP, Technology.SMIME);
                lists.trust(list, lists.openssl().read(old.address() + ".ca.pem"));
                byte[] post = old.message(list.address().toString(), "x", old.signed(technology, TEXT));
                assertThat(lists.judge(list, old.address(), post)).as(technology + " encrypt=" + encrypt + " sign=" + sign)
                        .isEqualTo(encrypt == Level.FORCE ? "refuse" : sign == Level.NO ? "accept" : sign == Level.YES ? "hold" : "refuse");
            }
        }
    }

    /// Row 14: no reason was given, so the key may be in other hands. One that was revoked in good order is in RevocationTest.
    @ParameterizedTest
    @EnumSource(Technology.class)
    void a_signature_by_a_key_that_was_revoked_for_no_stated_reason_is_discarded_whatever_is_demanded(Technology technology) {
        Author gone = lists.author(technology.word() + "-gone@example.net");
        byte[] signed = gone.signed(technology, TEXT);
        byte[] inside = around(technology, gone, signed);
        if (technology == Technology.OPENPGP) {
            lists.author(gone.revoked());
        } else {
            lists.openssl().index();
            lists.openssl().run(new byte[0], "ca", "-config", "@ca.cnf", "-keyfile", "@ca.key", "-cert", "@ca.pem", "-revoke", "@" + gone.address() + ".pem");
            lists.openssl().run(new byte[0], "ca", "-config", "@ca.cnf", "-gencrl", "-keyfile", "@ca.key", "-cert", "@ca.pem", "-crldays", "7", "-out", "@gone.crl");
        }
        for (Level encrypt : Level.values()) {
            for (Level sign : Level.values()) {
                MailingList list = list(technology, encrypt, sign);
                lists.member(list, gone.address(), technology);
                if (technology == Technology.SMIME) {
                    new TrustDesk(lists.store().keys().lists(), InstantSource.system()).add(list, lists.openssl().read("gone.crl"), new By("owner@example.net", "cli"));
                }
                assertThat(lists.judge(list, gone.address(), gone.message(list.address().toString(), "x", signed))).as(technology + " in clear, encrypt=" + encrypt + " sign=" + sign)
                        .isEqualTo(encrypt == Level.FORCE ? "refuse" : "drop");
                assertThat(lists.judge(list, gone.address(), gone.message(list.address().toString(), "x", inside))).as(technology + " encrypted, encrypt=" + encrypt + " sign=" + sign)
                        .isEqualTo(encrypt == Level.NO ? "refuse" : "drop");
            }
        }
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
