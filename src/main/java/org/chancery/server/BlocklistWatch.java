package org.chancery.server;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.authentication.blocklist.SelfTest;
import org.chancery.authentication.blocklist.SelfTest.Health;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Resolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells administrators when a blocklist of theirs does not work: at start and every six hours in the log, and in `check`.
final class BlocklistWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BlocklistWatch.class);

    /// Lists die rarely, and asking costs their operators something.
    private static final Duration PERIOD = Duration.ofHours(6);

    private BlocklistWatch() {}

    /// `chores`, and the test of the lists at start and from then on.
    static List<Chore> among(List<Chore> chores, Configuration configuration) {
        Resolver resolver = new DnsJavaResolver(configuration.dns().servers(), configuration.dns().timeout());
        return Stream.concat(chores.stream(), Stream.of(chore(resolver, configuration.blocklists()))).toList();
    }

    private static Chore chore(Resolver resolver, BlocklistSettings settings) {
        return new Chore("blocklists", Duration.ZERO, PERIOD, _ -> new SelfTest(resolver).of(settings).stream()
                .filter(finding -> !isFine(finding))
                .forEach(finding -> LOG.warn("blocklist.unsound list={} kind={} why=\"{}\"", finding.zone(), finding.kind(), finding.health().text())));
    }

    static List<Finding> check(Resolver resolver, BlocklistSettings settings) {
        return new SelfTest(resolver).of(settings).stream()
                .map(finding -> {
                    String subject = "blocklist " + finding.zone() + " " + finding.kind();
                    return isFine(finding)
                            ? Finding.ok(subject, finding.health().text())
                            : Finding.warn(subject, finding.health().text() + "; take it out of the configuration, or mend it");
                })
                .toList();
    }

    /// A list need not know IPv6.
    private static boolean isFine(SelfTest.Finding finding) {
        return finding.health() == Health.SOUND || (finding.health() == Health.LACKS_TEST_ENTRY && finding.kind().equals("IPv6"));
    }
}
