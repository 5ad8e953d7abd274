package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.notice.Draft;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Encryption;
import org.chancery.protection.Gpg;
import org.chancery.protection.Plaintext;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.KeyPairs;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.secrets.Secret;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The keys of a list over the years.
class ListKeyDeskTest extends KeyringTest {
    private static final By BY = new By("local:root", "cli");
    private ListKeyDesk desk = unopened();
    private ListKeyImport imports = unopened();
    private TrustDesk trust = unopened();

    @BeforeEach
    void desks() {
        now = now.minus(Duration.ofDays(60)); // GnuPG takes no key that is made after its own clock
        desk = new ListKeyDesk(store.keys(), box, clock, RANDOM);
        imports = new ListKeyImport(store.keys(), box, desk, clock);
        trust = new TrustDesk(store.keys().lists(), clock);
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

    private byte[] post(Gpg gpg, String fingerprint) {
        byte[] blob = gpg.run(bytes("Content-Type: text/plain\r\n\r\nHello\r\n"), "--armor", "--encrypt", "--recipient", fingerprint);
        return bytes("From: a@example.net\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" + text(blob) + "\r\n--b--\r\n");
    }

    private Encryption opened(byte[] post) {
        return keyrings.of(talk).opener(EnumSet.allOf(Technology.class), now).open(Message.parse(post).orThrow(), now, AcceptedSignatures.NONE).report().encryption();
    }

    @Test
    void a_new_key_names_the_three_addresses_of_the_list_and_gnupg_writes_to_it() {
        ListKey key = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        assertThat(key.expires()).hasValueSatisfying(end -> assertThat(end).isEqualTo(now.plus(ListKeyDesk.LIFE)));
        assertThat(why(desk.generate(talk, ListKeyDesk.Kind.RSA3072, BY))).contains("rotate");
        now = now.plusSeconds(10);
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            String listing = new String(gpg.run(new byte[0], "--with-colons", "--list-keys"), StandardCharsets.UTF_8);
            assertThat(listing).contains("<talk@lists.example.org>", "<talk-request@lists.example.org>", "<talk-owner@lists.example.org>");
            assertThat(opened(post(gpg, key.fingerprint()))).isEqualTo(Encryption.LIST);
        }
        assertThat(keyrings.of(talk).fingerprints()).containsExactly(key.fingerprint());
        assertThat(keyrings.of(talk).signer(Technology.OPENPGP, now)).isPresent();
    }

