package org.chancery.authentication.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.authentication.Result;
import org.chancery.authentication.host.ConfirmedNames;
import org.chancery.authentication.host.Network;
import org.chancery.authentication.spf.SpfRecord.Directive;
import org.chancery.authentication.spf.SpfRecord.DualPrefix;
import org.chancery.authentication.spf.SpfRecord.Mechanism;
import org.chancery.dns.Answer;
import org.chancery.dns.Mx;
import org.chancery.dns.Resolver;
import org.chancery.mail.Parsed;
import org.jspecify.annotations.Nullable;

/// One run of `check_host()` (RFC 7208 sections 4 to 6), through includes and redirects. Their number is bounded by
/// [LookupLimits], so the recursion is too. One object makes one check.
final class Evaluation {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
    /// RFC 7208 section 4.6.4.
    private static final int MAX_MX_HOSTS = 10;

    /// A trace is read by people; ten records may have thousands of terms.
    private static final int MAX_TRACE = 100;

    private final Resolver dns;
    private final SpfSession session;
    private final LookupLimits limits = new LookupLimits();
    private final List<String> trace = new ArrayList<>();
    private @Nullable ConfirmedNames peerNames;

    Evaluation(Resolver dns, SpfSession session) {
        this.dns = dns;
        this.session = session;
    }

    /// The result of one domain, and the text it gives for a fail.
    private record Checked(Result result, String explanation) {
        static Checked of(Result result) {
            return new Checked(result, "");
        }
    }

    /// What one mechanism says about the peer.
    private enum Match {
        YES,
        NO,
        TEMPERROR,
        PERMERROR
    }

    private sealed interface Fetched {
        record Found(SpfRecord record) implements Fetched {}

        record Missing(Result result) implements Fetched {}
    }

    SpfOutcome run() {
        String domain = session.sender().domain();
        Checked checked = check(TargetName.withoutFinalDot(domain), true);
        return new SpfOutcome(checked.result(), domain, checked.explanation(), limits.terms(), limits.voids(), trace);
    }

    /// `isExplained`: the text of an included domain is never used, so it is not even asked for (RFC 7208 section 6.2).
    private Checked check(String domain, boolean isExplained) {
        return switch (fetch(domain)) {
            case Fetched.Missing(Result result) -> Checked.of(result);
            case Fetched.Found(SpfRecord record) -> evaluate(domain, record, isExplained);
        };
    }

    private Fetched fetch(String domain) {
        if (!TargetName.isDomain(domain)) {
            return missing(domain, Result.NONE, "is no domain name with several labels");
        }
        return switch (dns.txt(domain)) {
            case Answer.TemporaryFailure<String>(String why) -> missing(domain, Result.TEMPERROR, why);
            case Answer.NoData<String> _ -> missing(domain, Result.NONE, "has no TXT record");
            case Answer.NxDomain<String> _ -> missing(domain, Result.NONE, "does not exist");
            case Answer.Found<String> found ->
                select(domain, found.values().stream().filter(SpfRecord::isOne).toList());
        };
    }

    private Fetched select(String domain, List<String> records) {
        if (records.isEmpty()) {
            return missing(domain, Result.NONE, "has no SPF record");
        }
        if (records.size() > 1) {
            return missing(domain, Result.PERMERROR, "has " + records.size() + " SPF records");
        }
        note(domain + ": " + records.getFirst());
        return switch (SpfRecord.parse(records.getFirst())) {
            case Parsed.Value<SpfRecord>(SpfRecord record) -> new Fetched.Found(record);
            case Parsed.Malformed<SpfRecord>(int at, String why) ->
                missing(domain, Result.PERMERROR, "has a faulty record, at character " + at + ": " + why);
        };
    }

    private Fetched missing(String domain, Result result, String why) {
        note(domain + " " + why + ": " + result);
        return new Fetched.Missing(result);
    }

    private Checked evaluate(String domain, SpfRecord record, boolean isExplained) {
        var values = new MacroValues(session, domain, () -> peerNames().names());
        for (Directive directive : record.directives()) {
            Match match = match(directive.mechanism(), values);
            switch (match) {
                case NO -> note(domain + ": " + directive.text() + " does not match");
                case YES -> {
                    note(domain + ": " + directive.text() + " matches: " + directive.result());
                    boolean isRefused = directive.result() == Result.FAIL && isExplained;
                    return new Checked(directive.result(), isRefused ? explanation(record, values) : "");
                }
                case TEMPERROR, PERMERROR -> {
                    Result result = match == Match.TEMPERROR ? Result.TEMPERROR : Result.PERMERROR;
                    note(domain + ": " + directive.text() + " gives " + result);
                    return Checked.of(result);
                }
            }
        }
        return record.redirect()
                .map(target -> redirect(target, values, isExplained))
                .orElseGet(() -> Checked.of(Result.NEUTRAL));
    }

    private String explanation(SpfRecord record, MacroValues values) {
        return record.explanation().map(where -> Explanation.fetch(dns, where, values)).orElse("");
    }

    /// RFC 7208 section 6.1.
    private Checked redirect(MacroString target, MacroValues values, boolean isExplained) {
        if (!limits.spend()) {
            note(values.domain() + ": redirect is one look-up too many: " + Result.PERMERROR);
            return Checked.of(Result.PERMERROR);
        }
        Checked checked = check(name(target, values), isExplained);
        return checked.result() == Result.NONE ? Checked.of(Result.PERMERROR) : checked;
    }

