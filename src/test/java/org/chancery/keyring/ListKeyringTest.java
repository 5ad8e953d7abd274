package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.Encryption;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Gpg;
import org.chancery.protection.Opening;
import org.chancery.protection.Reader;
import org.chancery.protection.SealedCopy;
import org.chancery.protection.Sealing;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.junit.jupiter.api.Test;

/// What the line asks of the keyring of a list.
class ListKeyringTest extends KeyringTest {
    private static final Set<Technology> BOTH = Set.of(Technology.OPENPGP, Technology.SMIME);

    private OpenPgpKey generated(String userId) {
        return new OpenPgpKeyGenerator(clock, RANDOM).generate(OpenPgpKeyGenerator.Profile.ED25519, List.of(userId), Optional.of(Duration.ofDays(730)), Optional.empty());
    }

    private OpenPgpKey listKey(ListKey.State state, Optional<java.time.Instant> ends) {
        OpenPgpKey key = generated("talk <talk@lists.example.org>");
        String component = key.certificate().encryptionKeys(now).getFirst();
        ListKey row = new ListKey(talk.id(), Technology.OPENPGP, component, key.certificate().fingerprint(), state, key.certificate().encoded(),
                box.sealKey(talk.id(), Technology.OPENPGP, component, key.encoded()), new byte[0], now, now, Optional.empty(), ends);
        assertThat(store.keys().lists().put(talk.id(), store.keys().lists().version(talk.id()), List.of(row), act("key.generate", component))).isTrue();
        return key;
    }

    /// Encrypted to the list and signed, as GnuPG does it.
    private byte[] post(Gpg gpg, OpenPgpKey list, String signer, String from) {
        gpg.run(list.certificate().encoded(), "--import");
        byte[] entity = bytes("Content-Type: text/plain\r\n\r\nHello\r\n");
        byte[] blob = gpg.run(entity, "--armor", "--sign", "--local-user", "=" + signer, "--encrypt", "--recipient", list.certificate().fingerprint());
        return bytes("From: " + from + "\r\nTo: talk@lists.example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" + text(blob) + "\r\n--b--\r\n");
    }

    private Opening open(byte[] message) {
        return keyrings.of(talk).opener(BOTH, now).open(Message.parse(message).orThrow(), now.plusSeconds(5), AcceptedSignatures.NONE);
    }

    @Test
    void a_list_without_keys_opens_nothing_and_gives_nothing() {
        ListKeyring keyring = keyrings.of(talk);
        assertThat(keyring.fingerprints()).isEmpty();
        assertThat(keyring.certificate(Technology.OPENPGP)).isEmpty();
        assertThat(keyring.signer(Technology.SMIME, now)).isEmpty();
        assertThat(keyring.reader(ANNA, BOTH, now)).isEmpty();
    }

    @Test
    void a_post_of_a_member_is_opened_and_its_signature_belongs_to_all_addresses_of_the_person() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            OpenPgpKey list = listKey(ListKey.State.CURRENT, Optional.empty());
            join(ANNA, Role.MEMBER);
            bindOpenPgp(ANNA, gpg.certificates());
            Opening opening = open(post(gpg, list, "Anna <anna@example.net>", "anna@example.net"));
            assertThat(opening.report().encryption()).isEqualTo(Encryption.LIST);
            assertThat(opening.report().signature()).isEqualTo(SignatureState.GOOD);

