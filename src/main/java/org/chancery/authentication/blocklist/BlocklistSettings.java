package org.chancery.authentication.blocklist;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.chancery.authentication.host.Network;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// Which lists are asked. `addresses` are asked about the peer, `domains` about the domains of sender and author. Being listed
/// counts from a weight of `quorum` on. What is `allowed` is not asked about.
/// `timeout` is for all lists together, which are asked at once.
///
/// Example: [#NONE], the default.
public record BlocklistSettings(
        List<Blocklist> addresses,
        List<Blocklist> domains,
        int quorum,
        List<Allowed> allowed,
        Duration timeout) {

    /// No list is asked.
    public static final BlocklistSettings NONE =
            new BlocklistSettings(List.of(), List.of(), 1, List.of(), Duration.ofSeconds(5));

    public BlocklistSettings {
        addresses = List.copyOf(addresses);
        domains = List.copyOf(domains);
        allowed = List.copyOf(allowed);
    }

    /// Whom the site knows better than any list does.
    public sealed interface Allowed {
        /// Hosts with these addresses.
        record Hosts(Network network) implements Allowed {}

        /// A domain and all below it.
        record Names(Domain domain) implements Allowed {}

        /// `192.0.2.0/24`, `2001:db8::/32` or `example.org`.
        static Parsed<Allowed> parse(String text) {
            if (Network.parse(text).isPresent()) {
                return Parsed.of(new Hosts(Network.parse(text).get()));
            }
            return Domain.parse(text) instanceof Parsed.Value<Domain>(Domain domain) && !domain.isLiteral()
                    ? Parsed.of(new Names(domain))
                    : Parsed.malformed(0, "a network or a domain, as in \"192.0.2.0/24\" or \"example.org\"");
        }
    }

    boolean allows(InetAddress peer) {
        return allowed.stream().anyMatch(one -> one instanceof Allowed.Hosts(Network network) && network.contains(peer));
    }

    boolean allows(Domain name) {
        return allowed.stream().anyMatch(one -> one instanceof Allowed.Names(Domain domain)
                && (name.equals(domain) || name.ascii().endsWith("." + domain.ascii())));
    }
}
