package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.chancery.kit.Programs;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Encryption;
import org.chancery.protection.Gpg;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One primary key of a list follows another, as GnuPG sees it.
class KeySuccessionTest extends KeyringTest {
    private static final By BY = new By("local:root", "cli");
    private static final ListKeyDesk.Which OPENPGP = ListKeyDesk.Which.of(Technology.OPENPGP);
    private ListKeyDesk desk = unopened();

    @BeforeEach
    void desk() {
        now = now.minus(Duration.ofDays(90)); // GnuPG takes no key that is made after its own clock
        desk = new ListKeyDesk(store.keys(), box, clock, RANDOM);
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(String why) -> throw new AssertionError(why);
        };
    }

    private static <T> String why(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> throw new AssertionError(String.valueOf(value));
            case Outcome.Refused<T>(String why) -> why;
        };
    }

    private static ListKeyDesk.Which which(ListKey key) {
        return new ListKeyDesk.Which(Technology.OPENPGP, Optional.of(key.fingerprint()));
    }

    private ListKey generated() {
        ListKey key = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        now = now.plus(Duration.ofDays(1));
        return key;
    }

    private ListKey replaced() {
        ListKey key = done(desk.rotatePrimary(talk, OPENPGP, Optional.empty(), BY));
        now = now.plusSeconds(60);
        return key;
    }

    private OpenPgpCertificate shown(ListKey key) {
        return OpenPgpKeyring.read(done(desk.export(talk, which(key))), List.of()).orThrow().certificates().getFirst();
    }

    private byte[] post(Gpg gpg, ListKey to) {
        byte[] blob = gpg.run(bytes("Content-Type: text/plain\r\n\r\nHello\r\n"), "--armor", "--encrypt", "--recipient", to.fingerprint());
        return bytes("From: a@example.net\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" + text(blob) + "\r\n--b--\r\n");
    }

    private Encryption opened(byte[] post) {
        return keyrings.of(talk).opener(EnumSet.allOf(Technology.class), now).open(Message.parse(post).orThrow(), now, AcceptedSignatures.NONE).report().encryption();
    }

    /// How many certifications by `by` on `of` GnuPG finds good.
    private static long certifications(Gpg gpg, ListKey of, ListKey by) {
        String keyId = by.fingerprint().substring(by.fingerprint().length() - 16);
        return new String(gpg.run(new byte[0], "--with-colons", "--check-sigs", of.fingerprint()), StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("sig:!:") && line.contains(":" + keyId + ":") && line.contains(":13x:")).count();
    }

    private static String packets(Gpg gpg, byte[] key) {
        return new String(gpg.run(key, "--list-packets"), StandardCharsets.UTF_8);
    }

    @Test
    void old_and_new_primary_key_certify_each_other_for_all_addresses_of_the_list() {
        ListKey old = generated();
        ListKey fresh = replaced();
        assertThat(fresh.fingerprint()).isNotEqualTo(old.fingerprint());
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, OPENPGP)), "--import");
            gpg.run(done(desk.export(talk, which(old))), "--import");
            assertThat(certifications(gpg, fresh, old)).isEqualTo(3);
            assertThat(certifications(gpg, old, fresh)).isEqualTo(3);
        }
        assertThat(store.audit().last(1)).singleElement().satisfies(entry -> {
            assertThat(entry.act().action()).isEqualTo("key.rotate-primary");
            assertThat(entry.act().object()).isEqualTo(fresh.fingerprint());
            assertThat(entry.act().detail()).contains("retiring " + old.fingerprint());
        });
    }

    @Test
    void the_web_key_directory_gives_the_new_key_with_the_word_of_the_old_one() {
        ListKey old = generated();
        ListKey fresh = replaced();
        byte[] published = new KeyDirectory(store.lists(), store.keys().lists()).key(talk.domain(), KeyDirectory.hash("talk"), Optional.of("talk")).orElseThrow();
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, which(old))), "--import");
            gpg.run(published, "--import");
            assertThat(certifications(gpg, fresh, old)).isEqualTo(1);
        }
    }

    @Test
    void both_are_read_while_the_transition_lasts_and_afterwards_the_old_one_is_revoked_as_superseded_and_its_secret_goes() {
        ListKey old = generated();
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, OPENPGP)), "--import");
            byte[] toOld = post(gpg, old);
            ListKey fresh = replaced();
            gpg.run(done(desk.export(talk, OPENPGP)), "--import");
            byte[] toNew = post(gpg, fresh);
            assertThat(opened(toOld)).isEqualTo(Encryption.LIST);
            assertThat(opened(toNew)).isEqualTo(Encryption.LIST);
            assertThat(keyrings.of(talk).fingerprints()).containsExactly(fresh.fingerprint());
            assertThat(desk.destroy(now)).isZero();
            assertThat(shown(old).isRevoked()).isFalse();
            assertThat(shown(old).encryptionKeys(now.plus(ListKeyDesk.TRANSITION))).as("programs stop by themselves").isEmpty();

            now = now.plus(ListKeyDesk.TRANSITION);
            assertThat(opened(toOld)).isEqualTo(Encryption.OTHER);
            assertThat(opened(toNew)).isEqualTo(Encryption.LIST);
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(desk.destroy(now)).isZero();
            byte[] end = done(desk.export(talk, which(old)));
            assertThat(packets(gpg, end)).contains("revocation reason 0x01 (superseded by " + fresh.fingerprint() + ")");
            gpg.generate("x <x@example.net>", "0"); // makes what GnuPG needs to take a revocation
            gpg.run(end, "--import");
            assertThat(new String(gpg.run(new byte[0], "--with-colons", "--list-keys", old.fingerprint()), StandardCharsets.UTF_8)).contains("pub:r:");
            assertThat(certifications(gpg, old, fresh)).isEqualTo(3);
        }
        assertThat(desk.all(talk).stream().filter(key -> key.component().equals(old.component())).findFirst().orElseThrow().sealed()).isEmpty();
        assertThat(store.audit().last(4)).extracting(entry -> entry.act().action()).containsExactly("key.generate", "key.rotate-primary", "key.supersede", "key.destroy");
    }

    @Test
    void the_new_key_signs_at_once_and_the_old_one_vouches_for_it_in_the_announcement() {
        ListKey old = generated();
        replaced();
        assertThat(keyrings.of(talk).before().orElseThrow().fingerprint()).isEqualTo(old.fingerprint());
        assertThat(signed(false)).isFalse();
        assertThat(signed(true)).isTrue();
        now = now.plus(ListKeyDesk.TRANSITION);
        assertThat(signed(true)).as("a key that is over vouches for nothing").isFalse();
        desk.destroy(now);
        assertThat(keyrings.of(talk).before()).as("whoever has it learns that it is over").hasValueSatisfying(before -> assertThat(
                OpenPgpKeyring.read(before.certificate(), List.of()).orThrow().certificates().getFirst().isRevoked()).isTrue());
    }

    /// Is it the old key that signs?
    private boolean signed(boolean announcing) {
        var keys = keyrings.of(talk);
        var signer = announcing ? keys.announcer(Technology.OPENPGP, now) : keys.signer(Technology.OPENPGP, now);
        byte[] entity = bytes("Content-Type: text/plain\r\n\r\nHello\r\n");
        String part = text(signer.orElseThrow().signaturePart(entity));
        byte[] signature = bytes(part.substring(part.indexOf("\r\n\r\n") + 4));
        try (Gpg gpg = Gpg.start()) {
            gpg.run(keys.before().orElseThrow().certificate(), "--import");
            return gpg.verifies(signature, entity).contains("GOODSIG");
        }
    }

    @Test
    void what_the_old_key_signed_stays_signed_when_it_is_superseded_and_not_when_it_is_revoked() throws IOException {
        ListKey old = generated();
        byte[] entity = bytes("Content-Type: text/plain\r\n\r\nHello\r\n");
        String part = text(keyrings.of(talk).signer(Technology.OPENPGP, now).orElseThrow().signaturePart(entity));
        replaced();
        byte[] hard = box.openRevocation(desk.all(talk).stream().filter(key -> key.component().equals(old.component())).findFirst().orElseThrow()).orElseThrow().reveal();
        now = now.plus(ListKeyDesk.TRANSITION);
        desk.destroy(now);
        assertThat(shown(old).isRevoked()).isTrue();
        byte[] armour = bytes(part.substring(part.indexOf("\r\n\r\n") + 4));
        assertThat(holds(shown(old), armour, entity)).isTrue();
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("x <x@example.net>", "0"); // makes what GnuPG needs to take a revocation
            gpg.run(shown(old).encoded(), "--import");
            assertThat(gpg.verifies(armour, entity)).as("for GnuPG any revocation is one").contains("REVKEYSIG");
        }
        assertThat(holds(OpenPgpUpload.revoked(shown(old), hard).orElseThrow(), armour, entity)).isFalse();
    }

    /// For Sequoia; GnuPG makes no difference between the reasons.
    private boolean holds(OpenPgpCertificate certificate, byte[] signature, byte[] entity) throws IOException {
        Programs.needProgram("sqop");
        Path key = Files.write(data.resolve("old.pgp"), certificate.encoded());
        Path file = Files.write(data.resolve("signature.asc"), signature);
        return Programs.run(List.of("sqop", "verify", file.toString(), key.toString()), entity, false).length > 0;
    }

    @Test
    void a_key_that_came_into_other_hands_during_the_transition_opens_and_vouches_for_nothing_more() {
        ListKey first = generated();
        done(desk.rotate(talk, OPENPGP, BY));
        now = now.plusSeconds(60);
        ListKey fresh = replaced();
        try (Gpg gpg = Gpg.start()) {
            gpg.run(first.certificate(), "--import");
            byte[] toOldest = post(gpg, first);
            assertThat(opened(toOldest)).isEqualTo(Encryption.LIST);
            assertThat(done(desk.revoke(talk, which(first), BY)).fingerprint()).isEqualTo(first.fingerprint());
            assertThat(opened(toOldest)).as("no subkey of it").isEqualTo(Encryption.OTHER);
            byte[] shown = done(desk.export(talk, which(first)));
            assertThat(packets(gpg, shown)).contains("revocation reason 0x00").doesNotContain("reason 0x01");
            gpg.run(done(desk.export(talk, OPENPGP)), "--import");
            assertThat(opened(post(gpg, fresh))).isEqualTo(Encryption.LIST);
        }
        assertThat(signed(true)).isFalse();
        now = now.plus(ListKeyDesk.TRANSITION);
        desk.destroy(now);
        assertThat(desk.all(talk).stream().filter(key -> key.fingerprint().equals(first.fingerprint()))).allMatch(key -> key.state() == ListKey.State.DESTROYED);
        assertThat(store.audit().last(9)).extracting(entry -> entry.act().action()).doesNotContain("key.supersede");
        assertThat(why(desk.revoke(talk, which(first), BY))).contains("no openpgp key " + first.fingerprint());
    }

    @Test
    void a_key_that_is_replaced_again_during_the_transition_makes_a_chain_and_each_ends_in_its_own_time() {
        ListKey one = generated();
        ListKey two = replaced();
        now = now.plus(Duration.ofDays(10));
        ListKey three = replaced();
        try (Gpg gpg = Gpg.start()) {
            for (ListKey key : List.of(one, two, three)) {
                gpg.run(key.certificate(), "--import");
                assertThat(opened(post(gpg, key))).isEqualTo(Encryption.LIST);
                gpg.run(done(desk.export(talk, which(key))), "--import");
            }
            assertThat(certifications(gpg, two, one)).isEqualTo(3);
            assertThat(certifications(gpg, three, two)).isEqualTo(3);
            now = now.plus(Duration.ofDays(20));
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(packets(gpg, done(desk.export(talk, which(one))))).contains("superseded by " + three.fingerprint());
            assertThat(shown(two).isRevoked()).isFalse();
            now = now.plus(Duration.ofDays(10));
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(shown(two).isRevoked()).isTrue();
            assertThat(shown(three).isRevoked()).isFalse();
        }
    }

    @Test
    void a_backup_from_before_brings_the_old_key_back_to_read_and_not_to_sign() {
        Address owner = Address.of("owner@example.net");
        join(owner, Role.OWNER);
        ArchiveKeys archive = new ArchiveKeys(store.keys().lists(), box, clock, RANDOM);
        KeyBackup backup = new KeyBackup(store.keys(), box, archive, store.members(), clock, RANDOM);
        KeyRestore restore = new KeyRestore(store.keys(), new ListKeyImport(store.keys(), box, desk, clock), desk, archive, clock);
        try (Gpg gpg = Gpg.start()) {
            ListKey old = generated();
            gpg.generate("Owner <owner@example.net>", "0");
            bindOpenPgp(owner, gpg.certificates());
            Instant then = now;
            now = then.plus(Duration.ofDays(90)); // the owner's key is of today
            byte[] bundle = gpg.run(done(backup.of(talk)), "--decrypt");
            now = then;
            gpg.run(old.certificate(), "--import");
            byte[] toOld = post(gpg, old);
            ListKey fresh = replaced();
            now = now.plus(ListKeyDesk.TRANSITION);
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(opened(toOld)).isEqualTo(Encryption.OTHER);

            assertThat(done(restore.restore(talk, bundle, Optional.empty(), BY)).keys()).hasSize(1);
            assertThat(opened(toOld)).isEqualTo(Encryption.LIST);
            assertThat(keyrings.of(talk).fingerprints()).containsExactly(fresh.fingerprint());
            now = now.plus(ListKeyDesk.TRANSITION);
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(shown(old).isRevoked()).isTrue();
        }
    }

    @Test
    void of_two_rotations_at_once_the_second_is_told_to_look_again() {
        ListKey old = generated();
        KeySuccession succession = new KeySuccession(desk);
        done(succession.rotate(talk, old, Optional.empty(), BY));
        assertThat(succession.rotate(talk, old, Optional.empty(), BY)).isEqualTo(Outcome.busy());
        assertThat(desk.all(talk)).extracting(ListKey::state).containsExactly(ListKey.State.CURRENT, ListKey.State.RETIRING);
    }

    @Test
    void after_a_new_primary_key_subkeys_are_rotated_and_extended_as_before_and_the_word_of_the_old_one_stays() {
        ListKey old = generated();
        ListKey fresh = replaced();
        assertThat(done(desk.rotate(talk, OPENPGP, BY)).fingerprint()).isEqualTo(fresh.fingerprint());
        now = now.plusSeconds(60);
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, which(old))), "--import");
            gpg.run(done(desk.export(talk, OPENPGP)), "--import");
            assertThat(certifications(gpg, fresh, old)).isEqualTo(3);
        }
        assertThat(desk.extend(now.plus(Duration.ofDays(700)))).isEqualTo(1);
        assertThat(keyrings.of(talk).before().orElseThrow().fingerprint()).isEqualTo(old.fingerprint());
    }

    @Test
    void the_kind_of_the_key_stays_unless_another_of_its_version_is_named() {
        generated();
        ListKey rsa = done(desk.rotatePrimary(talk, OPENPGP, Optional.of(ListKeyDesk.Kind.RSA3072), BY));
        now = now.plusSeconds(60);
        assertThat(rsa.certificate().length).isGreaterThan(1500);
        assertThat(replaced().certificate().length).as("RSA again").isGreaterThan(1500);
        assertThat(why(desk.rotatePrimary(talk, OPENPGP, Optional.of(ListKeyDesk.Kind.RFC9580), BY))).contains("--type rfc9580");
        assertThat(why(desk.rotatePrimary(talk, ListKeyDesk.Which.of(Technology.SMIME), Optional.empty(), BY))).contains("--technology smime");
        assertThat(why(desk.rotatePrimary(list("other"), OPENPGP, Optional.empty(), BY))).contains("key generate");
        ListKey six = done(desk.generate(talk, ListKeyDesk.Kind.RFC9580, BY));
        now = now.plusSeconds(60);
        assertThat(done(desk.rotatePrimary(talk, which(six), Optional.empty(), BY)).fingerprint()).hasSize(64).isNotEqualTo(six.fingerprint());
        assertThat(desk.current(talk, Technology.OPENPGP).orElseThrow().fingerprint()).hasSize(40);
    }
}
