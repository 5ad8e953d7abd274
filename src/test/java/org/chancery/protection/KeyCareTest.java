package org.chancery.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.protection.Gpg.bytes;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.KeyCare;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpMessages;
import org.chancery.protection.openpgp.OpenPgpUpload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The keys of a list over the years, as GnuPG sees them.
class KeyCareTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LIFE = Duration.ofDays(730);
    private static final Duration MONTH = Duration.ofDays(30);
    /// GnuPG has the clock of the machine: what it is to accept was made before.
    private final Instant made = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(60));

    private OpenPgpKey key(OpenPgpKeyGenerator.Profile profile) {
        return new OpenPgpKeyGenerator(() -> made, RANDOM).generate(profile, List.of("talk <talk@example.org>"), Optional.of(LIFE), Optional.empty());
    }

    private static KeyCare.Kept rotated(OpenPgpKey key, Instant at) {
        return KeyCare.of(key, key.certificate(), at, RANDOM).orElseThrow().rotated(LIFE, at.plus(MONTH));
    }

    private static Optional<String> decrypted(byte[] armoured, OpenPgpKey key, Instant now) {
        byte[] packets = Armor.octets(armoured).orElseThrow().getFirst();
        return OpenPgpMessages.decrypt(packets, new OpenPgpMessages.Openers(List.of(key), List.of(), List.of()), new OpenPgpMessages.Wanted(List.of(), Instant.MIN, now, now))
                .map(read -> new String(read.data(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "RSA3072"})
    void gnupg_writes_to_the_new_subkey_and_the_old_secret_is_not_in_the_new_key(OpenPgpKeyGenerator.Profile profile) {
        OpenPgpKey old = key(profile);
        Instant turn = made.plus(Duration.ofDays(50));
        KeyCare.Kept kept = rotated(old, turn);
        assertThat(kept.certificate().fingerprint()).isEqualTo(old.certificate().fingerprint());
        assertThat(KeyCare.component(kept.certificate(), turn.plusSeconds(5))).isNotEqualTo(KeyCare.component(old.certificate(), turn));
        try (Gpg gpg = Gpg.start()) {
            gpg.run(old.certificate().encoded(), "--import");
            byte[] before = gpg.run(bytes("before"), "--armor", "--encrypt", "--recipient", old.certificate().fingerprint());
            gpg.run(kept.certificate().encoded(), "--import");
            byte[] after = gpg.run(bytes("after"), "--armor", "--encrypt", "--recipient", old.certificate().fingerprint());
            assertThat(decrypted(after, kept.key(), turn)).contains("after");
            assertThat(decrypted(after, old, turn)).isEmpty();
            assertThat(decrypted(before, old, turn)).contains("before");
            assertThat(decrypted(before, kept.key(), turn)).isEmpty();
        }
    }

    @Test
    void the_old_subkey_ends_with_the_transition() {
        OpenPgpKey old = key(OpenPgpKeyGenerator.Profile.ED25519);
        Instant turn = made.plus(Duration.ofDays(10));
        KeyCare.Kept kept = rotated(old, turn);
        assertThat(kept.certificate().encryptionKeys(turn.plusSeconds(5))).hasSize(2);
        assertThat(kept.certificate().encryptionKeys(turn.plus(MONTH))).hasSize(1);
        assertThat(KeyCare.expires(kept.certificate(), turn.plusSeconds(5))).contains(turn.plus(LIFE));
        assertThat(KeyCare.canSign(kept.key(), turn.plusSeconds(5))).isTrue();
    }

    @Test
    void a_key_can_be_rotated_again_in_the_same_second() {
        OpenPgpKey first = key(OpenPgpKeyGenerator.Profile.RFC9580);
        KeyCare.Kept second = rotated(first, made);
        KeyCare.Kept third = KeyCare.of(second.key(), second.certificate(), made, RANDOM).orElseThrow().rotated(LIFE, made.plus(MONTH));
        assertThat(third.certificate().encryptionKeys(made.plusSeconds(10))).hasSize(3);
        assertThat(KeyCare.component(third.certificate(), made.plusSeconds(10))).isPresent();
    }

    @Test
    void an_extended_key_holds_longer_and_an_expired_one_works_again() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        Instant late = made.plus(LIFE).plus(MONTH);
        assertThat(key.certificate().encryptionKeys(late)).isEmpty();
        KeyCare.Kept kept = KeyCare.of(key, key.certificate(), late, RANDOM).orElseThrow().extended(LIFE);
        assertThat(kept.certificate().encryptionKeys(late)).hasSize(1);
        assertThat(KeyCare.expires(kept.certificate(), late)).contains(late.plus(LIFE));
        assertThat(KeyCare.canSign(kept.key(), late)).isTrue();
        assertThat(OpenPgpUpload.merged(key.certificate(), kept.certificate()).orElseThrow().encryptionKeys(late)).hasSize(1);
    }

    @Test
    void gnupg_takes_our_revocation_and_we_take_that_of_gnupg() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        byte[] revocation = KeyCare.of(key, key.certificate(), made, RANDOM).orElseThrow().revocation();
        OpenPgpCertificate revoked = OpenPgpUpload.revoked(key.certificate(), revocation).orElseThrow();
        assertThat(revoked.isRevoked()).isTrue();
        assertThat(revoked.encryptionKeys(made.plusSeconds(5))).isEmpty();
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            gpg.run(key.certificate().encoded(), "--import");
            gpg.run(revocation, "--import");
            String listing = new String(gpg.run(new byte[0], "--with-colons", "--list-keys", key.certificate().fingerprint()), StandardCharsets.UTF_8);
            assertThat(listing.lines().filter(line -> line.startsWith("pub:"))).singleElement().satisfies(line -> assertThat(line).startsWith("pub:r:"));

            String fingerprint = gpg.fingerprint("Anna <anna@example.net>");
            OpenPgpCertificate anna = OpenPgpKeyring.read(gpg.run(new byte[0], "--export", fingerprint), List.of()).orThrow().certificates().getFirst();
            byte[] theirs = bytes(new String(gpg.revocation(fingerprint), StandardCharsets.UTF_8).replace(":-----BEGIN", "-----BEGIN"));
            assertThat(OpenPgpUpload.revoked(anna, theirs)).isPresent();
            assertThat(OpenPgpUpload.revoked(key.certificate(), theirs)).as("of another key").isEmpty();
            assertThat(OpenPgpUpload.revoked(anna, bytes("no key at all"))).isEmpty();
        }
    }

    @Test
    void a_locked_key_and_one_without_its_primary_secret_cannot_be_cared_for() {
        OpenPgpKey locked = new OpenPgpKeyGenerator(() -> made, RANDOM).generate(
                OpenPgpKeyGenerator.Profile.ED25519, List.of("x <x@example.org>"), Optional.of(LIFE), Optional.of(org.chancery.secrets.Secret.of("wind")));
        OpenPgpKey read = OpenPgpKeyring.read(locked.encoded().reveal(), List.of()).orThrow().keys().getFirst();
        assertThat(KeyCare.of(read, read.certificate(), made, RANDOM)).isEmpty();
        assertThat(KeyCare.canSign(read, made)).isFalse();
    }

    @Test
    void words_of_others_are_taken_off_a_certificate_that_is_handed_in() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            gpg.generate("Ben <ben@example.net>", "0");
            String anna = gpg.fingerprint("Anna <anna@example.net>");
            int alone = gpg.run(new byte[0], "--export", anna).length;
            gpg.run(new byte[0], "--local-user", "=Ben <ben@example.net>", "--quick-sign-key", anna);
            byte[] certified = gpg.run(new byte[0], "--export", anna);
            assertThat(certified.length).isGreaterThan(alone);
            assertThat(OpenPgpUpload.read(certified).orThrow().encoded()).hasSize(alone);
        }
    }

    @Test
    void a_certificate_that_is_merged_again_and_again_does_not_outgrow_what_is_taken_but_its_revocation_is_heard() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        OpenPgpCertificate known = key.certificate();
        int grown = 0;
        for (int day = 1; day <= 60; day++) { // each brings a signature for each of two subkeys
            OpenPgpCertificate newer = KeyCare.of(key, key.certificate(), made.plus(Duration.ofHours(day)), RANDOM).orElseThrow().extended(LIFE).certificate();
            OpenPgpCertificate merged = OpenPgpUpload.merged(known, newer).orElseThrow();
            grown += merged.encoded().length > known.encoded().length ? 1 : 0;
            known = merged;
        }
        assertThat(grown).isBetween(40, 55);
        assertThat(OpenPgpUpload.read(known.encoded())).isInstanceOf(Parsed.Value.class);
        byte[] revocation = KeyCare.of(key, key.certificate(), made.plus(MONTH), RANDOM).orElseThrow().revocation();
        OpenPgpCertificate revoked = OpenPgpUpload.revoked(key.certificate(), revocation).orElseThrow();
        assertThat(OpenPgpUpload.merged(known, revoked).orElseThrow().isRevoked()).isTrue();
    }

    @Test
    void a_subkey_that_the_primary_key_did_not_bind_and_a_signature_that_does_not_fit_are_not_merged() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        byte[] longer = KeyCare.of(key, key.certificate(), made.plus(MONTH), RANDOM).orElseThrow().extended(LIFE).certificate().encoded();
        longer[longer.length - 3] ^= 1; // in the newest signature of the last subkey
        OpenPgpCertificate merged = OpenPgpUpload.merged(key.certificate(), OpenPgpKeyring.read(longer, List.of()).orThrow().certificates().getFirst()).orElseThrow();
        assertThat(KeyCare.expires(merged, made.plus(MONTH).plusSeconds(5))).isEqualTo(KeyCare.expires(key.certificate(), made.plus(MONTH)));
        OpenPgpKey other = new OpenPgpKeyGenerator(() -> made.plusSeconds(7), RANDOM).generate(OpenPgpKeyGenerator.Profile.ED25519, List.of("x <x@example.org>"), Optional.of(LIFE), Optional.empty());
        byte[] own = key.certificate().encoded();
        byte[] foreign = other.certificate().encoded();
        byte[] adopted = Gpg.join(own, Arrays.copyOfRange(foreign, subkey(foreign), foreign.length));
        OpenPgpCertificate newer = OpenPgpKeyring.read(adopted, List.of()).orThrow().certificates().getFirst();
        assertThat(newer.encoded()).as("it is read").hasSizeGreaterThan(own.length);
        assertThat(OpenPgpUpload.merged(key.certificate(), newer).orElseThrow().encoded()).isEqualTo(own);
    }

    /// Where the first subkey begins: tag 14, in the new or the old format.
    private static int subkey(byte[] certificate) {
        for (int at = 0; at < certificate.length; ) {
            int tag = certificate[at] & 0xFF;
            if (tag == 0xCE || (tag & 0xFC) == 0xB8) {
                return at;
            }
            boolean isNew = (tag & 0x40) != 0;
            int first = certificate[at + 1] & 0xFF;
            int second = certificate[at + 2] & 0xFF;
            at += isNew ? first < 192 ? 2 + first : 3 + (first - 192 << 8) + second + 192 : (tag & 3) == 0 ? 2 + first : 3 + (first << 8) + second;
        }
        throw new AssertionError("no subkey");
    }

    @Test
    void secret_keys_several_keys_and_what_is_no_key_are_refused_with_the_reason() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        byte[] two = Gpg.join(key.certificate().encoded(), key(OpenPgpKeyGenerator.Profile.ED25519).certificate().encoded());
        assertThat(why(key.encoded().reveal())).contains("secret key").contains("revoke");
        assertThat(why(Armor.write("PGP PRIVATE KEY BLOCK", key.encoded().reveal()))).contains("secret key");
        assertThat(why(two)).contains("several keys");
        assertThat(why(bytes("Hello"))).contains("no OpenPGP key");
        assertThat(why(new byte[0])).contains("no OpenPGP key");
        assertThat(why(new byte[] {(byte) 0xC6})).contains("no OpenPGP key");
        byte[] large = java.util.Arrays.copyOf(key.certificate().encoded(), OpenPgpUpload.MAX_OCTETS + 1);
        assertThat(why(large)).contains("64 KiB");
    }

    @Test
    void a_certificate_with_too_many_subkeys_is_refused() {
        OpenPgpKey key = key(OpenPgpKeyGenerator.Profile.ED25519);
        KeyCare.Kept kept = new KeyCare.Kept(key, key.certificate());
        for (int i = 0; i < 19; i++) {
            kept = KeyCare.of(kept.key(), kept.certificate(), made, RANDOM).orElseThrow().rotated(LIFE, made.plus(MONTH));
        }
        assertThat(why(kept.certificate().encoded())).contains("20 subkeys");
    }

    private static String why(byte[] file) {
        return switch (OpenPgpUpload.read(file)) {
            case Parsed.Malformed<OpenPgpCertificate>(int _, String why) -> why;
            case Parsed.Value<OpenPgpCertificate> taken -> "taken: " + taken;
        };
    }
}
