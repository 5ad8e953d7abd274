package org.chancery.authentication;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.chancery.authentication.Evidence.Dmarc.Disposition;
import org.chancery.authentication.Evidence.Spf.Identity;
import org.chancery.authentication.arc.ArcChain;
import org.chancery.authentication.arc.ArcValidator;
import org.chancery.authentication.arc.TrustedSealers;
import org.chancery.authentication.blocklist.BlocklistSettings;
import org.chancery.authentication.blocklist.Blocklists;
import org.chancery.authentication.dkim.DkimSignatureResult;
import org.chancery.authentication.dkim.DkimVerifier;
import org.chancery.authentication.dmarc.DmarcOutcome;
import org.chancery.authentication.dmarc.DmarcVerifier;
import org.chancery.authentication.dmarc.Identifier;
import org.chancery.authentication.host.ReverseDns;
import org.chancery.authentication.spf.SpfOutcome;
import org.chancery.authentication.spf.SpfVerifier;
import org.chancery.dns.DnsBudget;
import org.chancery.dns.Resolver;
import org.chancery.mail.Address;
import org.chancery.mail.Authors;
import org.chancery.mail.Domain;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;

/// Asks the domains that a message names whether it is theirs: SPF (RFC 7208), DKIM (RFC 6376), the ARC chain (RFC 8617), the names
/// of the peer's address (RFC 8601 section 3) and the blocklists of the site (RFC 5782) side by side, then DMARC (RFC 9989) over
/// what SPF and DKIM found. All of it shares one DNS budget, so the answer comes before the client gives up; what
/// the DNS did not say in time is temperror, never a guess.
///
/// Of a message from somebody who logged in, only what the author's domain asks for is looked up, because copies that leave
/// us in its name need it; no path is checked, and the result is `none`.
///
/// Example: `new Authenticator(resolver, "lists.example.org", clock, blocklists, sealers).of(edge, message)`.
public final class Authenticator implements EvidenceSource {
    /// Domains in one From field that are looked up; who names more is nobody in particular, and costs no more.
    private static final int MAX_AUTHOR_DOMAINS = 3;

    private final Resolver resolver;
    private final String hostname;
    private final InstantSource clock;
    private final BlocklistSettings blocklists;
    private final TrustedSealers sealers;

    public Authenticator(Resolver resolver, String hostname, InstantSource clock, BlocklistSettings blocklists, TrustedSealers sealers) {
        this.resolver = resolver;
        this.hostname = hostname;
        this.clock = clock;
        this.blocklists = blocklists;
        this.sealers = sealers;
    }

    @Override
    public List<Evidence> of(Origin origin, Message message) {
        Resolver budget = new DnsBudget(resolver, DnsBudget.PER_SESSION);
        return switch (origin) {
            case Origin.Inside() -> authorDomains(message).stream().map(from -> asked(budget, from)).toList();
            case Origin.Front(List<Evidence.Spf> told) when told.isEmpty() ->
                fromOutside(budget, message, List::of, List::of).stream().map(Authenticator::withoutPath).toList();
            case Origin.Front(List<Evidence.Spf> told) -> fromOutside(budget, message, () -> told, List::of);
            case Origin.Edge edge -> fromOutside(budget, message, () -> spf(budget, edge), () -> host(budget, edge, message));
        };
    }

    /// Silence is taken for the strictest wish: nothing but the From field of copies depends on it here.
    private static Evidence asked(Resolver budget, Domain from) {
        DmarcOutcome outcome = new DmarcVerifier(budget).check(from, List.of(), List.of());
        return new Evidence.Dmarc(Result.NONE, from, outcome.result() == Result.TEMPERROR ? Disposition.REJECT : outcome.policy(), false);
    }

