package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.junit.jupiter.api.Test;

class DnsCheckupTest {
    private static final String NAME = "rsa20261123._domainkey.lists.example.org.";
    private static final String RECORD = "v=DKIM1; k=rsa; p=AAAA";

    private static List<Finding> signing(String zone, Map<String, String> records) {
        return new DnsCheckup(new ZoneResolver(Zone.read(zone).orThrow()), "lists.example.org").signing("lists.example.org", records);
    }

    @Test
    void a_signing_key_must_be_published_as_it_is() {
        Map<String, String> key = Map.of(NAME, RECORD);
        assertThat(signing("{\"" + NAME + "\":{\"TXT\":[\"" + RECORD + "\"]}}", key)).extracting(Finding::level).containsExactly(Finding.Level.OK);
        assertThat(signing("{\"" + NAME + "\":{\"TXT\":[\"v=DKIM1; p=BBBB\"]}}", key)).extracting(Finding::level).containsExactly(Finding.Level.FAIL);
        assertThat(signing("{\"" + NAME + "\":{\"timeout\":true}}", key)).extracting(Finding::level).containsExactly(Finding.Level.WARN);
        assertThat(signing("{}", key)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.FAIL);
            assertThat(finding.sentence()).contains(NAME, RECORD);
        });
    }

    @Test
    void a_domain_without_keys_is_told_how_to_get_them() {
        assertThat(signing("{}", Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
            assertThat(finding.sentence()).contains("chancery domain keys lists.example.org --new");
        });
    }
}
