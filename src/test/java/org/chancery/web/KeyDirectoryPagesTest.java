package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.chancery.keyring.By;
import org.chancery.keyring.KeyDirectory;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.protection.Gpg;
import org.junit.jupiter.api.Test;

/// The Web Key Directory, asked as mail programs ask.
class KeyDirectoryPagesTest {
    private record Answer(String head, byte[] body) {}

    private static Answer get(TestSite site, String host, String path) {
        byte[] all = site.octets(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return new Answer(text.substring(0, end), Arrays.copyOfRange(all, end + 4, all.length));
    }

    @Test
    void a_local_part_is_hashed_as_the_draft_shows() {
        assertThat(KeyDirectory.hash("Joe.Doe")).isEqualTo("iy9q119eutrkn8s1mk4r39qejnbu3n5q");
    }

    @Test
    void each_address_of_a_list_has_its_key_under_that_address_alone() {
        try (TestSite site = TestSite.delivering(); Gpg gpg = Gpg.start()) {
            MailingList talk = site.list("talk", "A list");
            String hash = KeyDirectory.hash("talk");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/hu/" + hash + "?l=talk").head()).startsWith("HTTP/1.1 404");
            site.keyring.listKeys().generate(talk, ListKeyDesk.Kind.ED25519, new By("test", "cli"));

            Answer direct = get(site, TestSite.HOST, "/.well-known/openpgpkey/hu/" + hash + "?l=talk");
            assertThat(direct.head()).startsWith("HTTP/1.1 200").contains("Access-Control-Allow-Origin: *").contains("application/octet-stream");
            gpg.run(direct.body(), "--import");
            String listing = new String(gpg.run(new byte[0], "--with-colons", "--list-keys"), StandardCharsets.UTF_8);
            assertThat(listing).contains("<talk@" + TestSite.HOST + ">").doesNotContain("talk-owner");

            Answer owner = get(site, "openpgpkey." + TestSite.HOST, "/.well-known/openpgpkey/" + TestSite.HOST + "/hu/" + KeyDirectory.hash("talk-owner"));
            assertThat(owner.head()).startsWith("HTTP/1.1 200");
            gpg.run(owner.body(), "--import");
            assertThat(new String(gpg.run(new byte[0], "--with-colons", "--list-keys"), StandardCharsets.UTF_8)).contains("<talk-owner@" + TestSite.HOST + ">");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/policy")).satisfies(policy -> {
                assertThat(policy.head()).startsWith("HTTP/1.1 200");
                assertThat(policy.body()).isEmpty();
            });
            assertThat(get(site, "openpgpkey." + TestSite.HOST, "/.well-known/openpgpkey/" + TestSite.HOST + "/policy").head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void other_hosts_other_hashes_and_other_pages_under_the_name_of_the_directory_are_refused() {
        try (TestSite site = TestSite.delivering()) {
            MailingList talk = site.list("talk", "A list");
            site.keyring.listKeys().generate(talk, ListKeyDesk.Kind.ED25519, new By("test", "cli"));
            String hash = KeyDirectory.hash("talk");
            assertThat(get(site, "evil.example", "/.well-known/openpgpkey/hu/" + hash + "?l=talk").head()).startsWith("HTTP/1.1 421");
            assertThat(get(site, "openpgpkey." + TestSite.HOST, "/").head()).startsWith("HTTP/1.1 421");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/" + TestSite.HOST + "/hu/" + hash).head()).startsWith("HTTP/1.1 404");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/hu/" + KeyDirectory.hash("other") + "?l=talk").head()).startsWith("HTTP/1.1 404");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/hu/xx?l=%40%00").head()).startsWith("HTTP/1.1 4");
            assertThat(get(site, TestSite.HOST, "/.well-known/openpgpkey/hu/" + hash).head()).startsWith("HTTP/1.1 200");
        }
    }
}
