package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `chancery domain keys`.
class DomainKeysCommandTest {
    @TempDir
    Path data;

    @Test
    void keys_are_made_once_a_day_shown_as_dns_records_and_forgotten() {
        TestSite site = new TestSite(data);
        site.done("domain", "add", "lists.example.org");
        assertThat(site.done("domain", "keys", "lists.example.org")).contains("No keys yet");

        String made = site.done("domain", "keys", "lists.example.org", "--new", "--json");
        assertThat(made).contains("\"v=DKIM1; k=rsa; p=MII", "\"v=DKIM1; k=ed25519; p=", "._domainkey.lists.example.org.");
        assertThat(site.run("domain", "keys", "lists.example.org", "--new").exit()).isEqualTo(ExitCode.REFUSED);

        String selector = made.substring(made.indexOf("ed2"), made.indexOf("._domainkey", made.indexOf("ed2")));
        site.done("domain", "keys", "lists.example.org", "--remove", selector);
        assertThat(site.done("domain", "keys", "lists.example.org")).contains("rsa").doesNotContain(selector);
        assertThat(site.run("domain", "keys", "lists.example.org", "--remove", selector).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(site.run("domain", "keys", "other.example.org").exit()).isEqualTo(ExitCode.REFUSED);
    }
}
