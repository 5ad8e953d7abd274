package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.chancery.mail.Message;
import org.chancery.protection.Judges.Program;
import org.chancery.protection.openpgp.AnnouncingKeys;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpReader;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With which cipher a copy is sealed: what the reader's certificate announces, and one of two for all (decision 0037). OpenPGP.js is the judge.
class CipherSuiteTest {
    private static final Instant NOW = Instant.now().minusSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int[] AES128_OCB = {7, 2};
    private static final int[] AES256_OCB = {9, 2};
    private static final int[] AES256_GCM = {9, 3};
    private static final int SEIPD1 = 0x01;
    private static final int LIBRE_OCB = 0x02;
    private static final int SEIPD2 = 0x08;
    private static final String VERSION_2 = "2 7 2";

    @TempDir
    static Path folder;

    private static Judges judges;
    private static int made;

    @BeforeAll
    static void start() {
        judges = new Judges(folder);
    }

    @AfterAll
    static void end() {
        judges.close();
    }

    /// A key, as the judges know it.
    private record Member(String name, OpenPgpKey key) {
        static Member of(OpenPgpKey key) {
            String name = "m" + made++;
            judges.addNew(name, Armor.write("PGP PRIVATE KEY BLOCK", key.encoded().reveal()), Armor.write("PGP PUBLIC KEY BLOCK", key.certificate().encoded()));
            return new Member(name, key);
        }

        static Member announcing(int version, OptionalInt features, int[]... suites) {
            return of(AnnouncingKeys.made(version, "M <m@example.org>", features, List.of(suites), NOW));
        }

        byte[] copy(Sealing sealing) {
            return sealing.copyFor(OpenPgpReader.of(key.certificate(), NOW.plusSeconds(30)).orElseThrow()).toByteArray();
        }

        void reads(byte[] copy) {
            assertThat(judges.opened(Program.OPENPGP_JS, copy, name, name).text()).contains("sings at dawn");
            Opening opening = new Opener(List.of(new OpenPgpScheme(new OpenPgpKeyring(List.of(), List.of(key))))).open(Message.parse(copy).orThrow(), NOW.plusSeconds(60), AcceptedSignatures.NONE);
            assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
        }
    }

    private static byte[] packets(byte[] copy) {
        return Armor.octets(copy).orElseThrow().getFirst();
    }

    private static Sealing sealing(boolean isHidden) {
        Message post = Message.parse(bytes("From: list@example.org\r\nSubject: The canary\r\n\r\nsings at dawn\r\n")).orThrow();
        return Sealing.of(post, Optional.empty(), Map.of(), isHidden, RANDOM);
    }

    private static void assertSealed(String how, Member member) {
        byte[] copy = member.copy(sealing(false));
        assertThat(AnnouncingKeys.encryption(packets(copy))).isEqualTo(how);
        member.reads(copy);
    }

    @Test
    void a_certificate_that_lists_only_aes128_ocb_gets_what_it_can_read() {
        assertSealed(VERSION_2, Member.announcing(4, OptionalInt.of(SEIPD1 | SEIPD2), AES128_OCB));
        assertSealed(VERSION_2, Member.announcing(6, OptionalInt.of(SEIPD1 | SEIPD2), AES128_OCB));
    }

    @Test
    void a_certificate_that_lists_no_pair_or_other_ones_gets_the_one_that_is_always_implied() {
        assertSealed(VERSION_2, Member.announcing(4, OptionalInt.of(SEIPD1 | SEIPD2)));
        assertSealed(VERSION_2, Member.announcing(4, OptionalInt.of(SEIPD1 | SEIPD2), AES256_GCM));
        assertSealed(VERSION_2, Member.announcing(6, OptionalInt.of(SEIPD2), AES256_OCB));
    }

    @Test
    void a_certificate_that_does_not_announce_version_2_gets_version_1_whatever_pairs_it_lists() {
        assertSealed("1", Member.announcing(4, OptionalInt.empty(), AES128_OCB));
        assertSealed("1", Member.announcing(4, OptionalInt.of(SEIPD1 | LIBRE_OCB), AES256_OCB));
        assertSealed("1", Member.announcing(6, OptionalInt.of(SEIPD1), AES128_OCB));
    }

    @Test
    void a_version_6_certificate_that_says_nothing_of_features_gets_version_2() {
        assertSealed(VERSION_2, Member.announcing(6, OptionalInt.empty()));
    }

    @Test
    void keys_that_openpgp_js_makes_for_aead_get_version_2() {
        for (int version : List.of(4, 6)) {
            byte[] secret = judges.openPgpJsKey(version);
            OpenPgpKey key = OpenPgpKeyring.read(secret, List.of()).orThrow().keys().getFirst();
            assertSealed(VERSION_2, Member.of(key));
        }
    }

    @Test
    void however_members_announce_there_are_two_bodies_and_each_opens_its_copy() {
        Sealing sealing = sealing(false);
        Set<String> bodies = new HashSet<>();
        for (Member member : List.of(Member.announcing(4, OptionalInt.of(SEIPD1)), Member.announcing(4, OptionalInt.of(SEIPD1 | SEIPD2), AES128_OCB),
                Member.announcing(4, OptionalInt.of(SEIPD1 | SEIPD2), AES256_OCB, AES256_GCM), Member.announcing(6, OptionalInt.empty()), Member.announcing(4, OptionalInt.empty()))) {
            byte[] copy = member.copy(sealing);
            bodies.add(HexFormat.of().formatHex(AnnouncingKeys.body(packets(copy))));
            member.reads(copy);
        }
        assertThat(bodies).hasSize(2);
    }

    @Test
    void hidden_readers_of_version_2_open_packets_that_name_nobody() {
        for (int version : List.of(4, 6)) {
            Member member = Member.announcing(version, OptionalInt.of(SEIPD1 | SEIPD2));
            byte[] copy = member.copy(sealing(true));
            assertThat(AnnouncingKeys.sessionKeyPacket(packets(copy))).isEqualTo("6 names 0 octets");
            assertThat(new String(packets(copy), StandardCharsets.ISO_8859_1)).doesNotContain(new String(HexFormat.of().parseHex(member.key().certificate().encryptionKeys(NOW).getFirst()), StandardCharsets.ISO_8859_1));
            member.reads(copy);
        }
    }
}
