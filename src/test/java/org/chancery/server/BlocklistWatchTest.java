package org.chancery.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.chancery.authentication.blocklist.Blocklist;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.dns.Zone;
import org.chancery.dns.ZoneResolver;
import org.chancery.dns.ZoneServer;
import org.chancery.server.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocklistWatchTest {
    private static final Zone ZONE = Zone.read("""
            {"2.0.0.127.good.example": {"A": ["127.0.0.2"]}, "2.0.0.127.mad.example": {"A": ["127.0.0.2"]}, "1.0.0.127.mad.example": {"A": ["127.0.0.2"]}}
            """).orThrow();

    @Test
    void check_warns_of_a_list_that_lists_the_world_and_not_of_one_without_ipv6() {
        BlocklistSettings none = BlocklistSettings.NONE;
        List<Blocklist> lists = List.of(Blocklist.parse("good.example").orThrow(), Blocklist.parse("mad.example").orThrow());
        var settings = new BlocklistSettings(lists, List.of(), 1, List.of(), none.timeout());
        assertThat(BlocklistWatch.check(new ZoneResolver(ZONE), settings))
                .extracting(Finding::level, Finding::subject)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Level.OK, "blocklist good.example IPv4"),
                        org.assertj.core.groups.Tuple.tuple(Level.OK, "blocklist good.example IPv6"),
                        org.assertj.core.groups.Tuple.tuple(Level.WARN, "blocklist mad.example IPv4"));
        assertThat(BlocklistWatch.check(new ZoneResolver(ZONE), none)).isEmpty();
    }

    @Test
    void a_server_tries_its_lists_when_it_starts(@TempDir Path data) throws IOException, InterruptedException {
        try (ZoneServer dns = ZoneServer.start(ZONE, 0)) {
            var reader = ConfigurationReader.in(Files.createDirectories(data.resolve("x"))).data(data);
            List.of("listen.smtp=127.0.0.1:0", "listen.submission=127.0.0.1:0", "listen.web=127.0.0.1:0", "listen.admin=127.0.0.1:0",
                            "dns.servers=127.0.0.1:" + dns.address().getPort(), "blocklists.addresses=good.example")
                    .forEach(reader::set);
            Configuration configuration = ((Configuration.Loaded.Ok) reader.read()).configuration();
            try (Server _ = Server.start(configuration, new Surroundings(InstantSource.system(), new SecureRandom()))) {
                long end = System.nanoTime() + 20_000_000_000L;
                while (dns.questions() < 4 && System.nanoTime() < end) {
                    Thread.sleep(10);
                }
                assertThat(dns.questions()).isGreaterThanOrEqualTo(4);
            }
        }
    }
}