    @Test
    void a_key_of_version_6_stands_beside_the_one_that_most_programs_read() {
        ListKey four = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        now = now.plusSeconds(10);
        ListKey six = done(desk.generate(talk, ListKeyDesk.Kind.RFC9580, BY));
        assertThat(keyrings.of(talk).fingerprints()).containsExactlyInAnyOrder(four.fingerprint(), six.fingerprint());
        assertThat(desk.current(talk, Technology.OPENPGP).orElseThrow().fingerprint()).isEqualTo(four.fingerprint());
        assertThat(KeyAnnouncement.files(talk, keyrings.of(talk))).extracting(Draft.Attached::name).containsExactly("talk.asc", "talk-v6.asc");
        assertThat(OpenPgpKeyring.read(keyrings.of(talk).besides().orElseThrow(), List.of()).orThrow().certificates().getFirst().fingerprint()).isEqualTo(six.fingerprint());
        assertThat(text(keyrings.of(talk).certificate(Technology.OPENPGP).orElseThrow())).isEqualTo(text(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP)))));
    }

    @Test
    void a_key_of_version_6_is_shown_rotated_and_revoked_by_its_fingerprint() {
        ListKey four = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        now = now.plusSeconds(10);
        ListKey six = done(desk.generate(talk, ListKeyDesk.Kind.RFC9580, BY));
        var which = new ListKeyDesk.Which(Technology.OPENPGP, Optional.of(KeyLetters.readable(six.fingerprint()).toLowerCase(java.util.Locale.ROOT)));
        assertThat(OpenPgpKeyring.read(done(desk.export(talk, which)), List.of()).orThrow().certificates().getFirst().fingerprint()).isEqualTo(six.fingerprint());

        byte[] published = new KeyDirectory(store.lists(), store.keys().lists()).key(talk.domain(), KeyDirectory.hash("talk"), Optional.of("talk")).orElseThrow();
        try (Gpg gpg = Gpg.start()) {
            gpg.run(published, "--import");
            assertThat(gpg.fingerprint("talk <talk@lists.example.org>")).isEqualTo(four.fingerprint());
        }

        now = now.plusSeconds(10);
        assertThat(done(desk.rotate(talk, which, BY)).fingerprint()).isEqualTo(six.fingerprint());
        now = now.plusSeconds(10);
        assertThat(done(desk.revoke(talk, which, BY)).fingerprint()).isEqualTo(six.fingerprint());
        assertThat(keyrings.of(talk).fingerprints()).containsExactly(four.fingerprint());
        assertThat(why(desk.rotate(talk, new ListKeyDesk.Which(Technology.OPENPGP, Optional.of("ABCD")), BY))).contains("ABCD", "key list");
    }

    @Test
    void after_a_rotation_old_mail_is_read_until_the_transition_is_over_and_then_the_secret_goes() {
        ListKey old = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            byte[] before = post(gpg, old.fingerprint());
            now = now.plus(Duration.ofDays(20));
            ListKey fresh = done(desk.rotate(talk, ListKeyDesk.Which.of(Technology.OPENPGP), BY));
            assertThat(fresh.fingerprint()).isEqualTo(old.fingerprint());
            assertThat(fresh.component()).isNotEqualTo(old.component());
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            byte[] after = post(gpg, old.fingerprint());
            now = now.plusSeconds(10);
            assertThat(opened(before)).isEqualTo(Encryption.LIST);
            assertThat(opened(after)).isEqualTo(Encryption.LIST);
            assertThat(desk.destroy(now)).isZero();

            now = now.plus(ListKeyDesk.TRANSITION);
            assertThat(opened(before)).isEqualTo(Encryption.OTHER);
            assertThat(desk.destroy(now)).isEqualTo(1);
            assertThat(opened(after)).isEqualTo(Encryption.LIST);
            assertThat(desk.all(talk).stream().filter(key -> key.component().equals(old.component())).findFirst().orElseThrow().sealed()).isEmpty();
        }
        assertThat(store.audit().last(3)).extracting(entry -> entry.act().action()).containsExactly("key.generate", "key.rotate", "key.destroy");
    }

    @Test
    void a_key_that_ends_soon_is_extended_by_itself() {
        ListKey key = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        assertThat(desk.extend(now.plus(Duration.ofDays(600)))).isZero();
        now = now.plus(Duration.ofDays(645));
        assertThat(desk.extend(now)).isEqualTo(1);
        assertThat(desk.all(talk).getFirst().expires()).contains(now.plus(ListKeyDesk.LIFE));
        assertThat(desk.all(talk).getFirst().fingerprint()).isEqualTo(key.fingerprint());
        assertThat(desk.extend(now)).isZero();
        assertThat(keyrings.of(talk).signer(Technology.OPENPGP, now.plus(Duration.ofDays(700)))).isPresent();
    }

    @Test
    void a_revoked_key_opens_nothing_new_and_the_world_can_see_why() {
        ListKey key = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        try (Gpg gpg = Gpg.start()) {
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            byte[] post = post(gpg, key.fingerprint());
            now = now.plus(Duration.ofDays(1));
            done(desk.revoke(talk, ListKeyDesk.Which.of(Technology.OPENPGP), BY));
            assertThat(opened(post)).isEqualTo(Encryption.OTHER);
            gpg.generate("x <x@example.net>", "0"); // makes what GnuPG needs to take a revocation
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            assertThat(new String(gpg.run(new byte[0], "--with-colons", "--list-keys", key.fingerprint()), StandardCharsets.UTF_8)).contains("pub:r:");
        }
        assertThat(why(desk.revoke(talk, ListKeyDesk.Which.of(Technology.OPENPGP), BY))).contains("no openpgp key");
        done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
    }

    @Test
    void a_key_made_with_gnupg_is_taken_over_and_the_one_before_retires() {
        ListKey old = done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("talk <talk@lists.example.org>", "2y");
            now = now.plus(Duration.ofDays(60)).plusSeconds(30);
            ListKey taken = done(imports.read(talk, gpg.secretKeys("talk <talk@lists.example.org>"), List.of(), BY));
            assertThat(opened(post(gpg, taken.fingerprint()))).isEqualTo(Encryption.LIST);
            assertThat(desk.all(talk)).extracting(ListKey::state).containsExactly(ListKey.State.CURRENT, ListKey.State.RETIRING);
            assertThat(desk.current(talk, Technology.OPENPGP).orElseThrow().fingerprint()).isNotEqualTo(old.fingerprint());
            done(desk.rotate(talk, ListKeyDesk.Which.of(Technology.OPENPGP), BY));
            assertThat(why(imports.read(talk, gpg.certificates(), List.of(), BY))).contains("no secret key");
        }
        assertThat(why(imports.read(talk, bytes("Hello"), List.of(), BY))).contains("neither");
    }

    @Test
    void an_authority_certifies_a_key_that_was_made_here_and_a_rotation_asks_for_the_next() {
        ListKey asked = done(desk.generate(talk, ListKeyDesk.Kind.SMIME_EC_P256, BY));
        assertThat(asked.state()).isEqualTo(ListKey.State.REQUESTED);
        assertThat(keyrings.of(talk).certificate(Technology.SMIME)).isEmpty();
        SmimeKeyring lab = authority();
        byte[] certificate = KeyPairs.issued(lab.keys().getFirst(), done(desk.request(talk)), Duration.ofDays(365), now, RANDOM).orElseThrow();
        ListKey key = done(imports.read(talk, certificate, List.of(), BY));
        assertThat(key.state()).isEqualTo(ListKey.State.CURRENT);
        assertThat(why(desk.request(talk))).contains("No key");
        assertThat(keyrings.of(talk).signer(Technology.SMIME, now)).isPresent();
        assertThat(SmimeFiles.read(done(desk.export(talk, ListKeyDesk.Which.of(Technology.SMIME))), List.of()).orThrow().keys()).isEmpty();

        done(desk.rotate(talk, ListKeyDesk.Which.of(Technology.SMIME), BY));
        byte[] next = KeyPairs.issued(lab.keys().getFirst(), done(desk.request(talk)), Duration.ofDays(365), now, RANDOM).orElseThrow();
        ListKey fresh = done(imports.read(talk, next, List.of(), BY));
        assertThat(keyrings.of(talk).fingerprints()).containsExactly(fresh.fingerprint());
        assertThat(why(imports.read(talk, next, List.of(), BY))).contains("waits for this certificate");
    }

    private SmimeKeyring authority() {
        KeyPairs.Certified made = KeyPairs.authority("Lab", Duration.ofDays(3650), now, RANDOM);
        return SmimeFiles.read(joined(made.certificate(), made.key().reveal()), List.of()).orThrow();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return (text(one) + text(other)).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void a_list_trusts_authorities_that_were_named_and_no_persons() {
        KeyPairs.Certified lab = KeyPairs.authority("Lab", Duration.ofDays(3650), now, RANDOM);
        List<Trusted> added = done(trust.add(talk, lab.certificate(), BY));
        assertThat(added).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Trusted.Kind.ANCHOR);
            assertThat(entry.subject()).isEqualTo("CN=Lab");
        });
        assertThat(done(trust.add(talk, lab.certificate(), BY))).as("nothing new").isEmpty();
        byte[] person = KeyPairs.issued(authority().keys().getFirst(), KeyPairs.requested(KeyPairs.Kind.RSA3072, "anna", List.of("anna@example.net"), RANDOM).request(), Duration.ofDays(9), now, RANDOM).orElseThrow();
        assertThat(why(trust.add(talk, person, BY))).contains("Only certificates of authorities");
        assertThat(why(trust.add(talk, bytes("x"), BY))).contains("neither");
        assertThat(done(trust.remove(talk, added.getFirst().fingerprint().toLowerCase(java.util.Locale.ROOT), BY)).subject()).isEqualTo("CN=Lab");
        assertThat(why(trust.remove(talk, "AA", BY))).contains("trusts nothing");
    }

    @Test
    void an_owner_reads_the_backup_and_it_can_be_restored_elsewhere() {
        done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        ArchiveKeys archive = new ArchiveKeys(store.keys().lists(), box, clock, RANDOM);
        KeyBackup backup = new KeyBackup(store.keys(), box, archive, store.members(), clock, RANDOM);
        KeyRestore restore = new KeyRestore(store.keys(), imports, desk, archive, clock);
        assertThat(why(backup.of(talk))).contains("No owner");
        Address owner = Address.of("owner@example.net");
        join(owner, Role.OWNER);
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Owner <owner@example.net>", "0");
            now = now.plus(Duration.ofDays(60)).plusSeconds(60);
            bindOpenPgp(owner, gpg.certificates());
            byte[] sealed = archive.seal(talk.id(), "17", new Plaintext(bytes("a post"))).orElseThrow();
            byte[] saved = done(backup.of(talk));
            assertThat(text(saved)).startsWith("-----BEGIN PGP MESSAGE");
            byte[] bundle = gpg.run(saved, "--decrypt");
            String fingerprint = desk.current(talk, Technology.OPENPGP).orElseThrow().fingerprint();

            var first = talk;
            talk = list("elsewhere");
            assertThat(why(restore.look(talk, bundle, Optional.empty()))).contains("the backup of talk@lists.example.org", "--formerly talk@lists.example.org");
            assertThat(why(restore.restore(talk, bundle, Optional.of(owner), BY))).contains("the backup of talk@lists.example.org");
            assertThat(desk.all(talk)).as("keys of another list").isEmpty();
            assertThat(done(restore.look(talk, bundle, Optional.of(first.address()))).keys()).singleElement().satisfies(key -> assertThat(key.fingerprint()).isEqualTo(fingerprint));
            assertThat(desk.all(talk)).as("a test only").isEmpty();
            assertThat(done(restore.restore(talk, bundle, Optional.of(first.address()), BY)).count()).as("and the key of the archive").isEqualTo(2);
            assertThat(archive.key(talk.id())).isEqualTo(archive.key(first.id())).isPresent();
            assertThat(archive.open(first.id(), "17", sealed)).isPresent();
            gpg.run(done(desk.export(talk, ListKeyDesk.Which.of(Technology.OPENPGP))), "--import");
            assertThat(opened(post(gpg, fingerprint))).isEqualTo(Encryption.LIST);
            assertThat(why(restore.look(talk, bytes("nothing"), Optional.empty()))).contains("no key");
        }
    }

    @Test
    void secrets_in_the_store_are_sealed() {
        done(desk.generate(talk, ListKeyDesk.Kind.ED25519, BY));
        Secret secret = box.open(desk.all(talk).getFirst()).orElseThrow();
        String stored = new String(desk.all(talk).getFirst().sealed(), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain(new String(secret.reveal(), 20, 30, StandardCharsets.ISO_8859_1));
        assertThat(Set.of(desk.all(talk).getFirst().revocation().length)).doesNotContain(0);
    }
}
