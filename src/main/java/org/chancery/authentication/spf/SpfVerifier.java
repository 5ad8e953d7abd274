package org.chancery.authentication.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import org.chancery.dns.DnsBudget;
import org.chancery.dns.Resolver;

/// Checks the sender of a transaction against the record of its domain: `check_host()` of RFC 7208 section 4.
/// Blocks for at most twenty seconds. Safe for many threads.
///
/// Example: `new SpfVerifier(resolver, "lists.example.org", clock).check(peer, "mx.example.net", "ann@example.net")`.
public final class SpfVerifier {
    private final Resolver resolver;
    private final String receivingHost;
    private final InstantSource clock;

    /// `receivingHost` is our own name, which explanations may show (`%{r}`).
    public SpfVerifier(Resolver resolver, String receivingHost, InstantSource clock) {
        this.resolver = resolver;
        this.receivingHost = receivingHost;
        this.clock = clock;
    }

    /// The MAIL FROM identity (RFC 7208 section 2.4). `mailFrom` is the path without angle brackets; empty for `<>`, when the
    /// postmaster of `helo` stands in for it. `helo` is as the client said it, whatever that is.
    public SpfOutcome check(InetAddress peer, String helo, String mailFrom) {
        return check(peer, helo, Sender.of(mailFrom, helo));
    }

    /// The HELO identity (RFC 7208 section 2.3).
    public SpfOutcome heloCheck(InetAddress peer, String helo) {
        return check(peer, helo, Sender.of("", helo));
    }

    private SpfOutcome check(InetAddress peer, String helo, Sender sender) {
        // RFC 7208 section 4.6.4: a limit of at least 20 seconds for one check, temperror after it.
        Resolver bounded = new DnsBudget(resolver, DnsBudget.PER_SESSION);
        var session = new SpfSession(peer, helo, sender, receivingHost, clock.instant());
        return new Evaluation(bounded, session).run();
    }
}
