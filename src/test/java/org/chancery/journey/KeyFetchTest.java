package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.Refused;
import org.chancery.kit.ConnectProxy;
import org.chancery.list.MailingList;
import org.junit.jupiter.api.Test;

/// Asking servers of others for keys, as a whole site does that must not go out by itself.
class KeyFetchTest {
    private static final String ANNA = "a@example.net";
    private static final String FINGERPRINT = "4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D";

    @Test
    void a_site_behind_a_proxy_asks_directory_and_key_server_through_it_and_never_round_it() throws IOException {
        try (ConnectProxy proxy = ConnectProxy.start();
                Site site = Site.start("keys.wkd=on", "keys.vks=https://keys.example.edu", "egress.proxy=127.0.0.1:" + proxy.address().getPort())) {
            MailingList talk = site.openList("talk", ANNA);
            KeyAdministration keys = site.administration().keys();
            assertThatThrownBy(() -> keys.fetch(Site.CALLER, talk, ANNA, Optional.of(FINGERPRINT))).isInstanceOf(Refused.class)
                    .hasMessageContaining("The Web Key Directory of example.net could not be asked").hasMessageContaining("The key server keys.example.edu could not be asked");
            assertThat(proxy.asked()).containsExactly("CONNECT openpgpkey.example.net:443", "CONNECT example.net:443", "CONNECT keys.example.edu:443");
            assertThatThrownBy(() -> keys.fetch(Site.CALLER, talk, ANNA, Optional.of("ABCD"))).isInstanceOf(Refused.class).hasMessageContaining("no fingerprint");
            assertThatThrownBy(() -> keys.fetch(Site.CALLER, talk, "stranger@example.net", Optional.empty())).isInstanceOf(Refused.class).hasMessageContaining("no member");
            assertThat(proxy.asked()).hasSize(3);
        }
    }
}