            byte[] fromWork = post(gpg, list, "Anna <anna@example.net>", "anna@work.example");
            assertThat(open(fromWork).report().signature()).isEqualTo(SignatureState.MISMATCH);
            store.accounts().add(ANNA, act("account.add", "anna"));
            store.persons().add(ANNA, Address.of("anna@work.example"), act("account.address", "anna"));
            assertThat(open(fromWork).report().signature()).as("the account owns both").isEqualTo(SignatureState.GOOD);
        }
    }

    @Test
    void a_user_id_that_names_somebody_else_speaks_for_nobody() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Chief <chief@example.net>", "0");
            OpenPgpKey list = listKey(ListKey.State.CURRENT, Optional.empty());
            join(ANNA, Role.MEMBER);
            join(Address.of("chief@example.net"), Role.OWNER);
            bindOpenPgp(ANNA, gpg.certificates());
            Opening opening = open(post(gpg, list, "Chief <chief@example.net>", "chief@example.net"));
            assertThat(opening.report().signature()).isEqualTo(SignatureState.MISMATCH);
            assertThat(open(post(gpg, list, "Chief <chief@example.net>", "anna@example.net")).report().signature()).isEqualTo(SignatureState.GOOD);
        }
    }

    @Test
    void who_leaves_is_unknown_with_the_next_post() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            OpenPgpKey list = listKey(ListKey.State.CURRENT, Optional.empty());
            join(ANNA, Role.MEMBER);
            bindOpenPgp(ANNA, gpg.certificates());
            byte[] post = post(gpg, list, "Anna <anna@example.net>", "anna@example.net");
            assertThat(open(post).report().signature()).isEqualTo(SignatureState.GOOD);
            store.members().remove(talk.id(), ANNA, Role.MEMBER, act("member.remove", "anna"));
            assertThat(open(post).report().signature()).isEqualTo(SignatureState.UNKNOWN);
            assertThat(keyrings.of(talk).reader(ANNA, BOTH, now)).isEmpty();
        }
    }

    @Test
    void what_is_signed_with_a_key_that_was_taken_out_of_force_proves_nothing() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            OpenPgpKey list = listKey(ListKey.State.CURRENT, Optional.empty());
            join(ANNA, Role.MEMBER);
            bindOpenPgp(ANNA, gpg.certificates());
            byte[] post = post(gpg, list, "Anna <anna@example.net>", "anna@example.net");
            assertThat(open(post).report().signature()).isEqualTo(SignatureState.GOOD);
            List<MemberKey> before = store.keys().members().of(talk.id(), ANNA);
            MemberKey gone = before.getFirst().in(MemberKey.State.WITHDRAWN, Optional.empty(), now);
            assertThat(store.keys().members().replace(talk.id(), ANNA, Slot.OPENPGP, before, List.of(gone), List.of(act("key.withdraw", "anna")), List.of())).isTrue();
            assertThat(open(post).report().signature()).as("its certificate does not know").isEqualTo(SignatureState.REVOKED);
            assertThat(keyrings.of(talk).reader(ANNA, BOTH, now)).isEmpty();
        }
    }

    @Test
    void a_retiring_key_opens_what_came_before_its_end_and_nothing_that_came_later() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            OpenPgpKey old = listKey(ListKey.State.RETIRING, Optional.of(now.plus(Duration.ofDays(30))));
            OpenPgpKey current = listKey(ListKey.State.CURRENT, Optional.empty());
            byte[] post = post(gpg, old, "Anna <anna@example.net>", "anna@example.net");
            assertThat(open(post).report().encryption()).isEqualTo(Encryption.LIST);
            now = now.plus(Duration.ofDays(30));
            assertThat(open(post).report().encryption()).isEqualTo(Encryption.OTHER);
            assertThat(keyrings.of(talk).fingerprints()).containsExactly(current.certificate().fingerprint());
        }
    }

    @Test
    void a_copy_is_sealed_to_the_preferred_key_and_signed_by_the_list() throws IOException {
        listKey(ListKey.State.CURRENT, Optional.empty());
        OpenPgpKey anna = generated("Anna <anna@example.net>");
        join(ANNA, Role.MEMBER);
        bindOpenPgp(ANNA, anna.certificate().encoded());
        byte[] pem = Files.readAllBytes(Path.of("src/test/data/smime/ca.pem"));
        var certificate = org.chancery.protection.smime.SmimeFiles.read(pem, List.of()).orThrow().certificates().getFirst();
        bind(ANNA, Slot.SMIME, org.chancery.protection.smime.Certificates.fingerprint(certificate), encoded(certificate));

        Reader first = keyrings.of(talk).reader(ANNA, BOTH, now).orElseThrow();
        assertThat(first.technology()).isEqualTo(Technology.OPENPGP);
        assertThat(keyrings.of(talk).reader(ANNA, BOTH, now)).containsSame(first);
        store.keys().members().prefer(talk.id(), ANNA, Technology.SMIME, act("key.prefer", "anna"));
        assertThat(keyrings.of(talk).reader(ANNA, BOTH, certificate.getNotBefore().toInstant()).orElseThrow().technology()).isEqualTo(Technology.SMIME);
        assertThat(keyrings.of(talk).reader(ANNA, Set.of(Technology.OPENPGP), now).orElseThrow().technology()).isEqualTo(Technology.OPENPGP);

        Message post = Message.parse(bytes("From: x@example.org\r\nSubject: s\r\nContent-Type: text/plain\r\n\r\nHello\r\n")).orThrow();
        Map<Technology, EntitySigner> signers = Map.of(Technology.OPENPGP, keyrings.of(talk).signer(Technology.OPENPGP, now).orElseThrow());
        SealedCopy copy = Sealing.of(post, Optional.empty(), signers, false, RANDOM).copyFor(first);
        var out = new ByteArrayOutputStream();
        copy.writeTo(out);
        assertThat(text(out.toByteArray())).contains("multipart/encrypted").doesNotContain("Hello");
    }

    @Test
    void what_a_member_signs_with_either_certificate_tells_what_the_one_to_read_with_can() {
        join(ANNA, Role.MEMBER);
        bind(ANNA, Slot.SMIME, "READING", bytes("a certificate"));
        bind(ANNA, Slot.SMIME_SIGNING, "SIGNING", bytes("a certificate"));
        Address ben = Address.of("ben@example.net");
        join(ben, Role.MEMBER);
        bind(ben, Slot.SMIME_SIGNING, "BENS", bytes("a certificate"));

        ListKeyring keyring = keyrings.of(talk);
        assertThat(keyring.hearings("SIGNING")).containsExactly(new ListKeyring.Hearing(ANNA, "READING", CipherChoice.NONE)).isEqualTo(keyring.hearings("READING"));
        assertThat(keyring.hearings("BENS")).as("nothing is sealed to him").isEmpty();
        assertThat(keyring.hearings("NOBODYS")).isEmpty();
    }

    private static byte[] encoded(java.security.cert.X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_secret_that_another_site_sealed_opens_nothing_and_stops_nothing() {
        box = new KeyBox(new org.chancery.secrets.SealedBox(org.chancery.secrets.Secret.of("x".repeat(32)), RANDOM));
        listKey(ListKey.State.CURRENT, Optional.empty());
        assertThat(keyrings.of(talk).fingerprints()).isEmpty();
    }
}
