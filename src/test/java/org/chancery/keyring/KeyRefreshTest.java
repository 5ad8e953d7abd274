package org.chancery.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.kit.Unopened.unopened;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.chancery.dns.Resolver;
import org.chancery.kit.WebHost;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Texts;
import org.chancery.protection.Gpg;
import org.chancery.secrets.Secret;
import org.chancery.token.ConfirmTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Asking for news of members' keys; directory and key server are one HTTPS server on loopback, the keys are GnuPG's.
class KeyRefreshTest extends KeyringTest {
    private static final String DOMAIN = "people.test";
    private static final String SERVER = "keys.vks.test";
    private static final Address EVE = Address.of("eve@people.test");
    private static final String EVE_ID = "Eve <eve@people.test>";
    private static final String HU = "/.well-known/openpgpkey/hu/" + KeyDirectory.hash("eve");
    private static final By BY = new By("local:root", "cli");
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private MemberKeyDesk desk = unopened();
    private WebHost web = unopened();
    private MailingList sealed = unopened();

    @BeforeEach
    void start() throws IOException {
        now = now.plus(Duration.ofMinutes(5)); // keys that GnuPG makes meanwhile are of the past
        web = WebHost.secure(SERVER, DOMAIN);
        sealed = encrypting("sealed");
        byte[] key = new byte[32];
        key[0] = 1;
        desk = new MemberKeyDesk(store.keys(), keyrings, new SignatureMemory(store.keys().accepted(), Secret.of("memory")), new MemberKeyDesk.Surroundings(
                store.lists(), store.members(), new NoticeWriter(new Texts(), "lists.example.org", clock, RANDOM), new ConfirmTokens(key), List::of, clock, RANDOM, () -> {}));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private MailingList encrypting(String name) {
        return store.lists().create(Address.of(name + "@lists.example.org"), "discussion", new Settings(Map.of(Setting.GPG_DISTRIB_ENCRYPT, "yes")), "accept.", act("list.create", name)).orElseThrow();
    }

    private KeyRefresh refresh() {
        return refresh(pauses::add);
    }

    private KeyRefresh refresh(KeyRefresh.Pause pause) {
        Resolver names = WebHost.names("127.0.0.1", SERVER, DOMAIN);
        var lookup = new KeyLookup(Optional.of(new WebKeyDirectories(web.egress(names), web.port())), Optional.of(new KeyServer(web.egress(names), URI.create("https://" + SERVER + ":" + web.port()))));
        return new KeyRefresh(store.keys(), store.lists(), desk, lookup, new KeyRefresh.Surroundings(clock, RANDOM, pause));
    }

    private void join(MailingList list, Address address) {
        store.members().add(new NewMember(list.id(), address, "", Role.MEMBER, Member.Preferences.DEFAULT), act("member.add", address.toString())).orElseThrow();
    }

    private void installed(byte[] key) {
        join(sealed, EVE);
        assertThat(desk.install(sealed, EVE, key, BY).toOptional()).isPresent();
    }

    /// A member with a row that is no key; enough to be asked for.
    private void member(MailingList list, Address address, String fingerprint) {
        join(list, address);
        MemberKey key = new MemberKey(list.id(), address, Slot.OPENPGP, fingerprint, MemberKey.State.ACTIVE, MemberKey.Source.MAIL, new byte[0], now, now, Optional.empty(), Optional.empty(), 0, 0);
        assertThat(store.keys().members().replace(list.id(), address, Slot.OPENPGP, List.of(), List.of(key), List.of(act("key.import", fingerprint)), List.of())).isTrue();
    }

    private List<String> members(int count, MailingList... lists) {
        List<String> fingerprints = Stream.generate(() -> String.format(Locale.ROOT, "%016X%016X%08X", RANDOM.nextLong(), RANDOM.nextLong(), RANDOM.nextInt())).limit(count).toList();
        for (int i = 0; i < count; i++) {
            for (MailingList list : lists) {
                member(list, Address.of("m" + i + "@people.test"), fingerprints.get(i));
            }
        }
        return fingerprints;
    }

    private MemberKey known() {
        return desk.of(sealed, EVE).stream().filter(key -> !key.state().isOpen()).findFirst().orElseThrow();
    }

    private long asked(String what) {
        return web.asked().stream().filter(url -> url.contains(what)).count();
    }

    @Test
    void a_key_that_was_extended_elsewhere_is_fetched_before_it_ends() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(EVE_ID, "60d");
            installed(gpg.certificates());
            String fingerprint = known().fingerprint();
            web.give(HU, gpg.run(new byte[0], "--export"));
            assertThat(refresh().work(now)).isZero();
            assertThat(web.asked()).as("a new key waits for its place in the week").isEmpty();
            now = now.plus(KeyRefresh.WEEK);
            assertThat(refresh().work(now)).as("asked, and nothing is new").isZero();
            assertThat(asked(KeyDirectory.hash("eve"))).isEqualTo(1);
            Instant end = known().expires().orElseThrow();
            now = end.minus(Duration.ofDays(29));
            gpg.run(new byte[0], "--quick-set-expire", fingerprint, "2y");
            gpg.run(new byte[0], "--quick-set-expire", fingerprint, "2y", "*");
            web.give(HU, gpg.run(new byte[0], "--export"));
            assertThat(refresh().work(now)).isEqualTo(1);
            assertThat(known().expires()).hasValueSatisfying(longer -> assertThat(longer).isAfter(end.plus(Duration.ofDays(500))));
            assertThat(known().state()).isEqualTo(MemberKey.State.ACTIVE);
            assertThat(store.audit().last(1)).singleElement().satisfies(entry -> {
                assertThat(entry.act().action()).isEqualTo("key.merge");
                assertThat(entry.act().actor()).isEqualTo("server");
                assertThat(entry.act().door()).isEqualTo("refresh from wkd");
            });
        }
    }

    @Test
    void around_its_end_a_key_is_asked_for_each_day() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(EVE_ID, "20d");
            installed(gpg.certificates());
            refresh().work(now);
            Instant start = now;
            for (; now.isBefore(start.plus(Duration.ofDays(30))); now = now.plus(HOUR)) {
                refresh().work(now);
            }
            assertThat(asked("openpgpkey")).as("also when it is over").isBetween(29L, 36L);
        }
    }

    @Test
    void each_key_is_asked_for_once_a_week_at_its_own_time_whatever_lists_it_is_on() {
        MailingList other = encrypting("other");
        List<String> fingerprints = members(40, sealed, other);
        Map<Long, Integer> days = new HashMap<>();
        Instant start = now;
        for (; now.isBefore(start.plus(Duration.ofDays(21))); now = now.plus(HOUR)) {
            int before = web.asked().size();
            refresh().work(now);
            days.merge(Duration.between(start, now).toDays(), web.asked().size() - before, Integer::sum);
        }
        assertThat(fingerprints).allSatisfy(fingerprint -> assertThat(asked(fingerprint)).isBetween(3L, 4L));
        assertThat(days.values().stream().filter(questions -> questions > 0).count()).as("spread over the week").isGreaterThan(14);
        assertThat(pauses).allMatch(pause -> pause.toMillis() >= 1_000 && pause.toMillis() <= 5_000);
    }

    @Test
    void questions_come_shuffled_one_at_a_time_with_pauses_and_stop_with_the_server() {
        List<String> fingerprints = members(20, sealed);
        refresh().work(now);
        now = now.plus(KeyRefresh.WEEK);
        List<Integer> atPause = new ArrayList<>();
        assertThat(refresh(_ -> {
            atPause.add(web.asked().size());
            if (atPause.size() == 10) {
                throw new InterruptedException();
            }
        }).work(now)).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(atPause).as("each pause behind one answered question: directory and key server").containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18, 20);
        refresh().work(now);
        List<String> order = web.asked().stream().filter(url -> url.contains("by-fingerprint")).map(url -> url.substring(url.lastIndexOf('/') + 1)).toList();
        assertThat(order).as("the rest was due as before").containsExactlyInAnyOrderElementsOf(fingerprints).isNotEqualTo(fingerprints);
    }

    @Test
    void of_two_servers_one_asks_and_after_a_restart_nobody_asks_again() throws Exception {
        List<String> fingerprints = members(30, sealed);
        refresh().work(now);
        now = now.plus(KeyRefresh.WEEK);
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            both.invokeAll(List.of(() -> refresh().work(now), () -> refresh().work(now))).forEach(done -> assertThat(done).succeedsWithin(Duration.ofMinutes(1)));
        }
        assertThat(fingerprints).allSatisfy(fingerprint -> assertThat(asked(fingerprint)).isEqualTo(1));
        now = now.plus(HOUR);
        assertThat(refresh().work(now)).isZero();
        assertThat(web.asked()).hasSize(60);
    }

    @Test
    void nobody_asks_for_members_of_lists_that_have_no_use_for_openpgp_and_for_those_who_left() {
        members(3, talk);
        List<String> left = members(3, sealed);
        refresh().work(now);
        for (int i = 0; i < left.size(); i++) {
            Address address = Address.of("m" + i + "@people.test");
            assertThat(store.members().remove(sealed.id(), address, Role.MEMBER, act("member.remove", address.toString()))).isTrue();
        }
        now = now.plus(KeyRefresh.WEEK);
        refresh().work(now);
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void another_key_under_the_address_is_no_news() {
        try (Gpg gpg = Gpg.start(); Gpg thief = Gpg.start()) {
            gpg.generate(EVE_ID, "0");
            thief.generate(EVE_ID, "0");
            installed(gpg.certificates());
            MemberKey before = known();
            refresh().work(now);
            now = now.plus(KeyRefresh.WEEK);
            web.give(HU, thief.certificates());
            web.give("/vks/v1/by-fingerprint/" + before.fingerprint(), thief.certificates());
            assertThat(refresh().work(now)).isZero();
            assertThat(desk.of(sealed, EVE)).singleElement().satisfies(key -> {
                assertThat(key.fingerprint()).isEqualTo(before.fingerprint());
                assertThat(key.certificate()).isEqualTo(before.certificate());
            });
            assertThat(web.asked()).as("both were asked").hasSize(2);
        }
    }

    @Test
    void a_revocation_that_only_the_key_server_has_works_at_once() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(EVE_ID, "0");
            byte[] good = gpg.certificates();
            installed(good);
            String fingerprint = known().fingerprint();
            refresh().work(now);
            now = now.plus(KeyRefresh.WEEK);
            gpg.run(gpg.revocation(fingerprint, 1), "--import");
            web.give(HU, good);
            web.give("/vks/v1/by-fingerprint/" + fingerprint, gpg.certificates());
            assertThat(refresh().work(now)).isEqualTo(1);
            assertThat(known().state()).isEqualTo(MemberKey.State.REVOKED);
            assertThat(store.audit().last(1)).singleElement().satisfies(entry -> assertThat(entry.act().door()).isEqualTo("refresh from vks"));
        }
    }

    @Test
    void what_does_not_verify_is_not_merged() {
        try (Gpg gpg = Gpg.start()) {
            gpg.generate(EVE_ID, "60d");
            installed(gpg.certificates());
            MemberKey before = known();
            refresh().work(now);
            now = now.plus(KeyRefresh.WEEK);
            gpg.run(new byte[0], "--quick-set-expire", before.fingerprint(), "2y", "*");
            byte[] forged = gpg.run(new byte[0], "--export");
            forged[forged.length - 3] ^= 1; // within the newest signature, that of the subkey
            web.give(HU, forged);
            assertThat(refresh().work(now)).isZero();
            assertThat(known().certificate()).isEqualTo(before.certificate());
        }
    }
}
