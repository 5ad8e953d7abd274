package org.chancery.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chancery.dns.Answer;
import org.chancery.dns.Mx;
import org.chancery.dns.Resolver;

/// What the world sees of this site in the DNS: the address of the host and its PTR, and for each domain of lists MX, SPF (RFC 7208),
/// the keys of its signatures (RFC 6376) and DMARC (RFC 9989). Says what to publish where something is missing.
final class DnsCheckup {
    private final Resolver resolver;
    private final String hostname;

    DnsCheckup(Resolver resolver, String hostname) {
        this.resolver = resolver;
        this.hostname = hostname;
    }

    List<Finding> host() {
        if (hostname.equals("localhost")) {
            return List.of(Finding.warn("dns.host localhost", "is for trying things out; set \"hostname\" to the name under which the world knows this machine"));
        }
        List<InetAddress> addresses = resolver.addresses(hostname).valuesOrNone();
        if (addresses.isEmpty()) {
            return List.of(Finding.fail("dns.host " + hostname, "has no address; publish A or AAAA for it, or set \"hostname\" to the name this machine has"));
        }
        List<Finding> findings = new ArrayList<>(List.of(Finding.ok("dns.host " + hostname, "is " + addresses)));
        for (InetAddress address : addresses) {
            boolean named = resolver.ptr(address).valuesOrNone().stream().map(DnsCheckup::bare).anyMatch(hostname::equals);
            findings.add(named
                    ? Finding.ok("dns.ptr " + address.getHostAddress(), "names " + hostname)
                    : Finding.warn("dns.ptr " + address.getHostAddress(), "does not name " + hostname + "; ask the owner of the network to set it, large receivers demand it"));
        }
        return findings;
    }

    List<Finding> domain(String domain) {
        return List.of(mx(domain), spf(domain), dmarc(domain));
    }

    private Finding mx(String domain) {
        return switch (resolver.mx(domain)) {
            case Answer.Found<Mx> found when found.values().stream().map(Mx::exchange).map(DnsCheckup::bare).anyMatch(hostname::equals) ->
                    Finding.ok("dns.mx " + domain, "names " + hostname);
            case Answer.Found<Mx> _ -> Finding.warn("dns.mx " + domain, "does not name " + hostname + "; right if a mail server in front hands mail to this one");
            case Answer.NoData<Mx> _, Answer.NxDomain<Mx> _ ->
                    Finding.fail("dns.mx " + domain, "none; publish \"" + domain + ". MX 10 " + hostname + ".\"");
            case Answer.TemporaryFailure<Mx>(String why) -> Finding.warn("dns.mx " + domain, "could not be asked: " + why);
        };
    }

    private Finding spf(String domain) {
        List<String> records = texts(domain, "v=spf1");
        return switch (records.size()) {
            case 0 -> Finding.warn("dns.spf " + domain, "none; publish \"" + domain + ". TXT \\\"v=spf1 a:" + hostname + " -all\\\"\"");
            case 1 -> Finding.ok("dns.spf " + domain, records.getFirst());
            default -> Finding.fail("dns.spf " + domain, "more than one record: receivers treat that as an error; keep one");
        };
    }

    private Finding dmarc(String domain) {
        List<String> records = texts("_dmarc." + domain, "v=dmarc1");
        return records.size() == 1
                ? Finding.ok("dns.dmarc " + domain, records.getFirst())
                : Finding.warn("dns.dmarc " + domain, "no single record; publish \"_dmarc." + domain + ". TXT \\\"v=DMARC1; p=none\\\"\" at least");
    }

    /// Are the keys that sign the mail of this domain published as they are (RFC 6376 section 3.6.1)? `records` by their names.
    List<Finding> signing(String domain, Map<String, String> records) {
        if (records.isEmpty()) {
            return List.of(Finding.warn("dns.dkim " + domain, "no keys, so mail goes out without signatures; \"chancery domain keys " + domain + " --new\" makes them"));
        }
        return records.entrySet().stream().map(key -> signing(key.getKey(), key.getValue())).toList();
    }

    private Finding signing(String name, String record) {
        String subject = "dns.dkim " + bare(name);
        return switch (resolver.txt(name)) {
            case Answer.Found<String> found when found.values().contains(record) -> Finding.ok(subject, "is published");
            case Answer.Found<String> _ -> Finding.fail(subject, "another record stands there; publish \"" + name + " TXT \\\"" + record + "\\\"\"");
            case Answer.NoData<String> _, Answer.NxDomain<String> _ ->
                    Finding.fail(subject, "none, so nobody can verify our signatures; publish \"" + name + " TXT \\\"" + record + "\\\"\"");
            case Answer.TemporaryFailure<String>(String why) -> Finding.warn(subject, "could not be asked: " + why);
        };
    }

    private List<String> texts(String name, String beginning) {
        return resolver.txt(name).valuesOrNone().stream().filter(text -> text.toLowerCase(Locale.ROOT).startsWith(beginning)).toList();
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
