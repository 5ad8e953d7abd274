package org.chancery.authentication.host;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Result;
import org.chancery.dns.Answer;
import org.chancery.dns.DnsBudget;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;

/// The check `iprev` of RFC 8601 section 3: has the address of the peer a name that has this address? Blocks for at most
/// five seconds, because nothing is accepted or refused for it.
///
/// Example: `new ReverseDns(resolver).check(peer)` is a pass with `mx.example.org`.
public final class ReverseDns {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Resolver resolver;

    public ReverseDns(Resolver resolver) {
        this.resolver = resolver;
    }

    public Evidence.ReverseName check(InetAddress peer) {
        ConfirmedNames names = ConfirmedNames.of(new DnsBudget(resolver, PATIENCE), peer);
        // A name that no domain may have (an underscore, say) is the host's own all the same.
        Optional<Domain> name = names.names().stream().flatMap(one -> Domain.parse(one).toOptional().stream()).findFirst();
        return new Evidence.ReverseName(result(names), peer, name);
    }

    private static Result result(ConfirmedNames found) {
        List<String> names = found.names();
        if (!names.isEmpty()) {
            return Result.PASS;
        }
        if (!found.isCertain()) {
            return Result.TEMPERROR;
        }
        return found.pointers() instanceof Answer.Found && found.haveAddresses() ? Result.FAIL : Result.PERMERROR;
    }
}
