package org.chancery.posting.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.audit.Act;
import org.chancery.keyring.By;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Outcome;
import org.chancery.keyring.RevocationFetch;
import org.chancery.keyring.Slot;
import org.chancery.keyring.TrustDesk;
import org.chancery.kit.Author;
import org.chancery.kit.EncryptedLists;
import org.chancery.kit.WebHost;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;
import org.chancery.protection.smime.Certificates;
import org.chancery.protection.smime.SmimeFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lists make of revocation lists that OpenSSL made and a web server gives.
class RevocationTest {
    private static final String ANN = "ann@example.net";
    private static final String HOST = "crl.revocation.test";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    @TempDir
    Path folder = Path.of(".");

    private EncryptedLists lists = unopened();
    private WebHost web = unopened();
    private final Instant now = Instant.now();

    @BeforeEach
    void open() throws IOException {
        lists = EncryptedLists.in(folder);
        web = WebHost.plain();
        lists.openssl().index();
    }

    @AfterEach
    void close() {
        web.close();
        lists.close();
    }

    /// Of the list's one authority, made a while ago and over at `next`.
    private void issue(Instant made, Instant next) {
        web.give("/ca.crl", der(crl("ca", made, next)));
    }

    private byte[] crl(String authority, Instant made, Instant next) {
        lists.openssl().run(new byte[0], "ca", "-config", "@ca.cnf", "-gencrl", "-keyfile", "@" + authority + ".key", "-cert", "@" + authority + ".pem",
                "-crl_lastupdate", TIME.format(made), "-crl_nextupdate", TIME.format(next), "-out", "@out.crl");
        return lists.openssl().read("out.crl");
    }

    private void revoke(Author author, String... reason) {
        List<String> line = new ArrayList<>(List.of("ca", "-config", "@ca.cnf", "-keyfile", "@ca.key", "-cert", "@ca.pem", "-revoke", "@" + author.address() + ".pem"));
        line.addAll(List.of(reason));
        lists.openssl().run(new byte[0], line.toArray(String[]::new));
    }

