package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.chancery.dns.Resolver;
import org.chancery.egress.Egress;
import org.chancery.kit.ConnectProxy;
import org.chancery.kit.WebHost;
import org.chancery.mail.Address;
import org.chancery.protection.Gpg;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking for keys at a key server, after the directory of the domain; both are HTTPS servers on loopback, the keys are GnuPG's.
class KeyServerTest {
    private static final String SERVER = "keys.vks.test";
    private static final String DOMAIN = "people.test";
    private static final Address ANNA = Address.of("Anna+x@people.test");
    private static final String BY_EMAIL = "/vks/v1/by-email/Anna+x@people.test"; // as the server reads the path
    private static final String HU = "/.well-known/openpgpkey/hu/" + KeyDirectory.hash("Anna+x");
    private static Gpg gpg;
    private static byte[] annas;
    private static byte[] bobs;

    @BeforeAll
    static void keys() {
        gpg = Gpg.start();
        gpg.generate("Anna <anna+x@people.test>", "1y");
        gpg.generate("Bob <bob@people.test>", "1y");
        annas = gpg.run(new byte[0], "--armor", "--export", "=Anna <anna+x@people.test>");
        bobs = gpg.run(new byte[0], "--armor", "--export", "=Bob <bob@people.test>");
    }

    @AfterAll
    static void stop() {
        gpg.close();
    }

    private static String fingerprint(byte[] key) {
        return OpenPgpKeyring.read(key, List.of()).orThrow().certificates().getFirst().fingerprint();
    }

    private static KeyServer server(Egress egress, WebHost web) {
        return new KeyServer(egress, URI.create("https://" + SERVER + ":" + web.port()));
    }

    private static KeyServer server(WebHost web) {
        return server(web.egress(WebHost.names("127.0.0.1", SERVER)), web);
    }

    private static String told(Outcome<byte[]> outcome) {
        return switch (outcome) {
            case Outcome.Done<byte[]>(byte[] key) -> "key " + fingerprint(key);
            case Outcome.Refused<byte[]>(String why) -> why;
        };
    }

    @Test
    void a_key_is_found_by_address_and_by_fingerprint() throws IOException {
        try (WebHost web = WebHost.secure(SERVER)) {
            web.give(BY_EMAIL, annas);
            web.give("/vks/v1/by-fingerprint/" + fingerprint(annas), annas);
            assertThat(told(server(web).byAddress(ANNA))).isEqualTo("key " + fingerprint(annas));
            assertThat(told(server(web).byFingerprint(Fingerprint.parse(fingerprint(annas).toLowerCase(java.util.Locale.ROOT)).orThrow()))).isEqualTo("key " + fingerprint(annas));
            assertThat(web.asked()).containsExactly(
                    "https://" + SERVER + "/vks/v1/by-email/Anna%2Bx%40people.test", "https://" + SERVER + "/vks/v1/by-fingerprint/" + fingerprint(annas));
            assertThat(told(server(web).byAddress(Address.of("bob@people.test")))).isEqualTo("The key server keys.vks.test has no key of bob@people.test.");
        }
    }

    @Test
    void a_key_of_somebody_else_or_with_another_fingerprint_is_refused() throws IOException {
        try (WebHost web = WebHost.secure(SERVER)) {
            web.give(BY_EMAIL, bobs);
            web.give("/vks/v1/by-fingerprint/" + fingerprint(annas), bobs);
            assertThat(told(server(web).byAddress(ANNA))).isEqualTo("The key that the key server gave does not name Anna+x@people.test.");
            assertThat(told(server(web).byFingerprint(new Fingerprint(fingerprint(annas))))).contains("has the fingerprint " + fingerprint(bobs));
            web.give(BY_EMAIL, gpg.secretKeys("Anna <anna+x@people.test>"));
            assertThat(told(server(web).byAddress(ANNA))).contains("secret key");
            web.give(BY_EMAIL, new byte[70_000]);
            assertThat(told(server(web).byAddress(ANNA))).contains("the answer failed");
            web.give(BY_EMAIL, exchange -> {
                exchange.getResponseHeaders().add("Location", "https://elsewhere.test/");
                exchange.sendResponseHeaders(302, -1);
            });
            assertThat(told(server(web).byAddress(ANNA))).isEqualTo("The key server keys.vks.test could not be asked: the server answered 302.");
            assertThat(told(server(Egress.toTheInternet(WebHost.names("127.0.0.1", SERVER)), web).byAddress(ANNA))).contains("not of the public Internet");
        }
    }

