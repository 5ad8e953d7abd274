package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chancery.protection.Gpg;
import org.chancery.protection.OpenSsl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery key`.
class KeyCommandsTest {
    private static final String LIST = "talk@lists.example.org";
    private static final String ANNA = "anna@example.net";

    @TempDir
    Path data;

    private TestSite site = new TestSite(Path.of("."));

    @BeforeEach
    void list() {
        site = new TestSite(data);
        site.done("domain", "add", "lists.example.org");
        site.done("list", "create", LIST);
    }

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private String refused(String... line) {
        TestSite.Ran ran = site.run(line);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.REFUSED);
        return ran.err();
    }

    @Test
    void a_key_is_made_shown_exported_rotated_and_revoked() {
        assertThat(site.done("key", "list", LIST)).contains("No keys yet");
        assertThat(refused("key", "export", LIST)).contains("key generate");
        assertThat(refused("key", "rotate", LIST)).contains("no key to rotate");
        assertThat(site.done("key", "generate", LIST, "--json")).contains("\"state\":\"current\"", "\"technology\":\"openpgp\"");
        assertThat(refused("key", "generate", LIST)).contains("already");
        assertThat(site.done("key", "export", LIST)).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n").endsWith("-----END PGP PUBLIC KEY BLOCK-----\n");
        assertThat(site.done("key", "rotate", LIST)).contains("was rotated");
        assertThat(site.done("key", "list", LIST, "--json")).contains("\"state\":\"current\"", "\"state\":\"retiring\"");
        assertThat(site.done("key", "rotate", LIST, "--primary", "--type", "rsa3072")).contains("has the new key", "key backup");
        assertThat(site.run("key", "rotate", LIST, "--type", "rsa3072").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.done("key", "revoke", LIST)).contains("is revoked");
        assertThat(site.done("audit", "show")).contains("key.generate", "key.rotate", "key.rotate-primary", "key.revoke");
    }

    @Test
    void a_check_tells_what_a_list_that_encrypts_wants_for_and_an_openpgp_key_comes_by_itself() {
        assertThat(site.done("key", "check")).contains("Every list has the keys");
        site.done("member", "add", LIST, ANNA);
        site.done("list", "set", LIST, "gpg_post_encrypt=yes", "gpg_distrib_encrypt=force", "smime_distrib_encrypt=yes", "smime_distrib_sign=yes", "smime_post_sign=yes");
        assertThat(site.done("key", "list", LIST, "--json")).contains("\"technology\":\"openpgp\"", "\"state\":\"current\"");
        assertThat(site.done("key", "check")).contains("has no key for smime").contains("trusts no authority").contains("1 members have no key of their own and get no content")
                .doesNotContain("no key for openpgp");
    }

    @Test
    void a_key_with_which_the_list_can_seal_nothing_is_none() throws IOException {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            Path file = data.resolve("anna.asc");
            Files.write(file, gpg.certificates());
            site.done("member", "add", LIST, ANNA);
            site.done("key", "import", LIST, ANNA, file.toString());
            site.done("list", "set", LIST, "gpg_distrib_encrypt=yes");
            assertThat(site.done("key", "check")).doesNotContain("no key of their own");
            site.done("list", "set", LIST, "gpg_distrib_encrypt=no", "smime_distrib_encrypt=yes");
            assertThat(site.done("key", "check")).contains("1 members have no key of their own");
        }
    }

    @Test
    void directories_of_others_are_asked_only_where_the_site_allows_it() {
        site.done("member", "add", LIST, ANNA);
        assertThat(refused("key", "fetch", LIST, ANNA)).contains("This site asks no Web Key Directories", "keys.wkd=on");
    }

    @Test
    void a_members_key_counts_at_once_when_the_administrator_brings_it() throws IOException {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <anna@example.net>", "0");
            Path file = data.resolve("anna.asc");
            Files.write(file, gpg.certificates());
            site.done("member", "add", LIST, ANNA);
            assertThat(site.done("key", "import", LIST, ANNA, file.toString())).contains("counts on");
            assertThat(site.done("key", "import", LIST, ANNA, file.toString())).contains("is known as it is");
            assertThat(site.done("key", "list", LIST, ANNA, "--json")).contains("\"state\":\"active\"", "\"source\":\"administrator\"");
            assertThat(site.done("key", "export", LIST, ANNA)).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
            assertThat(site.done("key", "prefer", LIST, ANNA, "smime")).contains("smime");
            assertThat(refused("key", "approve", LIST, ANNA)).contains("no key that was proved");
            assertThat(refused("key", "refuse", LIST, ANNA)).contains("no key on its way");
            assertThat(site.done("key", "revoke", LIST, ANNA)).contains("counts no more");
            assertThat(refused("key", "import", LIST, ANNA, file.toString())).contains("was revoked");
            Files.write(file, gpg.secretKeys("Anna <anna@example.net>"));
            assertThat(refused("key", "import", LIST, "ben@example.net", file.toString())).contains("secret key");
        }
    }

    @Test
    void with_which_cipher_copies_go_to_a_member_is_shown_and_said() {
        OpenSsl openssl = OpenSsl.in(data);
        openssl.authority("ca");
        openssl.certificate("anna", "ca", ANNA, "ec -pkeyopt ec_paramgen_curve:P-256", "emailProtection", "30");
        site.done("member", "add", LIST, ANNA);
        assertThat(refused("key", "cipher", LIST, ANNA)).contains("no S/MIME certificate");
        site.done("key", "import", LIST, ANNA, data.resolve("anna.pem").toString());
        assertThat(site.done("key", "cipher", LIST, ANNA)).contains("aes256-cbc", "neither the certificate nor a signed mail");
        assertThat(site.done("key", "cipher", LIST, ANNA, "aes256-gcm", "--json")).contains("\"cipher\":\"aes256-gcm\"", "\"source\":\"chosen\"");
        assertThat(site.done("audit", "show")).contains("key.cipher");
        assertThat(site.done("key", "cipher", LIST, ANNA)).contains("aes256-gcm", "so it was said");
        assertThat(site.done("key", "cipher", LIST, ANNA, "announced")).contains("aes256-cbc");
        assertThat(site.run("key", "cipher", LIST, ANNA, "rot13").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_locked_key_pair_is_imported_from_stdin_with_its_passphrase_in_front() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("talk <talk@lists.example.org>", "0");
            byte[] key = gpg.secretKeys("talk <talk@lists.example.org>");
            byte[] input = (" \n" + ascii(key)).getBytes(StandardCharsets.US_ASCII);
            TestSite.Ran ran = site.run(new ByteArrayInputStream(input), "key", "import", LIST, "-", "--passphrase-first");
            assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.DONE);
            assertThat(ran.out()).contains(gpg.fingerprint("talk <talk@lists.example.org>"));
        }
    }

    @Test
    void an_smime_key_waits_for_its_certificate_and_anchors_come_and_go() {
        site.done("key", "generate", LIST, "--type", "smime-ec-p256");
        assertThat(site.done("key", "csr", LIST)).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(site.done("key", "anchor", "list", LIST)).contains("trusts nobody");
        String added = site.done("key", "anchor", "add", LIST, "src/test/data/smime/ca.pem", "--json");
        assertThat(added).contains("\"kind\":\"anchor\"", "CN=ca");
        String fingerprint = added.replaceAll("(?s).*\"fingerprint\":\"([0-9A-F]+)\".*", "$1");
        assertThat(site.done("key", "anchor", "list", LIST)).contains(fingerprint);
        assertThat(site.done("key", "anchor", "remove", LIST, fingerprint)).contains("trusted no more");
        assertThat(refused("key", "anchor", "remove", LIST, fingerprint)).contains("key anchor list");
    }

    @Test
    void a_backup_is_for_owners_and_is_tested_before_it_is_needed() throws IOException {
        site.done("key", "generate", LIST);
        assertThat(refused("key", "backup", LIST)).contains("No owner");
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Owner <owner@example.net>", "0");
            Path file = data.resolve("owner.asc");
            Files.write(file, gpg.certificates());
            site.done("member", "add", LIST, "owner@example.net", "--role", "owner");
            site.done("key", "import", LIST, "owner@example.net", file.toString());
            String saved = site.done("key", "backup", LIST);
            assertThat(site.done("audit", "show")).as("who took it").contains("key.backup");
            byte[] bundle = gpg.run(saved.getBytes(StandardCharsets.US_ASCII), "--decrypt");
            TestSite.Ran test = site.run(new ByteArrayInputStream(bundle), "key", "restore", LIST, "--dry-run");
            assertThat(test.out()).as(test.err()).contains("1 key can be restored");
            assertThat(site.run(new ByteArrayInputStream(bundle), "key", "restore", LIST).err()).contains("has all keys");
        }
    }

    @Test
    void a_key_that_names_another_address_is_taken_and_what_follows_is_told() {
        OpenSsl openssl = OpenSsl.in(data);
        openssl.authority("ca");
        openssl.certificate("mallory", "ca", "mallory@example.net", "rsa:2048", "emailProtection", "30");
        openssl.certificate("anna", "ca", ANNA, "rsa:2048", "emailProtection", "30");
        site.done("member", "add", LIST, ANNA);
        TestSite.Ran wrong = site.run("key", "import", LIST, ANNA, data.resolve("mallory.pem").toString());
        assertThat(wrong.out()).as(wrong.err()).contains("counts on");
        assertThat(wrong.err()).contains("names mallory@example.net and not " + ANNA, "Be sure");
        assertThat(site.run("key", "import", LIST, ANNA, data.resolve("anna.pem").toString()).err()).isEmpty();
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("wrong <wrong@other.example>", "0");
            TestSite.Ran imported = site.run(new ByteArrayInputStream(gpg.secretKeys("wrong <wrong@other.example>")), "key", "import", LIST, "-");
            assertThat(imported.out()).as(imported.err()).contains(gpg.fingerprint("wrong <wrong@other.example>"));
            assertThat(imported.err()).contains("names wrong@other.example and not " + LIST, "Web Key Directory", "chancery key rotate " + LIST + " --primary");
        }
        site.done("list", "set", LIST, "gpg_post_encrypt=yes", "gpg_distrib_encrypt=yes");
        assertThat(site.done("key", "check")).contains("names wrong@other.example and not " + LIST);
    }

    @Test
    void the_key_of_a_list_that_was_renamed_is_told_until_there_is_one_with_the_new_name() {
        String chat = "chat@lists.example.org";
        site.done("list", "set", LIST, "gpg_post_encrypt=yes", "gpg_distrib_encrypt=yes");
        assertThat(site.done("key", "check")).doesNotContain("and not");
        site.done("list", "rename", LIST, chat);
        assertThat(site.done("key", "check")).contains("and not " + chat, "chancery key rotate " + chat + " --primary");
        site.done("key", "rotate", chat);
        assertThat(site.done("key", "check")).as("the user ids stay").contains("and not " + chat);
        site.done("key", "rotate", chat, "--primary");
        assertThat(site.done("key", "check")).doesNotContain("and not");
    }

    @Test
    void the_backup_of_another_list_is_refused_and_that_of_a_renamed_one_is_taken() throws IOException {
        site.done("key", "generate", LIST);
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Owner <owner@example.net>", "0");
            Path file = data.resolve("owner.asc");
            Files.write(file, gpg.certificates());
            site.done("member", "add", LIST, "owner@example.net", "--role", "owner");
            site.done("key", "import", LIST, "owner@example.net", file.toString());
            byte[] bundle = gpg.run(site.done("key", "backup", LIST).getBytes(StandardCharsets.US_ASCII), "--decrypt");
            site.done("list", "create", "other@lists.example.org");
            for (String[] line : new String[][] {{"key", "restore", "other@lists.example.org"}, {"key", "restore", "other@lists.example.org", "--dry-run"}}) {
                TestSite.Ran other = site.run(new ByteArrayInputStream(bundle), line);
                assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
                assertThat(other.err()).contains("the backup of " + LIST, "--formerly " + LIST);
            }
            assertThat(site.done("key", "list", "other@lists.example.org")).contains("No keys yet");
            TestSite.Ran said = site.run(new ByteArrayInputStream(bundle), "key", "restore", "other@lists.example.org", "--formerly", LIST);
            assertThat(said.out()).as(said.err()).contains("1 key restored");
            assertThat(said.err()).contains("and not other@lists.example.org");
        }
    }

    @Test
    void keys_of_members_are_not_made_here_and_wrong_words_are_told() {
        assertThat(refused("key", "generate", LIST, ANNA)).contains("by its owner");
        assertThat(refused("key", "rotate", LIST, ANNA)).contains("by its owner");
        assertThat(site.run("key", "generate", LIST, "--type", "dsa").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(site.run("key", "import", LIST).exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused("key", "list", "none@lists.example.org")).contains("no list");
    }

    @Test
    void whom_the_list_would_encrypt_for_and_cannot_is_listed() {
        site.done("key", "generate", LIST);
        site.done("member", "add", LIST, ANNA, "bob@example.net");
        assertThat(site.done("member", "list", LIST, "--without-key")).as("it does not encrypt").contains("Nobody.");
        site.done("list", "set", LIST, "gpg_distrib_encrypt=force", "gpg_post_encrypt=yes");
        try (Gpg gpg = Gpg.start()) {
            gpg.generate("Anna <" + ANNA + ">", "0");
            site.run(new ByteArrayInputStream(gpg.run(new byte[0], "--armor", "--export", ANNA)), "key", "import", LIST, ANNA, "-");
        }
        assertThat(site.done("member", "list", LIST, "--without-key")).contains("bob@example.net").doesNotContain(ANNA);
    }

    @Test
    void the_key_of_a_list_is_announced_where_it_is_used() {
        site.done("member", "add", LIST, ANNA);
        assertThat(refused("key", "announce", LIST)).contains("neither encrypts nor signs");
        site.done("list", "set", LIST, "gpg_distrib_encrypt=force", "gpg_post_encrypt=yes");
        assertThat(site.done("key", "announce", LIST)).contains("went to 1 address.");
        assertThat(site.done("audit", "show")).contains("key.announce");
    }
}