    private void bringIn(MailingList list) {
        var desk = new TrustDesk(lists.store().keys().lists(), () -> now);
        assertThat(desk.add(list, crl("ca", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6))), new By("owner@example.net", "cli"))).isInstanceOf(Outcome.Done.class);
    }

    /// A list with Ann, and somebody whose certificate says where the revocation list is.
    private MailingList list(String revocation) {
        MailingList list = lists.list(Map.of(Setting.SMIME_POST_SIGN, "yes", Setting.REVOCATION, revocation));
        lists.member(list, ANN, Technology.SMIME);
        lists.member(list, "bob@example.net");
        lists.openssl().certificate("pointing", "ca", "bob@example.net", "rsa:2048", "emailProtection\ncrlDistributionPoints=URI:" + url("/ca.crl") + ",URI:" + url("/../etc/passwd")
                + ",URI:http://169.254.169.254/latest", "30");
        var certificate = SmimeFiles.read(lists.openssl().read("pointing.pem"), List.of()).orThrow().certificates().getFirst();
        try {
            MemberKey key = new MemberKey(list.id(), Address.of("bob@example.net"), Slot.SMIME, Certificates.fingerprint(certificate), MemberKey.State.ACTIVE,
                    MemberKey.Source.ADMINISTRATOR, certificate.getEncoded(), now, now, Optional.empty(), Optional.empty(), 0, 0);
            lists.store().keys().members().replace(list.id(), key.address(), Slot.SMIME, List.of(), List.of(key), List.of(new Act(now, "test", "cli", "test", "x", "")), List.of());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return list;
    }

    private String url(String path) {
        return "http://" + HOST + ":" + web.port() + path;
    }

    private RevocationFetch fetch(String... allowed) {
        return new RevocationFetch(lists.store().keys(), lists.store().lists(), web.egress(WebHost.names("127.0.0.1", HOST)), List.of(allowed));
    }

    /// As authorities give it.
    private byte[] der(byte[] pem) {
        return lists.openssl().run(pem, "crl", "-outform", "DER");
    }

    private String judged(MailingList list) {
        Author ann = lists.author(ANN);
        return lists.judge(list, ANN, ann.message(list.address().toString(), "s", ann.signed(Technology.SMIME, "Hello\r\n")));
    }

    private List<String> judged(List<MailingList> all) {
        List<String> words = new ArrayList<>();
        all.forEach(list -> words.add(judged(list)));
        return words;
    }

    @Test
    void without_a_current_list_a_signature_is_good_only_where_nothing_is_demanded() {
        List<MailingList> all = List.of(list("off"), list("soft"), list("hard"));
        assertThat(judged(all)).containsExactly("accept", "hold", "hold");

        issue(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6)));
        RevocationFetch fetch = fetch(url("/"));
        assertThat(fetch.work(now)).isEqualTo(2);
        assertThat(judged(all)).containsExactly("accept", "accept", "accept");
        assertThat(web.asked()).containsExactly("http://" + HOST + "/ca.crl");

        assertThat(fetch.work(now.plus(Duration.ofHours(23)))).isZero();
        assertThat(web.asked()).as("it holds for days, so it is asked for once a day").hasSize(1);
        fetch.work(now.plus(Duration.ofHours(25)));
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void soft_goes_on_for_a_week_after_the_next_update_and_hard_does_not() {
        List<MailingList> all = List.of(list("soft"), list("hard"));
        issue(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(6)));
        assertThat(fetch(url("/")).work(now)).isEqualTo(2);
        assertThat(judged(all)).containsExactly("accept", "hold");
    }

    @Test
    void soft_ends_a_week_after_the_next_update() {
        MailingList list = list("soft");
        issue(now.minus(Duration.ofDays(12)), now.minus(Duration.ofDays(8)));
        assertThat(fetch(url("/")).work(now)).isEqualTo(1);
        assertThat(judged(list)).isEqualTo("hold");
    }

    @Test
    void a_certificate_on_the_list_counts_no_more_and_an_older_list_does_not_bring_it_back() {
        MailingList list = list("soft");
        byte[] old = crl("ca", now.minus(Duration.ofDays(3)), now.plus(Duration.ofDays(3)));
        judged(list);
        revoke(lists.author(ANN), "-crl_reason", "cessationOfOperation");
        issue(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6)));
        RevocationFetch fetch = fetch(url("/ca.crl"));
        assertThat(fetch.work(now)).isEqualTo(1);
        assertThat(judged(list)).isEqualTo("hold");

        web.give("/ca.crl", old);
        assertThat(fetch.work(now.plus(Duration.ofDays(2)))).isZero();
        assertThat(judged(list)).isEqualTo("hold");
    }

    @Test
    void a_list_that_an_owner_brought_in_counts_without_anything_being_demanded() {
        MailingList list = list("off");
        assertThat(judged(list)).isEqualTo("accept");
        revoke(lists.author(ANN), "-crl_reason", "superseded");
        bringIn(list);
        assertThat(judged(list)).isEqualTo("hold");
    }

    @Test
    void what_a_key_in_other_hands_signed_is_no_moderators_to_accept() {
        MailingList list = list("off");
        judged(list);
        revoke(lists.author(ANN), "-crl_reason", "keyCompromise");
        bringIn(list);
        assertThat(judged(list)).isEqualTo("drop");
    }

    @Test
    void nothing_is_encrypted_to_a_certificate_that_its_authority_revoked() {
        MailingList list = list("off");
        Address ann = Address.of(ANN);
        Set<Technology> smime = Set.of(Technology.SMIME);
        assertThat(lists.keyring().keyrings().of(list).reader(ann, smime, Instant.now())).isPresent();
        revoke(lists.author(ANN), "-crl_reason", "superseded");
        bringIn(list);
        assertThat(lists.keyring().keyrings().of(list).reader(ann, smime, Instant.now())).isEmpty();
        assertThat(lists.keyring().keyrings().of(list).reader(Address.of("bob@example.net"), smime, Instant.now())).as("of the same authority").isPresent();
    }

    @Test
    void a_revocation_list_of_another_authority_keeps_nobody_from_the_mail() {
        MailingList list = list("off");
        lists.openssl().authority("evil");
        revoke(lists.author(ANN));
        var desk = new TrustDesk(lists.store().keys().lists(), () -> now);
        desk.add(list, crl("evil", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6))), new By("owner@example.net", "cli"));
        assertThat(lists.keyring().keyrings().of(list).reader(Address.of(ANN), Set.of(Technology.SMIME), Instant.now())).isPresent();
    }

    @Test
    void places_that_nobody_allowed_are_not_asked() {
        list("soft");
        issue(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6)));
        assertThat(fetch().work(now)).isZero();
        assertThat(fetch("http://" + HOST + ":1/", url("/other/"), url("/ca.crl.old")).work(now)).isZero();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void a_list_of_another_authority_and_what_is_none_is_refused() {
        MailingList list = list("soft");
        lists.openssl().authority("evil");
        web.give("/ca.crl", crl("evil", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(6))));
        assertThat(fetch(url("/")).work(now)).isZero();
        web.give("/ca.crl", "<html>".getBytes(StandardCharsets.US_ASCII));
        assertThat(fetch(url("/")).work(now)).isZero();
        assertThat(judged(list)).isEqualTo("hold");
    }
}
