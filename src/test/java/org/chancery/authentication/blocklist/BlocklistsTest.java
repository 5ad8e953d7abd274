package org.chancery.authentication.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.authentication.blocklist.BlocklistSettings.Allowed;
import org.chancery.authentication.blocklist.SelfTest.Health;

import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Fault;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneServer;
import org.chancery.mail.Domain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Lists that are honest, dead, mad and slow, asked over real sockets (authorisation.md Z8).
class BlocklistsTest {
    private static final InetAddress BAD = InetAddress.ofLiteral("192.0.2.66");
    private static final InetAddress GOOD = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BAD_SIX = InetAddress.ofLiteral("2001:db8::bad");
    private static final String SIX_NAME = "d.a.b.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2";
    private static final String SIX_TEST = ".0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20);
    private static ZoneServer dns;
    private static DnsJavaResolver resolver;

    @BeforeAll
    static void start() throws IOException {
        dns = ZoneServer.start(Zone.read("""
                {"2.0.0.127.one.example": {"A": ["127.0.0.2"]}, "66.2.0.192.one.example": {"A": ["127.0.0.2"], "TXT": ["sends spam\\u0007, see https://one.example/"]},
                 "2%1$s.one.example": {"A": ["127.0.0.2"]}, "%2$s.one.example": {"A": ["127.0.0.4"]},
                 "2.0.0.127.two.example": {"A": ["127.0.0.2"]}, "66.2.0.192.two.example": {"A": ["127.0.0.9"]},
                 "2.0.0.127.world.example": {"A": ["127.0.0.2"]}, "1.0.0.127.world.example": {"A": ["127.0.0.2"]}, "66.2.0.192.world.example": {"A": ["127.0.0.2"]},
                 "2.0.0.127.angry.example": {"A": ["127.255.255.254"]}, "66.2.0.192.angry.example": {"A": ["127.255.255.254"]},
                 "66.2.0.192.parked.example": {"A": ["198.51.100.7"]},
                 "66.2.0.192.silent.example": {"timeout": true}, "2.0.0.127.silent.example": {"timeout": true},
                 "66.2.0.192.half.example": {"A": ["127.0.0.2"]}, "1.0.0.127.half.example": {"timeout": true},
                 "test.names.example": {"A": ["127.0.0.2"]}, "spam.example.net.names.example": {"A": ["127.0.1.2"], "TXT": ["spam domain"]}}
                """.formatted(SIX_TEST, SIX_NAME)).orThrow(), 0);
        resolver = new DnsJavaResolver(List.of(dns.address()), Duration.ofMillis(1500));
    }

    @AfterAll
    static void stop() throws IOException {
        dns.close();
    }

    private static BlocklistSettings asking(int quorum, String... lists) {
        return new BlocklistSettings(lists(lists), List.of(), quorum, List.of(), Duration.ofSeconds(3));
    }

    private static List<Blocklist> lists(String... texts) {
        return Stream.of(texts).map(text -> Blocklist.parse(text).orThrow()).toList();
    }

    private static Evidence.DnsListed check(BlocklistSettings settings, InetAddress peer, String... names) {
        return new Blocklists(resolver, settings).check(Optional.of(peer), Stream.of(names).map(Domain::of).toList());
    }

    @Test
    void a_listed_host_is_named_with_list_and_reason() {
        Evidence.DnsListed found = check(asking(1, "one.example"), BAD);
        assertThat(found).isEqualTo(new Evidence.DnsListed(
                Result.FAIL, List.of(Domain.of("one.example")), 1, "one.example: sends spam?, see https://one.example/"));
        assertThat(check(asking(1, "one.example"), GOOD)).isEqualTo(new Evidence.DnsListed(Result.PASS, List.of(), 0, ""));
        assertThat(check(asking(1, "one.example"), BAD_SIX).result()).isEqualTo(Result.FAIL);
    }

    @Test
    void az8_a_list_that_lists_the_world_answers_an_error_code_is_sold_or_silent_blocks_nobody() {
        for (String list : List.of("world.example", "angry.example", "parked.example", "silent.example", "half.example")) {
            Evidence.DnsListed found = check(asking(1, list), BAD);
            assertThat(found.result()).as(list).isIn(Result.NONE, Result.PASS);
            assertThat(found.zones()).as(list).isEmpty();
        }
        Evidence.DnsListed together = check(asking(2, "world.example", "angry.example", "silent.example", "half.example", "one.example"), BAD);
        assertThat(together.result()).isEqualTo(Result.PASS);
    }

    @Test
    void a_silent_list_does_not_take_the_others_their_say() {
        Evidence.DnsListed found = check(asking(1, "silent.example", "one.example"), BAD);
        assertThat(found.zones()).containsExactly(Domain.of("one.example"));
    }

