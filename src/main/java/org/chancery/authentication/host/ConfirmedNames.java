package org.chancery.authentication.host;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;

/// The names that an address has by PTR records and that name it back by an A or AAAA record (RFC 8601 section 3,
/// RFC 7208 section 5.5). `pointers` is what the DNS said to the PTR question; `isCertain` is false when the addresses of
/// some name could not be found out, so that `names` may lack it; `haveAddresses` says that at least one name has some.
/// Names are in lower case.
///
/// Example: `ConfirmedNames.of(resolver, InetAddress.ofLiteral("192.0.2.1")).names()` is `[mx.example.org]`.
public record ConfirmedNames(Answer<String> pointers, List<String> names, boolean isCertain, boolean haveAddresses) {

    /// RFC 7208 section 4.6.4: the names after the tenth are not looked at. Who owns an address decides how many it has.
    public static final int MAX_NAMES = 10;

    public ConfirmedNames {
        names = List.copyOf(names);
    }

    /// Blocks for at most eleven look-ups.
    public static ConfirmedNames of(Resolver resolver, InetAddress address) {
        Answer<String> pointers = resolver.ptr(address);
        List<String> names = new ArrayList<>();
        boolean certain = !(pointers instanceof Answer.TemporaryFailure);
        boolean found = false;
        for (String name : pointers.valuesOrNone().stream().limit(MAX_NAMES).toList()) {
            Answer<InetAddress> back = address instanceof Inet4Address ? resolver.a(name) : resolver.aaaa(name);
            certain &= !(back instanceof Answer.TemporaryFailure);
            found |= back instanceof Answer.Found;
            if (back.valuesOrNone().contains(address)) {
                names.add(name);
            }
        }
        return new ConfirmedNames(pointers, names, certain, found);
    }
}