    /// `hostCheck` is what the peer's address alone says.
    private List<Evidence> fromOutside(
            Resolver budget, Message message, Callable<List<Evidence.Spf>> spfCheck, Callable<List<Evidence>> hostCheck) {
        List<Domain> authors = authorDomains(message);
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Evidence.Spf>> path = tasks.submit(spfCheck);
            Future<Optional<Evidence>> chain = tasks.submit(() -> chain(budget, message, authors));
            Future<List<Evidence>> host = tasks.submit(hostCheck);
            List<DkimSignatureResult> signatures = new DkimVerifier(budget, clock).verify(message);
            List<Evidence.Spf> spf = result(path);
            List<DmarcOutcome> outcomes = dmarc(budget, authors, spf, signatures);
            List<Evidence> evidence = new ArrayList<>(spf);
            signatures.forEach(signature -> dkim(signature, outcomes).ifPresent(evidence::add));
            outcomes.forEach(outcome -> evidence.add(outcome.evidence()));
            result(chain).ifPresent(evidence::add);
            evidence.addAll(result(host));
            return evidence;
        }
    }

    /// What earlier lists and forwarders sealed (RFC 8617). It proves something of the author only where the site trusts them;
    /// our own seal has to say in any case whether it held.
    private Optional<Evidence> chain(Resolver budget, Message message, List<Domain> authors) {
        if (message.headers().count("ARC-Seal") == 0) {
            return Optional.empty();
        }
        ArcChain chain = new ArcValidator(budget).validate(message);
        return Optional.of(new Evidence.Arc(chain.result(), chain.sealer(), chain.instances().size(), sealers.vouched(chain, authors)));
    }

    private List<Evidence> host(Resolver budget, Origin.Edge edge, Message message) {
        List<Evidence> found = new ArrayList<>(List.of(new ReverseDns(budget).check(edge.peer())));
        listed(budget, edge, message).ifPresent(found::add);
        return found;
    }

    /// The peer, its HELO, the reverse path and the author, as far as the site asks any list about them.
    private Optional<Evidence> listed(Resolver budget, Origin.Edge edge, Message message) {
        Stream<Domain> path = Stream.concat(edge.mailFrom().map(Address::domain).stream(), Domain.parse(edge.helo()).toOptional().stream());
        List<Domain> names = Stream.concat(path, authorDomains(message).stream()).filter(domain -> !domain.isLiteral()).distinct().toList();
        Evidence.DnsListed found = new Blocklists(budget, blocklists).check(Optional.of(edge.peer()), names);
        return found.result() == Result.NONE ? Optional.empty() : Optional.of(found);
    }

    /// SPF might have passed at the edge, so without its word nothing is disowned.
    private static Evidence withoutPath(Evidence evidence) {
        return evidence instanceof Evidence.Dmarc(Result result, Domain from, Disposition published, boolean aligned) && result == Result.FAIL
                ? new Evidence.Dmarc(Result.NONE, from, published, aligned)
                : evidence;
    }

    private static <T> T result(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a verifier broke its promise not to throw", broken.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking a sender", stop);
        }
    }

    /// Both identities (RFC 7208 section 2.3 and 2.4); HELO only where it is a domain at all.
    private List<Evidence.Spf> spf(Resolver budget, Origin.Edge edge) {
        SpfVerifier verifier = new SpfVerifier(budget, hostname, clock);
        List<Evidence.Spf> found = new ArrayList<>();
        edge.mailFrom().map(Address::domain).filter(domain -> !domain.isLiteral()).ifPresent(domain -> found.add(
                spf(domain, Identity.MAIL_FROM, verifier.check(edge.peer(), edge.helo(), edge.mailFrom().orElseThrow().toString()))));
        Domain.parse(edge.helo()).toOptional().filter(domain -> !domain.isLiteral()).ifPresent(domain -> found.add(
                spf(domain, Identity.HELO, verifier.heloCheck(edge.peer(), edge.helo()))));
        return found;
    }

    private static Evidence.Spf spf(Domain domain, Identity identity, SpfOutcome outcome) {
        return new Evidence.Spf(outcome.result(), domain, identity, outcome.explanation());
    }

    private static List<Domain> authorDomains(Message message) {
        List<Mailbox> authors = switch (Authors.of(message)) {
            case Authors.Single(Mailbox author) -> List.of(author);
            case Authors.Several(List<Mailbox> several) -> several;
            case Authors.None _, Authors.Malformed _ -> List.of();
        };
        return authors.stream().map(author -> author.address().domain()).distinct().limit(MAX_AUTHOR_DOMAINS).toList();
    }

    /// RFC 9989 section 5.3: the identity of MAIL FROM, or that of HELO where the reverse path is null.
    private static List<DmarcOutcome> dmarc(
            Resolver budget, List<Domain> authors, List<Evidence.Spf> spf, List<DkimSignatureResult> signatures) {
        List<Identifier> path = new Proofs(List.copyOf(spf)).spf().stream().map(found -> new Identifier(found.result(), found.domain())).toList();
        List<Identifier> signers = signatures.stream()
                .flatMap(signature -> signature.domain().map(domain -> new Identifier(resultOf(signature), domain)).stream())
                .toList();
        DmarcVerifier verifier = new DmarcVerifier(budget);
        return authors.stream().map(from -> verifier.check(from, path, signers)).toList();
    }

    private static Optional<Evidence.Dkim> dkim(DkimSignatureResult signature, List<DmarcOutcome> outcomes) {
        return signature.domain().map(domain -> new Evidence.Dkim(
                resultOf(signature), domain, signature.selector(), outcomes.stream().anyMatch(outcome -> outcome.alignedDkim().contains(domain)),
                signature.reason()));
    }

    /// RFC 6376 section 3.6.1: a key under test proves nothing.
    private static Result resultOf(DkimSignatureResult signature) {
        return signature.result() == Result.PASS && !signature.isProof() ? Result.NEUTRAL : signature.result();
    }
}