    @Test
    void a_list_that_begins_to_list_the_world_is_not_believed_from_then_on() throws IOException {
        String before = "{\"66.2.0.192.turns.example\": {\"A\": [\"127.0.0.2\"]}%s}";
        try (ZoneServer own = ZoneServer.start(Zone.read(before.formatted("")).orThrow(), 0)) {
            var lists = new Blocklists(new DnsJavaResolver(List.of(own.address()), Duration.ofSeconds(5)), asking(1, "turns.example"));
            assertThat(lists.check(Optional.of(BAD), List.of()).result()).isEqualTo(Result.FAIL);
            own.serve(Zone.read(before.formatted(", \"1.0.0.127.turns.example\": {\"A\": [\"127.0.0.2\"]}")).orThrow());
            assertThat(lists.check(Optional.of(BAD), List.of()).result()).isEqualTo(Result.NONE);
        }
    }

    @Test
    void az8_so_many_lists_must_agree_and_each_counts_its_weight() {
        assertThat(check(asking(2, "one.example", "world.example"), BAD).result()).isEqualTo(Result.PASS);
        Evidence.DnsListed two = check(asking(2, "one.example", "two.example"), BAD);
        assertThat(two.result()).isEqualTo(Result.FAIL);
        assertThat(two.weight()).isEqualTo(2);
        assertThat(check(asking(3, "one.example*3"), BAD).weight()).isEqualTo(3);
    }

    @Test
    void only_the_answers_that_were_chosen_count() {
        assertThat(check(asking(1, "two.example=127.0.0.[2..8]"), BAD).result()).isEqualTo(Result.PASS);
        assertThat(check(asking(1, "two.example=127.0.0.[2..9]"), BAD).result()).isEqualTo(Result.FAIL);
    }

    @Test
    void domains_of_sender_and_author_are_asked_of_lists_of_names_once() {
        var settings = new BlocklistSettings(List.of(), lists("names.example"), 1, List.of(), Duration.ofSeconds(3));
        Evidence.DnsListed found = check(settings, GOOD, "spam.example.net", "spam.example.net", "example.org");
        assertThat(found.zones()).containsExactly(Domain.of("names.example"));
        assertThat(found.reason()).isEqualTo("names.example: spam domain");
        assertThat(check(settings, BAD, "[192.0.2.66]").result()).isEqualTo(Result.NONE);
    }

    @Test
    void whom_the_site_allows_nobody_is_asked_about() {
        var settings = new BlocklistSettings(
                lists("one.example"), lists("names.example"), 1,
                List.of(Allowed.parse("192.0.2.64/30").orThrow(), Allowed.parse("Example.net").orThrow()), Duration.ofSeconds(3));
        long before = dns.questions();
        assertThat(check(settings, BAD, "spam.example.net").result()).isEqualTo(Result.NONE);
        assertThat(dns.questions()).isEqualTo(before);
    }

    @Test
    void by_default_and_without_an_edge_no_list_is_asked() {
        long before = dns.questions();
        assertThat(check(BlocklistSettings.NONE, BAD, "spam.example.net").result()).isEqualTo(Result.NONE);
        assertThat(new Blocklists(resolver, asking(1, "one.example")).check(Optional.empty(), List.of()).result()).isEqualTo(Result.NONE);
        assertThat(dns.questions()).isEqualTo(before);
    }

    @Test
    void the_self_test_tells_how_each_list_stands() {
        var settings = new BlocklistSettings(
                lists("one.example", "world.example", "angry.example", "parked.example", "silent.example"), lists("names.example", "gone.example"), 1,
                List.of(), Duration.ofSeconds(3));
        assertThat(new SelfTest(resolver).of(settings))
                .contains(
                        new SelfTest.Finding(Domain.of("one.example"), "IPv4", Health.SOUND),
                        new SelfTest.Finding(Domain.of("one.example"), "IPv6", Health.SOUND),
                        new SelfTest.Finding(Domain.of("world.example"), "IPv4", Health.LISTS_EVERYTHING),
                        new SelfTest.Finding(Domain.of("world.example"), "IPv6", Health.LACKS_TEST_ENTRY),
                        new SelfTest.Finding(Domain.of("angry.example"), "IPv4", Health.REFUSES_US),
                        new SelfTest.Finding(Domain.of("parked.example"), "IPv4", Health.LACKS_TEST_ENTRY),
                        new SelfTest.Finding(Domain.of("silent.example"), "IPv4", Health.SILENT),
                        new SelfTest.Finding(Domain.of("names.example"), "names", Health.SOUND),
                        new SelfTest.Finding(Domain.of("gone.example"), "names", Health.LACKS_TEST_ENTRY));
    }

    @Test
    void a_list_whose_name_server_fails_has_no_opinion() {
        dns.fault("66.2.0.192.one.example", new Fault.ServFail());
        try {
            assertThat(check(asking(1, "one.example"), BAD).result()).isEqualTo(Result.NONE);
        } finally {
            dns.heal("66.2.0.192.one.example");
        }
    }
}