    private static String name(MacroString target, MacroValues values) {
        return TargetName.fitted(values.expand(target));
    }

    private static String name(Optional<MacroString> target, MacroValues values) {
        return target.map(given -> name(given, values)).orElse(values.domain());
    }

    private Match match(Mechanism mechanism, MacroValues values) {
        return switch (mechanism) {
            case Mechanism.All _ -> Match.YES;
            case Mechanism.Ip(Network network) -> yesIf(network.contains(session.peer()));
            case Mechanism.Include(MacroString target) -> limits.spend() ? include(name(target, values)) : tooMany();
            case Mechanism.A(var target, var prefix) -> limits.spend() ? a(name(target, values), prefix) : tooMany();
            case Mechanism.Mx(var target, var prefix) -> limits.spend() ? mx(name(target, values), prefix) : tooMany();
            case Mechanism.Ptr(var target) -> limits.spend() ? ptr(name(target, values)) : tooMany();
            case Mechanism.Exists(MacroString target) -> limits.spend() ? exists(name(target, values)) : tooMany();
        };
    }

    private Match tooMany() {
        note("more than ten terms that ask the DNS");
        return Match.PERMERROR;
    }

    private static Match yesIf(boolean matches) {
        return matches ? Match.YES : Match.NO;
    }

    /// RFC 7208 section 5.2: only a pass matches; a domain without a record is a fault of who includes it.
    private Match include(String domain) {
        return switch (check(domain, false).result()) {
            case PASS -> Match.YES;
            case FAIL, SOFTFAIL, NEUTRAL -> Match.NO;
            case TEMPERROR -> Match.TEMPERROR;
            case PERMERROR, NONE, POLICY -> Match.PERMERROR;
        };
    }

    private Match a(String name, DualPrefix prefix) {
        Answer<InetAddress> addresses = addresses(name);
        return switch (addresses) {
            case Answer.TemporaryFailure<InetAddress> _ -> Match.TEMPERROR;
            case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> voided();
            case Answer.Found<InetAddress> found -> yesIf(holdsPeer(found.values(), prefix));
        };
    }

    /// RFC 7208 section 5: the addresses of the family of the peer.
    private Answer<InetAddress> addresses(String name) {
        if (!TargetName.isAskable(name)) {
            return new Answer.NxDomain<>(Duration.ZERO);
        }
        return session.peer() instanceof Inet4Address ? dns.a(name) : dns.aaaa(name);
    }

    private boolean holdsPeer(List<InetAddress> addresses, DualPrefix prefix) {
        return addresses.stream()
                .anyMatch(address -> new Network(address, address instanceof Inet4Address ? prefix.four() : prefix.six())
                        .contains(session.peer()));
    }

    private Match voided() {
        if (limits.spendVoid()) {
            return Match.NO;
        }
        note("more than two terms whose queries found nothing");
        return Match.PERMERROR;
    }

    private Match mx(String name, DualPrefix prefix) {
        Answer<Mx> answer = TargetName.isAskable(name) ? dns.mx(name) : new Answer.NxDomain<>(Duration.ZERO);
        return switch (answer) {
            case Answer.TemporaryFailure<Mx> _ -> Match.TEMPERROR;
            case Answer.NoData<Mx> _, Answer.NxDomain<Mx> _ -> voided();
            case Answer.Found<Mx> found -> mxHosts(found.values(), prefix);
        };
    }

    private Match mxHosts(List<Mx> hosts, DualPrefix prefix) {
        if (hosts.size() > MAX_MX_HOSTS) {
            note("more than ten MX records");
            return Match.PERMERROR;
        }
        boolean isVoid = false;
        for (Mx host : hosts) {
            if (host.isNull()) {
                continue;
            }
            switch (addresses(host.exchange())) {
                case Answer.TemporaryFailure<InetAddress> _ -> {
                    return Match.TEMPERROR;
                }
                case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> isVoid = true;
                case Answer.Found<InetAddress> found -> {
                    if (holdsPeer(found.values(), prefix)) {
                        return Match.YES;
                    }
                }
            }
        }
        return isVoid ? voided() : Match.NO;
    }

    /// RFC 7208 section 5.5: whatever goes wrong with these look-ups is not the domain's doing and just does not match.
    private Match ptr(String target) {
        ConfirmedNames names = peerNames();
        if (names.pointers() instanceof Answer.NoData || names.pointers() instanceof Answer.NxDomain) {
            return voided();
        }
        return yesIf(names.names().stream().anyMatch(name -> TargetName.isWithin(name, target)));
    }

    private ConfirmedNames peerNames() {
        if (peerNames == null) {
            peerNames = ConfirmedNames.of(dns, session.peer());
        }
        return peerNames;
    }

    /// RFC 7208 section 5.7: always an A record, also for an IPv6 peer.
    private Match exists(String name) {
        Answer<InetAddress> answer = TargetName.isAskable(name) ? dns.a(name) : new Answer.NxDomain<>(Duration.ZERO);
        return switch (answer) {
            case Answer.TemporaryFailure<InetAddress> _ -> Match.TEMPERROR;
            case Answer.NoData<InetAddress> _, Answer.NxDomain<InetAddress> _ -> voided();
            case Answer.Found<InetAddress> _ -> Match.YES;
        };
    }

    private void note(String step) {
        if (trace.size() < MAX_TRACE) {
            trace.add(UNPRINTABLE.matcher(step).replaceAll("?"));
        }
    }
}
