package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.chancery.dns.Resolver;
import org.chancery.egress.Egress;
import org.chancery.kit.WebHost;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.protection.Gpg;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.secrets.Secret;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.Test;

/// Looking for keys in the directories of others, which are HTTPS servers on loopback; the keys are GnuPG's.
class WebKeyDirectoriesTest extends KeyringTest {
    private static final String DOMAIN = "wkd.test";
    private static final String ADVANCED = "openpgpkey.wkd.test";
    private static final Address MEMBER = Address.of("Anna.B@wkd.test");
    private static final String HU = "/.well-known/openpgpkey/" + "hu/" + KeyDirectory.hash("Anna.B");
    private static final String ADVANCED_HU = "/.well-known/openpgpkey/wkd.test/hu/" + KeyDirectory.hash("Anna.B");

    private static String told(WebHost web, Resolver names) {
        return switch (new WebKeyDirectories(web.egress(names), web.port()).find(MEMBER)) {
            case Outcome.Done<byte[]>(byte[] key) -> "key " + OpenPgpKeyring.read(key, List.of()).orThrow().certificates().getFirst().fingerprint();
            case Outcome.Refused<byte[]>(String why) -> why;
        };
    }

    private static byte[] key(Gpg gpg, String userId) {
        gpg.generate(userId, "1y");
        return gpg.run(new byte[0], "--export", "=" + userId);
    }

    private static String fingerprint(byte[] key) {
        return OpenPgpKeyring.read(key, List.of()).orThrow().certificates().getFirst().fingerprint();
    }

    @Test
    void the_advanced_method_is_the_first_and_the_direct_one_only_for_domains_without_its_host() throws IOException {
        try (Gpg gpg = Gpg.start(); WebHost web = WebHost.secure(DOMAIN, ADVANCED)) {
            byte[] key = key(gpg, "Anna <anna.b@wkd.test>");
            web.give(HU, key);
            assertThat(told(web, WebHost.names("127.0.0.1", DOMAIN, ADVANCED))).isEqualTo("The Web Key Directory of wkd.test has no key of Anna.B@wkd.test.");
            assertThat(web.asked()).containsExactly("https://openpgpkey.wkd.test" + ADVANCED_HU + "?l=Anna.B");

            assertThat(told(web, WebHost.names("127.0.0.1", DOMAIN))).isEqualTo("key " + fingerprint(key));
            assertThat(web.asked().getLast()).isEqualTo("https://wkd.test" + HU + "?l=Anna.B");

            web.give(ADVANCED_HU, key);
            assertThat(told(web, WebHost.names("127.0.0.1", DOMAIN, ADVANCED))).isEqualTo("key " + fingerprint(key));
            assertThat(told(web, WebHost.names("127.0.0.1"))).isEqualTo("The domain wkd.test has no Web Key Directory.");
        }
    }

    @Test
    void a_key_that_was_found_is_challenged_like_any_other() throws IOException {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) 7);
        MemberKeyDesk desk = new MemberKeyDesk(store.keys(), keyrings, new SignatureMemory(store.keys().accepted(), Secret.of("memory")), new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, RANDOM), new ConfirmTokens(secret), List::of, clock, RANDOM, () -> {}));
        join(MEMBER, Role.MEMBER);
        try (Gpg gpg = Gpg.start(); WebHost web = WebHost.secure(DOMAIN)) {
            byte[] key = key(gpg, "Anna <anna.b@wkd.test>");
            web.give(HU, key);
            now = now.plusSeconds(60); // keys that GnuPG makes meanwhile are of the past
            byte[] found = new WebKeyDirectories(web.egress(WebHost.names("127.0.0.1", DOMAIN)), web.port()).find(MEMBER).toOptional().orElseThrow();
            assertThat(desk.upload(talk, MEMBER, found, MemberKey.Source.WKD, new By("owner@example.net", "cli")).toOptional().orElseThrow().what()).isEqualTo(MemberKeyDesk.Handed.What.CHALLENGED);
            assertThat(desk.of(talk, MEMBER)).singleElement().satisfies(pending -> {
                assertThat(pending.state()).isEqualTo(MemberKey.State.PENDING);
                assertThat(pending.source()).isEqualTo(MemberKey.Source.WKD);
                assertThat(pending.fingerprint()).isEqualTo(fingerprint(key));
            });
            assertThat(store.queue().entries(10)).hasSize(1);
        }
    }

    @Test
    void a_key_of_somebody_else_what_is_no_key_and_redirects_are_refused() throws IOException {
        try (Gpg gpg = Gpg.start(); WebHost web = WebHost.secure(DOMAIN)) {
            Resolver names = WebHost.names("127.0.0.1", DOMAIN);
            web.give(HU, key(gpg, "Bob <bob@wkd.test>"));
            assertThat(told(web, names)).isEqualTo("The key that the Web Key Directory gave does not name Anna.B@wkd.test.");
            web.give(HU, "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(told(web, names)).startsWith("What the Web Key Directory gave was not taken: no OpenPGP key is in it");
            web.give(HU, new byte[70_000]);
            assertThat(told(web, names)).startsWith("The Web Key Directory of wkd.test could not be asked: the answer failed");
            web.give(HU, exchange -> {
                exchange.getResponseHeaders().add("Location", "http://169.254.169.254/");
                exchange.sendResponseHeaders(301, -1);
            });
            assertThat(told(web, names)).isEqualTo("The Web Key Directory of wkd.test could not be asked: the server answered 301.");
        }
    }

    @Test
    void a_directory_behind_our_own_walls_is_not_asked() throws IOException {
        try (WebHost web = WebHost.secure(DOMAIN)) {
            var inside = new WebKeyDirectories(Egress.toTheInternet(WebHost.names("127.0.0.1", DOMAIN)), web.port());
            assertThat(inside.find(MEMBER)).isEqualTo(Outcome.refused("The Web Key Directory of wkd.test could not be asked: wkd.test has an address that is not of the public Internet."));
            assertThat(web.asked()).isEmpty();
        }
    }
}
