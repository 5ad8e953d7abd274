package org.chancery.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Address;

/// Which hosts take the mail of a domain (RFC 5321 section 5.1), in the order to try them.
///
/// Example: `MxHosts.resolve(resolver, "example.org", random)` is
/// `Hosts([Host("mx1.example.org", [192.0.2.25]), Host("mx2.example.org", [192.0.2.26])])`.
public sealed interface MxHosts {

    /// Five are tried by most servers; more would only let a zone make us ask.
    int MAX_HOSTS = 10;

    /// At least one host; hosts of one preference stand in random order.
    record Hosts(List<Host> hosts) implements MxHosts {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /// Mail can never get there: `status` is an enhanced status code of class 5 (RFC 3463), `reason` one clause.
    record NoMail(String status, String reason) implements MxHosts {}

    /// The DNS did not say; to be tried again (4.4.3).
    record TemporaryFailure(String why) implements MxHosts {}

    /// One host with at least one address, IPv4 first.
    record Host(String name, List<InetAddress> addresses) {
        public Host {
            addresses = List.copyOf(addresses);
        }
    }

    /// `domain` in A-labels, or an address literal such as `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    static MxHosts resolve(Resolver resolver, String domain, RandomGenerator random) {
        if (domain.startsWith("[")) {
            return literal(domain);
        }
        return switch (resolver.mx(domain)) {
            case Answer.Found<Mx> found -> explicit(resolver, domain, found.values(), random);
            case Answer.NoData<Mx> _ -> implicit(resolver, domain);
            case Answer.NxDomain<Mx> _ -> new NoMail("5.1.2", "the domain " + domain + " does not exist");
            case Answer.TemporaryFailure<Mx>(String why) -> new TemporaryFailure("MX of " + domain + ": " + why);
        };
    }

    private static MxHosts explicit(Resolver resolver, String domain, List<Mx> records, RandomGenerator random) {
        List<Mx> usable = records.stream().filter(mx -> !mx.isNull()).toList();
        if (usable.isEmpty()) {
            return new NoMail("5.1.10", "the domain " + domain + " takes no mail (null MX)");
        }
        List<Host> hosts = new ArrayList<>();
        Optional<TemporaryFailure> failure = Optional.empty();
        for (Mx mx : order(usable, random)) {
            switch (resolver.addresses(mx.exchange())) {
                case Answer.Found<InetAddress> found -> hosts.add(new Host(mx.exchange(), found.values()));
                case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> {}
                case Answer.TemporaryFailure<InetAddress>(String why) ->
                    failure = Optional.of(new TemporaryFailure("address of " + mx.exchange() + ": " + why));
            }
        }
        if (!hosts.isEmpty()) {
            return new Hosts(hosts);
        }
        return failure.isPresent()
                ? failure.get()
                : new NoMail("5.4.4", "no mail host of the domain " + domain + " has an address");
    }

    /// RFC 5321 section 5.1: the sender-SMTP MUST spread the load over hosts of one preference.
    private static List<Mx> order(List<Mx> records, RandomGenerator random) {
        List<Mx> order = new ArrayList<>(records);
        Collections.shuffle(order, Random.from(random));
        order.sort(Comparator.comparingInt(Mx::preference));
        return order.subList(0, Math.min(MAX_HOSTS, order.size()));
    }

    private static MxHosts implicit(Resolver resolver, String domain) {
        return switch (resolver.addresses(domain)) {
            case Answer.Found<InetAddress> found -> new Hosts(List.of(new Host(domain, found.values())));
            case Answer.NoData<InetAddress> _ ->
                new NoMail("5.4.4", "the domain " + domain + " has neither a mail host nor an address");
            case Answer.NxDomain<InetAddress> _ -> new NoMail("5.1.2", "the domain " + domain + " does not exist");
            case Answer.TemporaryFailure<InetAddress>(String why) ->
                new TemporaryFailure("address of " + domain + ": " + why);
        };
    }

    private static MxHosts literal(String domain) {
        String inside = domain.endsWith("]") ? domain.substring(1, domain.length() - 1) : "";
        boolean six = inside.toLowerCase(Locale.ROOT).startsWith("ipv6:");
        try {
            InetAddress address = Address.getByAddress(six ? inside.substring(5) : inside, six ? Address.IPv6 : Address.IPv4);
            return new Hosts(List.of(new Host(domain, List.of(address))));
        } catch (UnknownHostException noAddress) {
            return new NoMail("5.1.3", domain + " is not the address of a host");
        }
    }
}
