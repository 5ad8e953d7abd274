package org.chancery.authentication.spf;

import java.util.List;
import org.chancery.authentication.Result;

/// What one check found. `domain` is the name that was checked, as it was given. `explanation` is the domain's own text for
/// a fail (RFC 7208 section 6.2), empty when it has none that can be used: words of a stranger, printable ASCII.
/// `lookups` and `voidLookups` count terms (RFC 7208 section 4.6.4). `trace` tells the steps to a person.
///
/// Example: `new SpfOutcome(Result.FAIL, "example.org", "", 1, 0, List.of("example.org: v=spf1 mx -all"))`.
public record SpfOutcome(
        Result result, String domain, String explanation, int lookups, int voidLookups, List<String> trace) {
    public SpfOutcome {
        trace = List.copyOf(trace);
    }
}