    @Test
    void the_directory_of_the_domain_is_asked_first_and_the_key_server_where_that_has_none_or_another() throws IOException {
        try (WebHost web = WebHost.secure(SERVER, DOMAIN)) {
            Resolver names = WebHost.names("127.0.0.1", SERVER, DOMAIN);
            var lookup = new KeyLookup(Optional.of(new WebKeyDirectories(web.egress(names), web.port())), Optional.of(server(web.egress(names), web)));
            assertThat(lookup.find(ANNA, Optional.empty())).isEqualTo(Outcome.refused(
                    "The Web Key Directory of people.test has no key of Anna+x@people.test. The key server keys.vks.test has no key of Anna+x@people.test."));
            web.give(BY_EMAIL, annas);
            assertThat(lookup.find(ANNA, Optional.empty()).toOptional().orElseThrow().source()).isEqualTo(MemberKey.Source.VKS);
            web.give(HU, annas);
            int before = web.asked().size();
            assertThat(lookup.find(ANNA, Optional.empty()).toOptional().orElseThrow().source()).isEqualTo(MemberKey.Source.WKD);
            assertThat(web.asked().subList(before, web.asked().size())).allMatch(url -> url.contains("openpgpkey"));

            web.give("/vks/v1/by-fingerprint/" + fingerprint(bobs), bobs);
            KeyLookup.Found other = lookup.find(ANNA, Optional.of(new Fingerprint(fingerprint(bobs)))).toOptional().orElseThrow();
            assertThat(other.source()).isEqualTo(MemberKey.Source.VKS);
            assertThat(fingerprint(other.key())).isEqualTo(fingerprint(bobs));
        }
    }

    @Test
    void through_a_proxy_all_is_asked_and_names_are_its_to_look_up() throws IOException {
        try (WebHost web = WebHost.secure(SERVER, DOMAIN); ConnectProxy proxy = ConnectProxy.start().leads(SERVER, web.port()).leads(DOMAIN, web.port())) {
            Egress egress = web.egress(WebHost.names("127.0.0.1")).through(proxy.address()); // a DNS that has no name at all
            web.give(HU, annas);
            web.give(BY_EMAIL, annas);
            assertThat(told(new WebKeyDirectories(egress, 443).find(ANNA))).isEqualTo("key " + fingerprint(annas));
            assertThat(told(server(egress, web).byAddress(ANNA))).isEqualTo("key " + fingerprint(annas));
            assertThat(proxy.asked()).containsExactly("CONNECT openpgpkey.people.test:443", "CONNECT people.test:443", "CONNECT " + SERVER + ":" + web.port());

            proxy.refuse("407 Proxy Authentication Required");
            assertThat(told(server(web.egress(WebHost.names("127.0.0.1")).through(proxy.address()), web).byAddress(ANNA))).startsWith("The key server keys.vks.test could not be asked: ");
            proxy.refuse("200 OK");
            assertThat(told(server(web.egress(WebHost.names("127.0.0.1")).through(proxy.address()), web).byAddress(ANNA))).as("what the proxy says itself is never taken for the server").startsWith("The key server keys.vks.test could not be asked: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234ABCD", "0xDEADBEEFDEADBEEF", "4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7G", "../../../../../../../../../../../../../../", "4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D?x"})
    void a_key_id_or_anything_else_is_no_fingerprint(String written) {
        assertThat(Fingerprint.parse(written).toOptional()).isEmpty();
    }

    @Test
    void a_fingerprint_may_be_written_in_groups() {
        assertThat(Fingerprint.parse("4a5b 6C7D 4A5B 6C7D 4A5B  6C7D 4A5B 6C7D 4A5B 6C7D").orThrow()).isEqualTo(Fingerprint.parse("0x4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D4A5B6C7D").orThrow());
    }
}
